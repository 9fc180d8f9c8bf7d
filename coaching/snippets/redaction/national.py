"""National identity numbers and dates of birth."""

import re
from collections.abc import Iterator
from importlib import import_module

from coaching.snippets.redaction import nearby
from coaching.snippets.redaction.lexicon import Found, apart

# A form, and the module of python-stdnum that checks it; None: the form alone is enough.
_FORMS: tuple[tuple[str, str | None], ...] = (
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
_ANY_FORM = re.compile(rf"(?<![\w.-])(?=\w*[ .-]?\d)(?:{'|'.join(f'({form})' for form, _ in _FORMS)})(?![\w-])")
_NAMED = re.compile(
    r"\b(?:ssn|social(?: security| insurance)?(?: number| no\.?| #)|tax (?:id|number|file number|payer id)|tin|"
    r"national (?:id|insurance)|ni number|nino|passport|driv(?:er'?s?|ing) licen[cs]e|licen[cs]e number|"
    r"identity (?:card|number)|id card|citizen(?:ship)? number|aadhaar|cpf|curp|dni|nie|nif|pesel|bsn|tfn|hetu|"
    r"personnummer|cpr|codice fiscale|steuer-?id)\b"
    r"(?:[ \n]{0,2}(?:(?:number|numbers|no|num|id|code|card|is|was|it's|of|mine|my|the)\b\.?|[#:=-])){0,5}[ \n]{0,2}\"?"
    r"(?P<value>[A-Za-z]{0,3}[ -]?\d[A-Za-z0-9]{0,19}(?:[ ./-][A-Za-z]{0,2}\d[A-Za-z0-9]{0,9}){0,6}"
    r"(?: (?-i:[B-HJ-Z])(?![\w']))?)",
    re.I,
)


def national_ids(text: str) -> list[Found]:
    """National numbers: by their form and check digit, or after the name of such a number."""
    if not nearby.has_digits(text):
        return []
    named = [
        (*match.span("value"), "ssn")
        for match in _NAMED.finditer(text)
        if sum(map(str.isdigit, match.group("value"))) >= 5
    ]
    formed = [(*match.span(), "ssn") for match in _ANY_FORM.finditer(text) if _is_valid(match.group())]
    return apart([*named, *formed])


def _is_valid(number: str) -> bool:
    return any(
        module is None or import_module(f"stdnum.{module}").is_valid(number)
        for form, module in _FORMS
        if re.fullmatch(form, number)
    )


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = re.compile(
    rf"(?<![\w.-])(?:\d{{1,4}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,4}}|\d{{1,2}} \d{{1,2}} (?:19|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}"
    rf"|\d{{4}}[ -]{_MONTH}[ -]\d{{1,2}}|(?:19|20)\d{{6}})(?!\w)",
    re.I,
)
_BORN = re.compile(r"\b(?:born|birth|birthdate|birthdays?|dob|d\.o\.b|bday|b-day|nee)\b", re.I)
_BORN_AFTER = re.compile(r" ?\(? ?(?:dob|date of birth|d\.o\.b)", re.I)


def birth_dates(text: str) -> Iterator[Found]:
    """Dates that a word such as 'born' or 'DOB' stands beside."""
    if not (nearby.has_digits(text) and _BORN.search(text)):
        return
    for match in DATE.finditer(text):
        sentence = re.split(r"(?<!\.\w)[.!?] |\n\n", nearby.before(text, match.start()))[-1]
        if _BORN.search(sentence) or _BORN_AFTER.match(text, match.end()):
            yield *match.span(), "date_of_birth"
