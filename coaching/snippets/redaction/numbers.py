"""Numbers that belong to somebody: cards, bank accounts, national ids, phones, orders, dates of birth."""

import re
from collections.abc import Iterator
from importlib import import_module

import phonenumbers
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

Found = tuple[int, int, str]

# -- what is around a number ------------------------------------------------------------------------------------------
_WINDOW = 48
_SOME_DIGITS = re.compile(r"\d.{0,3}\d.{0,3}\d")
_CURRENCY = re.compile(
    r"(?:[$€£¥₹₩₽]|\b(?:usd|eur|gbp|aud|cad|inr|chf|sek|nok|dkk|jpy|pln|rs|r\$|a\$)\.?) ?[\d.,]{0,12}-?$", re.I
)
_UNIT = re.compile(
    r" ?(?:%|[$€£¥₹°])|[,.]\d|[ -]?(?:percent|pct|dollars?|bucks|euros?|pounds?|quid|cents?|rupees|usd|eur|gbp|cad|aud|inr|"
    r"chf|sek|km|kms|miles?|mi|met(?:er|re)s?|cm|mm|inch(?:es)?|feet|ft|kg|kgs|lbs?|grams?|ml|lit(?:er|re)s?|gb|mb|kb|"
    r"tb|mbps|gbps|mhz|ghz|hz|rpm|watts?|kwh|mah|dpi|px|pixels?|fps|bit|bits|bytes?|secs?|seconds?|ms|mins?|"
    r"minutes?|hrs?|hours?|days?|weeks?|months?|years?|yrs?|times|points?|pts|coins?|credits?|tokens?|steps?|people|"
    r"users?|customers?|members|guests|followers?|subscribers?|views?|likes?|visits|downloads|calls|"
    r"items?|units?|pieces?|pcs|copies|boxes|pages?|rows|records|lines|words|characters?|chars|requests?|orders|emails|"
    r"messages|sq|square|degrees|calories|kcal|am|pm|th|st|nd|rd|k|x)\b(?![-/]\w)",
    re.I,
)
_CODE_WORDS = frozenset(
    [
        "error",
        "err",
        "errors",
        "exception",
        "status",
        "fault",
        "http",
        "version",
        "ver",
        "v",
        "build",
        "firmware",
        "release",
        "windows",
        "ios",
        "android",
        "macos",
        "model",
        "item",
        "product",
        "part",
        "catalogue",
        "catalog",
        "sku",
        "kb",
        "iso",
        "rfc",
        "cve",
        "rtx",
        "gtx",
        "top",
        "fortune",
        "route",
        "article",
        "section",
        "promo",
        "coupon",
        "discount",
        "voucher",
        "event",
        "stop",
        "area",
    ]
)
_AMOUNT_WORDS = frozenset(
    [
        "charged",
        "charge",
        "paid",
        "pay",
        "cost",
        "costs",
        "costing",
        "price",
        "priced",
        "worth",
        "total",
        "amount",
        "balance",
        "refund",
        "refunded",
        "fee",
        "fees",
        "limit",
        "over",
        "under",
        "about",
        "around",
        "approximately",
        "approx",
        "than",
        "almost",
        "nearly",
        "exactly",
        "only",
        "maximum",
        "minimum",
        "max",
        "min",
        "until",
        "salary",
        "income",
        "deposit",
        "deposited",
        "transferred",
        "withdraw",
        "withdrew",
        "spent",
        "spend",
        "earned",
        "won",
        "year",
        "in",
        "since",
        "of",
        "by",
    ]
)
_LINKS = frozenset(
    ["is", "was", "of", "me", "us", "for", "at", "to", "about", "over", "almost", "code", "number", "no", "id", "up"]
)
_IDS = (
    r"sr|order|orders|booking|bookings|reservation|reference|ref|ticket|tickets|case|account|accounts|acct|a/c|customer|client|member|"
    r"membership|policy|claim|invoice|receipt|tracking|track|shipment|parcel|package|consignment|delivery|"
    r"transaction|payment|confirmation|serial|imei|meid|contract|subscription|subscriber|employee|staff|patient|student|"
    r"user|meter|registration|reg|plate|application|request|quote|loyalty|rewards?|frequent flyer|flyer|file|incident|"
    r"docket|report|complaint|pnr|locator|awb|waybill|sort code|routing|swift|bic|nhs|rma|return|purchase|po|"
    r"merchant|device|id|vin|mrn|enquiry|inquiry|work order|job|otp|pin|verification|security code|passcode|"
    r"insurance|cust|conf|txn|prescription|rx|ein|refund|dispute|loan|mortgage|license plate|license|licence"
)
_PHONES = (
    r"phone|telephone|tel|mobile|cell|cellphone|call|called|calling|dial|ring|text|texted|sms|whatsapp|fax|landline|"
    r"hotline|helpline|(?:my|your|his|her|their|our|alternate|other|registered) (?:number|no|num|line)|registered|messages|answering|"
    r"reach|contact|desk|home|office|work|callback|voicemail|viber|imessage|pager"
)
_NATIONAL_WORDS = (
    r"ssn|social security|social insurance|national insurance|national id|national identity|tax id|tin|ni number|nino|passport|"
    r"driving licence|driving license|drivers license|driver license|identity card|id card|aadhaar|cpf|dni|nie|pesel|bsn|tfn|sin"
)
_CARD_WORDS = frozenset(["card", "cards", "visa", "mastercard", "amex", "maestro", "debit", "credit", "cc", "pan"])
_CUES = {
    cue: kind
    for kind, cues in (("phone", _PHONES), ("ssn", _NATIONAL_WORDS), ("order_id", _IDS))
    for cue in cues.split("|")
}
_LETTERS = re.compile(r"[a-z/]+")


