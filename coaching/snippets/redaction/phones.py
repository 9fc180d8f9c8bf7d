"""Telephone numbers, and numbers of five digits and more that nothing around them explains."""

import re
from collections.abc import Iterator

import phonenumbers

from coaching.snippets.redaction import nearby
from coaching.snippets.redaction.lexicon import Found

_RUN = re.compile(
    r"(?<!\w)(?<!\d[.,])(?<![A-Za-z]-)(?:\+ ?|\(\+?)?\d(?:(?: {1,2}| ?- ?|/| ?\(|\)[ -]?|\.)?\d)*"
    r"(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?!\w)",
    re.I,
)
_DATES = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d|[./-]\d)"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ ./-]{0,3}){1,2}(?:\d\d)?")
_DIGITS = re.compile(r"\d+")
_MOST_ASKED = 50  # so that a page of numbers stays cheap
_REGIONS = ("US", "GB", "IN", "AU", "FR", "DE", "ES", "IT", "BR", "MX", "ZA")


def runs(text: str) -> Iterator[Found]:
    """Runs of digits with separators between them: phones, and numbers that must be somebody's."""
    if not nearby.has_digits(text):
        return
    asked = 0
    for match in _RUN.finditer(text):
        groups = _DIGITS.findall(match.group())
        digits = "".join(groups)
        if len(digits) < 5:
            continue
        said = nearby.words_before(text, match.start())
        if _is_nobodys(text, match, digits, said):
            continue
        asked += 1
        kind = _kind(match.group(), groups, nearby.kind_of(said), asked < _MOST_ASKED)
        if kind:
            yield *match.span(), kind


def _is_nobodys(text: str, match: re.Match[str], digits: str, said: list[str]) -> bool:
    """An amount, a quantity, a date, a version, an error code."""
    number, few = match.group(), len(digits) < 9
    if number[0] == "+":
        return False
    if "x" in number.lower() and len(digits) < 10:
        return True  # 1920x1080
    if nearby.is_money(text, match.start()) or _YEARS.fullmatch(number):
        return True
    if _DATES.search(number) and sum(map(str.isdigit, _DATES.sub("", number))) < 5:
        return True
    if few and (nearby.has_unit(text, match.end()) or nearby.is_code(said)):
        return True
    return number.isdigit() and len(digits) < 8 and (nearby.is_amount(said) or _is_round(digits, said))


def _is_round(digits: str, said: list[str]) -> bool:
    return digits.endswith("000") and nearby.kind_of(said[-2:]) is None


def _kind(number: str, groups: list[str], cue: str | None, may_ask: bool) -> str | None:
    count = sum(map(len, groups))
    if number[0] == "+" or (number.startswith("00") and count > 9):
        return "phone" if count >= 7 else None
    if len(groups) == 1:
        return cue or ("phone" if may_ask and _is_phone(groups[0]) else "order_id")
    if cue:
        return cue if count >= 6 else None
    if not _grouped_like_a_phone(number, groups, count):
        return None
    return "phone" if count <= 15 else "order_id"


def _grouped_like_a_phone(number: str, groups: list[str], count: int) -> bool:
    sizes = set(map(len, groups))
    if sizes == {2}:
        return (count == 6 and " " in number) or (count == 8 and "-" in number) or (count == 10 and groups[0][0] == "0")
    if len(groups) == 2 and all(group.endswith(("00", "50")) for group in groups):
        return False  # a range
    return count >= 7 and max(sizes) >= 3 and not ("/" in number and min(sizes) < 3)


def _is_phone(digits: str) -> bool:
    if not 10 <= len(digits) <= 12:
        return False
    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            return False
    return False
