"""Ways to reach somebody online: Slack mentions, links, e-mail, IP addresses, usernames."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from coaching.snippets.redaction.kinds import PUBLIC
from coaching.snippets.redaction.lexicon import Found, apart, is_ordinary

_MARK = re.compile(
    r"<(?:(?P<person>@[UW][A-Z0-9]{2,30})|(?P<email>mailto:[^<>|\s\ue000]{1,300})|(?P<phone>tel:[^<>|\s\ue000]{1,60})|#[CG][A-Z0-9]{2,30}|![a-z^A-Z0-9]{2,40})"
    r"(?:\|[^<>\ue000]{0,300})?>"
)


def slack_marks(text: str) -> Iterator[Found]:
    """`<@U024BE7LH>`, `<mailto:ana@example.com|ana@example.com>`, `<tel:+1...|...>`."""
    for match in _MARK.finditer(text) if "<" in text else ():
        yield *match.span(), match.lastgroup or PUBLIC


_URL = re.compile(
    r"(?:https?://|(?<![\w@.-])www\.)[^\s<>|\"\ue000]{3,2000}"
    r"|(?<![\w@.-])(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10}/[^\s<>|\"\ue000]{1,2000}",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"//(?:support|help|docs?|community|kb|faq|blog|news)\.|/(?:help|support|faqs?|articles?|hc|answers?|docs?|kb|blog|news|community|policies|legal)(?:/|$)",
    re.I,
)
_OWN_PAGE = re.compile(
    r"/(?:users?|profiles?|accounts?|customers?|orders?|bookings?|tickets?|invoices?|track(?:ing)?)/[^/?#]*\d", re.I
)
_OWN_FIELD = re.compile(
    r"[?&#;](?:[\w-]{0,30}(?:token|key|auth|sess|sig|code|otp|pass|pwd|user|uid|email|account|acct|cust|order|booking|"
    r"ticket|case|ref|track|member|invite|reset|verif|jwt|sid|phone|name)[\w-]{0,30}|id|u|t)=[^&#;]{3}",
    re.I,
)
_TOKEN = re.compile(r"(?=[\w.-]*\d)[\w.-]{16,}|\d{5,}|[0-9a-f]{8}-[0-9a-f]{4}-", re.I)


def urls(text: str) -> Iterator[Found]:
    """Links: those that carry a token or an id are masked, public ones are hidden from the other finders."""
    if "/" not in text and "www." not in text.lower():
        return
    for match in _URL.finditer(text):
        link = match.group().rstrip(".,;:!?)]}'*_")
        start = match.start()
        yield start, start + len(link), "url" if _is_private(link) else PUBLIC


def _is_private(link: str) -> bool:
    page, _, fields = link.partition("?")
    if _OWN_PAGE.search(page) or _OWN_FIELD.search(link) or "@" in link:
        return True
    if _TOKEN.search(fields):
        return True
    host_and_path = page.split("//", 1)[-1]
    path = host_and_path.partition("/")[2]
    return not _HELP.search(page) and any(_TOKEN.fullmatch(part) for part in path.split("/")[:50])


_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
_DOMAIN = re.compile(r" ?(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w])")
_SPELLED = re.compile(
    r"(?<![\w.+-])(?P<local>[\w.+-]{2,64})(?: {0,2}[\[({]{1,2} ?at ?[\])}]{1,2} {0,2}| at )"
    r"(?P<domain>[\w-]{2,63}(?:(?: {0,2}[\[({]{1,2} ?dot ?[\])}]{1,2} {0,2}| dot |\.)[\w-]{2,63}){1,4})(?!\w)",
    re.I,
)
_MAIL_HOST = re.compile(r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|aol|gmx|live|msn)\.", re.I)


def emails(text: str) -> list[Found]:
    """`ana@example.com`, `ana @ example.com`, `ana at example dot com`."""
    return apart([*_with_at(text), *_spelled_out(text)])


def _with_at(text: str) -> Iterator[Found]:
    at, done = text.find("@"), 0
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        if domain:
            stop = at - 1 if text[at - 1 : at] == " " else at
            start = stop
            while start > done and (text[start - 1] in _LOCAL or text[start - 1].isalnum()):
                start -= 1
            start = _bare(text, start, stop)
            if start < stop and ((stop == at and domain.group()[0] != " ") or not is_ordinary(text[start:stop])):
                yield start, domain.end(), "email"
                done = domain.end()
        at = text.find("@", max(at + 1, done))


def _bare(text: str, start: int, stop: int) -> int:
    """Quotes and brackets in front of an address are allowed in it by the standard, but never meant."""
    while start < stop and not (text[start].isalnum() or text[start] == "_"):
        start += 1
    return start


def _spelled_out(text: str) -> Iterator[Found]:
    lower = text.lower()
    if " at " not in lower and "at]" not in lower and "at)" not in lower and "at }" not in lower and "at}" not in lower:
        return
    for match in _SPELLED.finditer(text):
        local, domain, whole = match.group("local"), match.group("domain"), match.group()
        sure = "dot" in domain.lower() or any(mark in whole for mark in "[({") or _MAIL_HOST.match(domain)
        if sure and "." in re.sub(r"\W{0,4}dot\W{0,4}", ".", domain, flags=re.I) and not is_ordinary(local):
            yield *match.span(), "email"


_V4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?!\.?\w)")
_V6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])")
_VERSION = re.compile(r"(?:version|ver|v|build|firmware|driver|update|release|android|ios|windows|app)\.?:? ?$", re.I)


def ip_addresses(text: str) -> list[Found]:
    """Addresses of either kind that are valid, and no version number."""
    found: list[Found] = []
    if "." in text:
        for match in _V4.finditer(text):
            if _is_ip(match.group()) and not _VERSION.search(text[max(0, match.start() - 12) : match.start()]):
                found.append((*match.span(), "ip"))
    if text.count(":") > 1:
        for match in _V6.finditer(text):
            if match.group().count(":") > 1 and len(match.group()) > 3 and _is_ip(match.group()):
                found.append((*match.span(), "ip"))
    return apart(found)


def _is_ip(text: str) -> bool:
    try:
        ip_address(text.partition("/")[0])
    except ValueError:
        return False
    return True


_HANDLE = re.compile(r"(?<![\w@/.\ue000])@(?=\w)[\w.-]{0,59}\w")
_NOBODY = frozenset(["here", "channel", "everyone", "all", "team", "home", "work", "night", "least", "once"])
_CLOCK = re.compile(r"@\d{1,2}(?:[:.]\d\d)?(?:am|pm)?|@\d{1,3}(?:[.,]\d+)?", re.I)
_HAS_USERNAME = re.compile(
    r"user|log-?in|screen|gamer|psn|nick|skype|account name|display|handle|(?:insta|ig|tiktok|telegram|twitter) ", re.I
)
_USERNAME = re.compile(
    r"\b(?:user ?name|user-?id|user id|log-?in(?: name| id)|login|screen ?name|gamer ?tag|psn(?: id)?|nick ?name|"
    r"skype(?: id| name)|account name|display name|(?:twitter|instagram|insta|ig|tiktok|telegram) (?:handle|name)|"
    r"handle)"
    r"(?P<link>(?: (?:is|was|on file is))?(?: ?[:=])? )?\"?'?(?P<name>[A-Za-z0-9_][\w.-]{1,58}\w)",
    re.I,
)


def usernames(text: str) -> list[Found]:
    """`@sunny_dee`, and what follows `my username is`."""
    found: list[Found] = []
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if match.group()[1:].lower() not in _NOBODY and not _CLOCK.fullmatch(match.group()):
                found.append((*match.span(), "username"))
    for match in _USERNAME.finditer(text) if _HAS_USERNAME.search(text) else ():
        name, link = match.group("name"), match.group("link") or ""
        linked = "is" in link or "was" in link or ":" in link or "=" in link
        if re.search(r"[\d_.]", name) or (linked and not is_ordinary(name) and not name.endswith(("ing", "ed"))):
            found.append((*match.span("name"), "username"))
    return apart(found)