def _before(text: str, start: int) -> str:
    return text[max(0, start - _WINDOW) : start].rpartition("\ue000")[2]


def _words_before(text: str, start: int) -> list[str]:
    return _LETTERS.findall(_before(text, start).lower().replace("'s", ""))


def _cue(before: list[str]) -> str | None:
    """The kind that the nearest word before a number speaks of."""
    for at in range(len(before) - 1, -1, -1):
        kind = _CUES.get(" ".join(before[max(0, at - 1) : at + 1])) or _CUES.get(before[at])
        if kind:
            return kind
    return None


def _said_before(before: list[str], cues: frozenset[str]) -> bool:
    """Whether one of the words stands right before a number, or one small word away."""
    last = before[-1:]
    return bool(last) and (last[0] in cues or (last[0] in _LINKS and len(before) > 1 and before[-2] in cues))


# -- cards and bank accounts ------------------------------------------------------------------------------------------
_CARDS = re.compile(
    r"(?<![\w.,])(?<!\d[ .-])(?:\d{12,19}"
    r"|\d{4}(?:[ .\-_/]{1,3}\d{4}){3}(?:[ .-]{1,3}\d{3}(?!\d))?"
    r"|\d{4}[ .-]{1,3}\d{6}[ .-]{1,3}\d{4,5}"
    r"|\d{4}(?:[ .-]{1,3}\d{4}){2}(?:[ .-]{1,3}\d{1,3})?"
    r"|\d(?:[ .-]{0,2}\d){11,18})(?!\w|[.,]\d)"
)


def cards(text: str) -> Iterator[Found]:
    """Payment cards: by check digit, or typed in fours."""
    if not _SOME_DIGITS.search(text):
        return
    for match in _CARDS.finditer(text):
        number = match.group()
        if len(number) > 19 and "/" in number[-5:]:
            continue
        if _is_card(text, match.start(), number):
            yield *match.span(), "card"
        else:
            shorter = re.match(r"\d{4}(?:[ .\-_/]{1,3}\d{4}){3}", number)
            if shorter and shorter.end() < len(number):
                yield match.start(), match.start() + shorter.end(), "card"


