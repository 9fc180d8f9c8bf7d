"""Order, account, booking, ticket and customer numbers."""

import re
from collections.abc import Iterator

from coaching.snippets.redaction import nearby
from coaching.snippets.redaction.lexicon import Found, cues
from coaching.snippets.redaction.national import DATE

_WHOSE = "|".join(sorted(cues("number", "order_id"), key=len, reverse=True))
_STRONG = r"numbers?|no|num|nr|nbr|id|ids|code|ref|reference|locator|token"
_NAMED = re.compile(
    rf"(?<![\w-])(?=[A-Za-z])(?i:(?P<cue>{_WHOSE})(?![A-Za-z])(?:'s)?"
    rf"(?P<fill>(?:[ \n]{{0,2}}(?:(?:{_STRONG}|is|was|are|it's|its|the|in question)\b\.?|[#:=-]|\()){{0,5}}))"
    r"[ \n]{0,2}[\"'(\[*]{0,2}"
    r"(?P<value>(?:[A-Z]{1,5} (?=\d))?[A-Za-z0-9](?:[\w/-]|\.(?=\w))*(?:[ -]\d{2,12}\b){0,5})"
)
_SURELY = re.compile(rf"\b(?:{_STRONG})\b|[#:=]", re.I)
_QUANTITY = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|x|h|hrs?|mins?|days?|k|m|g|gb|mb|tb|kg|lb|km|mm|cm|in|ft|s|px|p|hz|v|w)?", re.I
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?")
_CLOCK = re.compile(r"\d{1,2}[:/.-]\d{1,2}")
_WITH_LETTERS = ("booking", "reservation", "reference", "ref", "pnr", "locator", "confirmation", "conf")
_HAS_ID = re.compile(r"\d\d|[A-Z]{5}|[A-Za-z]\d")


def named_ids(text: str) -> Iterator[Found]:
    """What follows 'order number', 'booking reference', 'ticket' and the like."""
    if not _HAS_ID.search(text):
        return
    for match in _NAMED.finditer(text):
        value = match.group("value").rstrip("-/_.")
        start, cue = match.start("value"), match.group("cue").lower()
        sure = cue in ("pnr", "ref", "imei") or _SURELY.search(match.group("fill")) is not None
        if _is_id(value, cue, sure) and not nearby.has_unit(text, start + len(value)):
            yield start, start + len(value), "order_id"


def _is_id(value: str, cue: str, sure: bool) -> bool:
    digits = sum(map(str.isdigit, value))
    if value[0].islower() and value.partition(" ")[0].isalpha():
        return False
    if not digits:
        return sure and cue in _WITH_LETTERS and re.fullmatch(r"[A-Z]{5,8}", value) is not None
    if cue == "sort code":
        return True
    if DATE.fullmatch(value) or _CLOCK.fullmatch(value) or (_YEAR.fullmatch(value) and not sure):
        return False
    if _QUANTITY.fullmatch(value):
        return value.isdigit() and digits >= (3 if sure else 4)
    return len(value) >= 4 and (sure or digits >= 2)


_CODE = re.compile(
    r"(?<![\w.@#/-])(?<![\d)] )#?(?:[A-Za-z]{1,12}(?:[-_][A-Za-z]{1,12}){0,3}[-_#]?)?\d[\w-]{2,}(?![.]\d)"
)
_STANDARD = re.compile(
    r"(?:KB|ISO|RFC|CVE|IEC|EN|DIN|PCI|ERR|ERROR|E|HTTP|UTF|SHA|MD|CODE|COVID|WIN|PS|GTA|Y)[-_]?\d|0x"
    r"|[\d-]+x\d+$|(?:19|20)\d\d[-_]\d\d[-_]\d\d",
    re.I,
)
_MORE_GROUPS = re.compile(r"(?: \d{2,5}\b){1,4}")
_WORDS_AFTER = re.compile(r"(?<=\d)(?:-[A-Za-z]{3,})+$")
_NUMBER = re.compile(r"\d+")


def codes(text: str) -> Iterator[Found]:
    """`INV-2024-00871`, `1Z999AA10123456784`, `#48213`: with five digits and more, or four after a hash."""
    if not nearby.has_digits(text):
        return
    for match in _CODE.finditer(text):
        code = _WORDS_AFTER.sub("", match.group()).rstrip("-_")
        if _is_code(code) and not nearby.is_code(nearby.words_before(text, match.start())):
            end = match.start() + len(code)
            more = _MORE_GROUPS.match(text, end) if code[0] == "#" else None
            yield match.start(), more.end() if more else end, "order_id"


def _is_code(code: str) -> bool:
    digits = sum(map(str.isdigit, code))
    if code[0] == "#":
        return digits >= 4
    number = _NUMBER.match(code)
    quantity = number is not None and nearby.has_unit(code, number.end())
    return digits >= 5 and any(map(str.isalpha, code)) and not (quantity or _STANDARD.match(code))