def _is_card(text: str, start: int, number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    before = _words_before(text, start)
    spoken_of = not _CARD_WORDS.isdisjoint(before)
    if _cue(before) == "order_id" and not spoken_of:
        return False
    if luhn.is_valid(digits) and len(set(digits)) > 1 and not (number[0] == "0" and len(digits) < 16):
        return True
    groups = [len(group) for group in re.findall(r"\d+", number)]
    return (groups[:4] == [4, 4, 4, 4] and len(groups) == 4) or spoken_of


# Lengths from the registry of the standard (ISO 13616).
_IBAN_LENGTH = {
    code: int(entry[2:])
    for entry in [
        "AD24",
        "AE23",
        "AL28",
        "AT20",
        "AZ28",
        "BA20",
        "BE16",
        "BG22",
        "BH22",
        "BR29",
        "BY28",
        "CH21",
        "CR22",
        "CY28",
        "CZ24",
        "DE22",
        "DK18",
        "DO28",
        "EE20",
        "EG29",
        "ES24",
        "FI18",
        "FO18",
        "FR27",
        "GB22",
        "GE22",
        "GI23",
        "GL18",
        "GR27",
        "GT28",
        "HR21",
        "HU28",
        "IE22",
        "IL23",
        "IQ23",
        "IS26",
        "IT27",
        "JO30",
        "KW30",
        "KZ20",
        "LB28",
        "LC32",
        "LI21",
        "LT20",
        "LU20",
        "LV21",
        "LY25",
        "MC27",
        "MD24",
        "ME22",
        "MK19",
        "MR27",
        "MT31",
        "MU30",
        "NL18",
        "NO15",
        "PK24",
        "PL28",
        "PS29",
        "PT25",
        "QA29",
        "RO24",
        "RS22",
        "SA24",
        "SC31",
        "SE24",
        "SI19",
        "SK24",
        "SM27",
        "ST25",
        "SV28",
        "TL23",
        "TN24",
        "TR26",
        "UA29",
        "VA22",
        "VG24",
        "XK20",
    ]
    for code in (entry[:2],)
}
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}[ -]?|[A-Za-z]{2})\d{2}[ -]?[A-Za-z0-9](?:[ .-]{0,2}[A-Za-z0-9]){10,31}"
)


def ibans(text: str) -> Iterator[Found]:
    """International bank account numbers, of the length that the country has."""
    if not _SOME_DIGITS.search(text):
        return
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTH.get(match.group()[:2].upper())
        if length is None:
            continue
        end, compact = match.start(), ""
        while len(compact) < length and end < match.end():
            compact += text[end] if text[end].isalnum() else ""
            end += 1
        if len(compact) == length and not text[end : end + 1].isalnum() and _is_iban(text, match.start(), compact):
            yield match.start(), end, "iban"


def _is_iban(text: str, start: int, compact: str) -> bool:
    if not compact.isascii():
        return False
    if mod_97_10.is_valid(compact[4:].upper() + compact[:4].upper()):
        return True
    named = "iban" in _before(text, start).lower()
    return named or (compact.isupper() and sum(char.isdigit() for char in compact) >= 10)


# -- national ids -----------------------------------------------------------------------------------------------------
# (form, module of python-stdnum that checks it; None: the form alone is enough)
_NATIONAL = (
    (r"\d{3}-\d{2}-\d{4}|\d{3} \d{2} \d{4}", None),  # United States
    (r"[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-Za-z] ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]", None),  # United Kingdom
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", None),  # Brazil
    (r"\d{1,2}\.\d{3}\.\d{3}-[\dkK]", None),  # Chile
    (r"\d{6}[-+A]\d{3}[0-9A-Y]", "fi.hetu"),
    (r"\d{6}(?:\d{2})?[-+]\d{4}", "se.personnummer"),
    (r"\d{6}-\d{4}", "dk.cpr"),
    (r"\d{6} ?-? ?\d{5}", "no.fodselsnummer"),
    (r"\d{6}-\d{7}", "kr.rrn"),
    (r"\d{6}/\d{3,4}", "cz.rc"),
    (r"\d{8}-?[A-Za-z]", "es.dni"),
    (r"[XYZxyz]-?\d{7}-?[A-Za-z]", "es.nie"),
    (r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]", "it.codicefiscale"),
    (r"[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}", "fr.nir"),
    (r"756\.\d{4}\.\d{4}\.\d{2}", "ch.ssn"),
    (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", "be.nn"),
    (r"\d{4} \d{4} \d{4}", "in_.aadhaar"),
    (r"[A-Z]{5}\d{4}[A-Z]", "in_.pan"),
    (r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d", "mx.curp"),
    (r"\d{17}[\dXx]", "cn.ric"),
    (r"\d-\d{4}-\d{5}-\d{2}-\d", "th.pin"),
    (r"\d{7}[A-Wa-w][A-IWa-iw]?", "ie.pps"),
    (r"\d{3}[ -]\d{3}[ -]\d{3}", "ca.sin"),
)
_NATIONAL_FORMS = re.compile(
    rf"(?<![\w.-])(?=\w*[ .-]?\d)(?:{'|'.join(f'({form})' for form, _ in _NATIONAL)})(?![\w-])"
)
_NAMED_NATIONAL = re.compile(
    r"\b(?:ssn|social(?: security| insurance)?(?: number| no\.?| #)|tax (?:id|number|file number|payer id)|tin|national (?:id|insurance)|"
    r"ni number|nino|passport|driv(?:er'?s?|ing) licen[cs]e|licen[cs]e number|identity (?:card|number)|id card|citizen(?:ship)? number|"
    r"aadhaar|cpf|curp|dni|nie|nif|pesel|bsn|tfn|hetu|personnummer|cpr|codice fiscale|steuer-?id)\b"
    r"(?:[ \n]{0,2}(?:(?:number|numbers|no|num|id|code|card|is|was|it's|of|mine|my|the)\b\.?|[#:=-])){0,5}[ \n]{0,2}\"?"
    r"(?P<value>[A-Za-z]{0,3}[ -]?\d[A-Za-z0-9]{0,19}(?:[ ./-][A-Za-z]{0,2}\d[A-Za-z0-9]{0,9}){0,6})",
    re.I,
)


def national_ids(text: str) -> Iterator[Found]:
    """National numbers: by their form and check digit, or after the name of such a number."""
    if not _SOME_DIGITS.search(text):
        return
    found = [
        (*match.span("value"), "ssn")
        for match in _NAMED_NATIONAL.finditer(text)
        if sum(char.isdigit() for char in match.group("value")) >= 5
    ]
    for match in _NATIONAL_FORMS.finditer(text):
        if any(
            (module is None or _checks(module, match.group()))
            for form, module in _NATIONAL
            if re.fullmatch(form, match.group())
        ):
            found.append((*match.span(), "ssn"))
    done = 0
    for start, end, kind in sorted(found):
        if start >= done:
            yield start, end, kind
            done = end


def _checks(module: str, number: str) -> bool:
    return bool(import_module(f"stdnum.{module}").is_valid(number))


# -- dates of birth ---------------------------------------------------------------------------------------------------
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"(?<![\w.-])(?:\d{{1,4}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,4}}|\d{{1,2}} \d{{1,2}} (?:19|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}"
    rf"|\d{{4}}[ -]{_MONTH}[ -]\d{{1,2}}|(?:19|20)\d{{6}})(?!\w)",
    re.I,
)
_BORN = re.compile(r"\b(?:born|birth|birthdate|birthday|birthdays|dob|d\.o\.b|bday|b-day|nee)\b", re.I)


def birth_dates(text: str) -> Iterator[Found]:
    """Dates that a word such as 'born' or 'DOB' stands beside."""
    if not (_SOME_DIGITS.search(text) and _BORN.search(text)):
        return
    for match in _DATE.finditer(text):
        before, after = _before(text, match.start()), text[match.end() : match.end() + 20].partition("\ue000")[0]
        if _BORN.search(re.split(r"[.!?] |\n\n", before)[-1]) or re.match(
            r" ?\(? ?(?:dob|date of birth|d\.o\.b)", after, re.I
        ):
            yield *match.span(), "date_of_birth"


# -- order, account, ticket numbers -----------------------------------------------------------------------------------
_STRONG = r"numbers?|no|num|nr|nbr|id|ids|code|ref|reference|locator|token"
_NAMED = re.compile(
    rf"(?i:(?<![\w-])(?P<cue>{_IDS})(?![A-Za-z])(?:'s)?"
    rf"(?P<fill>(?:[ \n]{{0,2}}(?:(?:{_STRONG}|is|was|are|it's|its|the|in question)\b\.?|[#:=-]|\()){{0,5}}))[ \n]{{0,2}}[\"'(\[*]{{0,2}}"
    r"(?P<value>(?:[A-Z]{1,5} (?=\d))?[A-Za-z0-9](?:[\w/-]|\.(?=\w))*(?:[ -]\d{2,12}\b){0,5})"
)
_QUANTITY = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|x|h|hrs?|mins?|days?|k|m|g|gb|mb|tb|kg|lb|km|mm|cm|in|ft|s|px|p|hz|v|w)?", re.I
)
_LETTERS_ONLY = ("booking", "reservation", "reference", "ref", "pnr", "locator", "confirmation", "conf")


_HAS_ID = re.compile(r"\d\d|[A-Z]{5}|[A-Za-z]\d")


def named_ids(text: str) -> Iterator[Found]:
    """What follows 'order number', 'booking reference', 'ticket' and the like."""
    if not _HAS_ID.search(text):
        return
    for match in _NAMED.finditer(text):
        value = match.group("value").rstrip("-/_.")
        start = match.start("value")
        if _is_named_id(match, value) and not _UNIT.match(text, start + len(value)):
            yield start, start + len(value), "order_id"


def _is_named_id(match: re.Match[str], value: str) -> bool:
    fill = match.group("fill").lower()
    strong = bool(re.search(rf"\b(?:{_STRONG})\b|[#:=]", fill)) or match.group("cue").lower() in ("pnr", "ref", "imei")
    digits = sum(char.isdigit() for char in value)
    if value[0].islower() and value.partition(" ")[0].isalpha():
        return False
    if not digits:
        return strong and match.group("cue").lower() in _LETTERS_ONLY and bool(re.fullmatch(r"[A-Z]{5,8}", value))
    if _DATE.fullmatch(value) or (re.fullmatch(r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?", value) and not strong):
        return False
    if value.isdigit() or _QUANTITY.fullmatch(value):
        return value.isdigit() and digits >= (3 if strong else 4)
    if re.fullmatch(r"\d{1,2}[:/.-]\d{1,2}", value):
        return False
    return digits >= (1 if strong and len(value) >= 4 else 2) and len(value) >= 4 and value[:1] + value[-1:] != "  "


# -- bare runs of digits ----------------------------------------------------------------------------------------------
_RUN = re.compile(
    r"(?<!\w)(?<!\d[.,])(?<![A-Za-z]-)(?:\+ ?|\(\+?)?\d(?:(?: {1,2}| ?- ?|/| ?\(|\)[ -]?|\.)?\d)*(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?!\w)",
    re.I,
)
_PLAIN_DATES = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d|[./-]\d)"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ ./-]{0,3}){1,2}(?:\d\d)?")
_MOST_ASKED = 50  # so that a page of numbers stays cheap
_REGIONS = ("US", "GB", "IN", "AU", "FR", "DE", "ES", "IT", "BR", "MX", "ZA")


def runs(text: str) -> Iterator[Found]:
    """Phone numbers, and any number of five digits and more that nothing around it explains."""
    if not _SOME_DIGITS.search(text):
        return
    asked = 0
    for match in _RUN.finditer(text):
        number, start = match.group(), match.start()
        digits = re.sub(r"\D", "", number)
        if len(digits) < 5:
            continue
        before = _words_before(text, start)
        if _explained(text, match, digits, before):
            continue
        asked += 1
        kind = _kind(number, digits, _cue(before), asked < _MOST_ASKED)
        if kind:
            yield start, match.end(), kind


def _explained(text: str, match: re.Match[str], digits: str, before: list[str]) -> bool:
    """An amount, a quantity, a date, a version, an error code."""
    number, few = match.group(), len(digits) < 9
    if number[0] == "+":
        return False
    if _CURRENCY.search(text[max(0, match.start() - 20) : match.start()]) or _YEARS.fullmatch(number):
        return True
    if _PLAIN_DATES.search(number) and sum(map(str.isdigit, _PLAIN_DATES.sub("", number))) < 5:
        return True
    if few and _UNIT.match(text, match.end()):
        return True
    if few and _said_before(before, _CODE_WORDS):
        return True
    plain = number.isdigit() and len(digits) < 8
    return plain and (_said_before(before, _AMOUNT_WORDS) or digits.endswith("000")) and not _named(before)


def _named(before: list[str]) -> bool:
    last = before[-1:]
    return bool(last) and (_CUES.get(last[0]) == "order_id" or last[0] in ("number", "no", "id"))


def _kind(number: str, digits: str, cue: str | None, may_ask: bool) -> str | None:
    count = len(digits)
    if number[0] == "+" or (number.startswith("00") and count > 9):
        return "phone" if count >= 7 else None
    groups = [len(group) for group in re.findall(r"\d+", number)]
    if len(groups) == 1:
        if cue == "phone" or (cue is None and may_ask and _is_phone(digits)):
            return "phone"
        return cue or "order_id"
    if cue:
        return cue if count >= 6 else None
    return "phone" if _grouped_like_a_phone(number, count, groups) else None


def _grouped_like_a_phone(number: str, count: int, groups: list[int]) -> bool:
    number = number.lstrip("(")
    if set(groups) == {2} and ((count == 8 and "-" in number) or (count == 10 and number[0] == "0")):
        return True
    if re.fullmatch(r"\d\d \d\d \d\d", number):
        return True
    if len(groups) == 2 and all(part.endswith(("00", "50")) for part in re.findall(r"\d+", number)):
        return False  # a range
    if "/" in number and min(groups) < 3:
        return False
    return count >= 7 and max(groups) >= 3


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


# -- codes of letters and digits --------------------------------------------------------------------------------------
_CODE = re.compile(r"(?<![\w.@#/-])#?(?:[A-Za-z]{1,12}(?:[-_][A-Za-z]{1,12}){0,3}[-_#]?)?\d[\w-]{2,}(?![.]\d)")
_STANDARD = re.compile(
    r"(?:KB|ISO|RFC|CVE|IEC|EN|DIN|PCI|ERR|ERROR|E|HTTP|UTF|SHA|MD|CODE|COVID|WIN|PS|GTA|Y)[-_]?\d|0x", re.I
)


def codes(text: str) -> Iterator[Found]:
    """`INV-2024-00871`, `1Z999AA10123456784`, `#48213`: with five digits and more, or after a hash."""
    if not _SOME_DIGITS.search(text):
        return
    for match in _CODE.finditer(text):
        code = match.group().rstrip("-_")
        digits = sum(char.isdigit() for char in code)
        enough = digits >= 4 if code[0] == "#" else digits >= 5 and any(map(str.isalpha, code))
        if not enough or _STANDARD.match(code) or _QUANTITY.fullmatch(code):
            continue
        if _said_before(_words_before(text, match.start()), _CODE_WORDS) or re.fullmatch(
            r"[\d-]+x\d+|(?:19|20)\d\d[-_]\d\d[-_]\d\d\w*", code
        ):
            continue
        if _UNIT.match(code, re.match(r"[\d.]*", code).end()):  # type: ignore[union-attr]
            continue
        yield match.start(), match.start() + len(code), "order_id"
