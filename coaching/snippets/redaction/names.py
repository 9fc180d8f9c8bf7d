"""People's names: by the words before and after them, and by lists of names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coaching.snippets.redaction.lexicon import is_ordinary, words

Found = tuple[int, int, str]


class Word(NamedTuple):
    """A word of letters with its place: as written, in lower case, and as the lists have it."""

    text: str
    start: int
    end: int
    lower: str
    key: str


_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['-][^\W\d_]+)*(?![^\W_])")
_LONGEST_NAME = 5
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "y",
        "af",
        "zu",
    ]
)
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "doctor",
        "prof",
        "professor",
        "sir",
        "madam",
        "mme",
        "mlle",
        "herr",
        "frau",
        "senor",
        "senora",
        "rev",
        "sgt",
        "capt",
        "hon",
    ]
)
_NOT_BEFORE = frozenset(
    [
        "san",
        "santa",
        "santo",
        "sao",
        "saint",
        "st",
        "fort",
        "mount",
        "mt",
        "lake",
        "port",
        "new",
        "los",
        "las",
        "el",
        "hotel",
        "inn",
    ]
)
_BRAND_PAIRS = frozenset(
    {
        "morgan stanley", "wells fargo", "ralph lauren", "calvin klein", "jack daniels", "tommy hilfiger", "michael kors",
        "kate spade", "charles schwab", "ted baker", "papa john", "papa johns", "jimmy john", "jimmy johns", "john deere",
        "paul smith", "ben jerry", "ernst young", "merrill lynch", "edward jones", "karen millen", "laura ashley",
        "tim hortons", "victoria secret", "oscar health", "harry potter", "mary kay", "john lewis", "virgin media",
    }
)  # fmt: skip
# What follows a name of a street, a place, a company or a thing rather than of a person.
_TAILS = frozenset(
    [
        "hill",
        "street",
        "st",
        "road",
        "rd",
        "station",
        "parkway",
        "park",
        "airport",
        "cross",
        "green",
        "town",
        "court",
        "avenue",
        "ave",
        "bridge",
        "lane",
        "ln",
        "square",
        "city",
        "county",
        "beach",
        "university",
        "hospital",
        "hotel",
        "island",
        "islands",
        "school",
        "store",
        "stadium",
        "way",
        "drive",
        "dr",
        "blvd",
        "boulevard",
        "terrace",
        "place",
        "close",
        "crescent",
        "gardens",
        "garden",
        "plaza",
        "mall",
        "center",
        "centre",
        "tower",
        "towers",
        "house",
        "arms",
        "inn",
        "ltd",
        "limited",
        "inc",
        "llc",
        "corp",
        "plc",
        "gmbh",
        "co",
        "company",
        "bank",
        "group",
        "motors",
        "airlines",
        "airways",
        "foundation",
        "trust",
        "college",
        "church",
        "theatre",
        "museum",
        "bay",
        "river",
        "lake",
        "valley",
        "mountain",
        "junction",
        "warehouse",
        "factory",
        "club",
        "fc",
        "cup",
        "league",
        "awards",
        "award",
        "show",
    ]
)
_NO_SURNAME = frozenset(
    "will read self close long still here best good last late sales card cash call check case early else look hope free "
    "just more most much please print sign order".split()
)
_FAMILY = tuple(
    [
        "ovic",
        "ovich",
        "evic",
        "evich",
        "owski",
        "ewski",
        "inski",
        "ovsky",
        "owicz",
        "ewicz",
        "enko",
        "chuk",
        "shvili",
        "svili",
        "adze",
        "oglu",
        "opoulos",
        "poulou",
        "akis",
        "sdottir",
        "dottir",
        "escu",
        "kova",
        "nova",
        "ovna",
        "onen",
        "inen",
        "uddin",
        "ullah",
        "zadeh",
        "nejad",
        "sson",
        "berg",
        "strom",
        "quist",
        "qvist",
        "gaard",
        "mann",
        "stein",
    ]
)
_ENDINGS = ("ing", "ed", "ly", "ous", "ful", "able", "ible", "tion", "ment", "ness", "ies", "ware")

# The last words before a name, and how far they can be trusted.
# name: anything that is no common word; self: a capitalised word that ends the phrase; greeting: the same, before a
# comma or the end of the line; person: a name from the lists only.
_CUES: dict[str, str] = {
    phrase.strip(): trust
    for trust, phrases in {
        "name": "name is;name's;names;name was;named;surname;name should be;goes by;name of;in the name;name on it is;i'm called;"
        "am called;is called;called myself;attn;attention;first name;last name;maiden name is;full name;name;surname is;"
        "name on the card is;name on the account is;name on the booking is;customer name;contact name;guest name;"
        "passenger name;card holder;cardholder;account holder;signed by;aka;yours sincerely;yours truly;yours faithfully",
        "self": "calls me;called me;named him;named her;this is;i'm;i am;it's;im;here is;speaking with;chatting with;talking to;my name;agent;"
        "colleague;teammate;manager;supervisor;advisor;adviser;husband;wife;son;daughter;brother;sister;mother;father;"
        "mum;mom;dad;friend;boss;assistant;partner;technician;driver;engineer;neighbour;neighbor;uncle;aunt;cousin;"
        "roommate;flatmate;landlord;fiance;fiancee;girlfriend;boyfriend;representative;rep",
        "greeting": "hi;hello;hey;hiya;heya;howdy;morning;afternoon;evening;dear;thanks;thank you;thx;cheers;ty;welcome;sorry;"
        "apologies;hola;bonjour;hallo;ciao;congrats;congratulations;bye;goodbye;ok;okay;yes;no;sure;great;hi there;"
        "thanks again;thanks so much;thank you so much;thanks for that;welcome back;of course;certainly;absolutely;understood;"
        "no problem;no worries;you're welcome;sorry about that;good day;got it;noted;perfect;well done;shout out to;kudos to;props to",
        "person": "with;by;ask for;asking for;asked for;per;contact;call me;cc;behalf of;"
        "thanks to;spoke to;speak to;talk to;talked to;told;asked;helped;met;under;mr and mrs;signed",
    }.items()
    for phrase in phrases.split(";")
}  # fmt: skip
_LAST_WORDS = frozenset(phrase.split()[-1] for phrase in _CUES)
_GAP = re.compile(r"[ ,:\"'(*_-]{1,3}|:? ?\n ?|, ?\n ?")
_SIGN_OFFS = frozenset(
    [
        "regards",
        "wishes",
        "best",
        "sincerely",
        "cheers",
        "thanks",
        "you",
        "truly",
        "faithfully",
        "respectfully",
        "cordially",
        "love",
        "care",
        "br",
        "kr",
        "rgds",
        "thx",
        "gratefully",
        "warmly",
        "yours",
        "xx",
        "x",
        "xo",
    ]
)
_SIGN_OFF_GAP = re.compile(r" ?[,.!-]{0,2} ?(?:\n{1,3} ?[-~*_^]{0,2} ?)?|, ?| ?\n{1,3} ?")
_MARK = re.compile(r"(?:^|[\s.!?,:;)\]\"'])(?:[-~^/*|]{1,2}) ?$")
_LABEL = re.compile(r"(?:^|\n)[ \[(*>]{0,4}(?:\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?[ \])*,-]{0,5}$")
_LABELLED = re.compile(r"\*{0,2}(?: ?\([A-Za-z ]{2,20}\))?(?:\*{0,2}:(?:\s|\*)| {1,2}\[?\(?\d{1,2}:\d\d)")
_END = re.compile(r"\.?[*_]{0,2} ?(?:[,.!?;:)(|\n\"-]|$|\ue000)")
_LINE_END = re.compile(r"[.!*_]{0,2}\s*(?:$|\n|\ue000|https?:|\d/\d|[(\[|-])")
_INTRODUCED = re.compile(
    r",? here\b|,? from (?:the )?[A-Z]|,? from (?:the |our )?(?:support|customer|billing|sales|tech)| at [A-Z][a-z]+|,? (?:and i|with|calling|speaking|your|again|and i'll)\b",
    re.I,
)


def people(text: str) -> Iterator[Found]:
    """Names after a cue, in a sign-off, as a speaker's label, or known from the lists."""
    found = _words(text)
    at = 0
    while at < len(found):
        last = _name_from(text, found, at)
        if last is None:
            at += 1
            continue
        first = _with_what_precedes(text, found, at)
        yield found[first].start, _without_possessive(text, found[first].start, found[last].end), "person"
        at = last + 1


def _words(text: str) -> list[Word]:
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        lower = word.lower()
        key = lower.removesuffix("'s").removesuffix("'") if "'" in lower else lower
        found.append(Word(word, *match.span(), lower, key))
    return found


def _without_possessive(text: str, start: int, end: int) -> int:
    return end - 2 if text[start:end].lower().endswith("'s") else end


# -- the lists --------------------------------------------------------------------------------------------------------
def _given(key: str) -> bool:
    names = words("given_names")
    return key in names or ("-" in key and all(part in names for part in key.split("-")[:2]))


def _surname(key: str) -> bool:
    return key in words("surnames") or ("-" in key and key.split("-")[-1] in words("surnames"))


def _wordlike(key: str) -> bool:
    return key in words("wordlike_given_names")


def _known(key: str) -> bool:
    return _given(key) or _surname(key) or _wordlike(key) or key in words("wordlike_surnames")


def _capital(word: Word) -> bool:
    return not word.text[0].islower()


def _shouted(word: Word) -> bool:
    """Three capitals and fewer are an abbreviation rather than a name."""
    return len(word.text) <= 3 and word.text.isupper() and word.text.isascii()


def _unlikely(word: Word) -> bool:
    return (
        is_ordinary(word.key)
        or word.key.endswith(_ENDINGS)
        or _shouted(word)
        or len(word.key) < 2
        or "'" in word.key[-4:]
    )


# -- where a name begins ----------------------------------------------------------------------------------------------
def _name_from(text: str, found: list[Word], at: int) -> int | None:
    """The position of the last word of the name that begins here, if one does."""
    word = found[at]
    if _starts_by_cue(text, found, at) or (
        _capital(word) and (_listed(text, found, at) or _starts_by_place(text, found, at))
    ):
        return _last_word(text, found, at)
    return None


def _listed(text: str, found: list[Word], at: int) -> bool:
    word = found[at]
    if _shouted(word) or (
        at and found[at - 1].key in _NOT_BEFORE and text[found[at - 1].end : word.start] in (" ", ". ")
    ):
        return False
    after = _next(text, found, at)
    if after and ((after.key in _TAILS and _capital(after)) or f"{word.key} {after.key}" in _BRAND_PAIRS):
        return False
    if _given(word.key) or _surname(word.key) or _looks_like_a_surname(word):
        return True
    return after is not None and _capital(after) and _pair(text, found, at)


def _looks_like_a_surname(word: Word) -> bool:
    return len(word.key) > 7 and word.key.endswith(_FAMILY) and not is_ordinary(word.key) and not word.text.isupper()


def _pair(text: str, found: list[Word], at: int) -> bool:
    """Two capitalised words beside each other, neither of them common: 'Trajan Kolev', 'Grace Lee', 'Ada M. Zeeb'."""
    first, second = found[at], found[at + 1]
    if _wordlike(first.key) and not is_ordinary(second.key):
        if _surname(second.key) or (second.key in words("wordlike_surnames") and not _shouted(second)):
            return True
    if is_ordinary(first.key) or first.text.isupper() or len(first.key) < 3:
        return False
    if len(second.text) == 1:
        third = _next(text, found, at + 1)
        return third is not None and _capital(third) and not _unlikely(third)
    if at + 2 < len(found) and found[at + 2].key in _TAILS and text[second.end : found[at + 2].start] == " ":
        return False
    both = not (_unlikely(first) or _unlikely(second) or second.text.isupper()) and len(second.key) > 2
    return both and not (_wordish(first.key) and _wordish(second.key))


def _wordish(key: str) -> bool:
    return _wordlike(key) or key in words("wordlike_surnames")


def _next(text: str, found: list[Word], at: int) -> Word | None:
    """The word after this one, when nothing but a space (after an initial a full stop too) is between them."""
    if at + 1 < len(found):
        gap = text[found[at].end : found[at + 1].start]
        if gap == " " or (gap == ". " and len(found[at].text) == 1):
            return found[at + 1]
    return None


def _starts_by_cue(text: str, found: list[Word], at: int) -> bool:
    if not at:
        return False
    before, word = found[at - 1], found[at]
    gap = text[before.end : word.start]
    if before.key in _TITLES and gap in (" ", ". ", "."):
        return _titled(before, word)
    if before.lower not in _LAST_WORDS or len(gap) > 3 or not _GAP.fullmatch(gap):
        return False
    for size in (4, 3, 2, 1):
        phrase = " ".join(cue.lower for cue in found[max(0, at - size) : at])
        trust = _CUES.get(phrase)
        if trust and _trusted(text, word, trust, gap):
            return True
    return False


def _titled(title: Word, word: Word) -> bool:
    if not _capital(word):
        return title.key in ("mr", "mrs", "ms") and (_given(word.key) or _surname(word.key))
    return not _shouted(word) and (_known(word.key) or not is_ordinary(word.key))


def _trusted(text: str, word: Word, trust: str, gap: str) -> bool:
    if not _capital(word):
        return (
            trust != "person"
            and "\n" not in gap
            and (
                _given(word.key) or (trust == "name" and ":" not in gap and not _unlikely(word) and _surname(word.key))
            )
        )
    if _shouted(word):
        return False
    ends = bool(_END.match(text, word.end))
    if trust == "person":
        return gap == " " and _wordlike(word.key) and not is_ordinary(word.key)
    if trust == "name":
        return _known(word.key) or not _unlikely(word)
    if "\n" in gap and trust == "self":
        return False
    if _wordlike(word.key):
        return (ends or trust == "self") and not is_ordinary(word.key)
    if trust == "self":
        return not _unlikely(word) and (ends or bool(_INTRODUCED.match(text, word.end))) and ":" not in gap
    return ends and not _unlikely(word)


def _starts_by_place(text: str, found: list[Word], at: int) -> bool:
    """A sign-off, a mark such as '-Tom' at the end of a line, a speaker's label, 'Tom here'."""
    word = found[at]
    if is_ordinary(word.key) and not _wordlike(word.key):
        return False
    before = text[max(0, word.start - 24) : word.start]
    last = found[_last_word(text, found, at)]
    if _LINE_END.match(text, last.end):
        if at and found[at - 1].key in _SIGN_OFFS and _SIGN_OFF_GAP.fullmatch(text[found[at - 1].end : word.start]):
            return not _unlikely(word) or _wordlike(word.key)
        if _MARK.search(before) and not _shouted(word):
            return _known(word.key) or (len(word.key) > 2 and not _unlikely(word) and last is word)
    if _known(word.key) and _LABELLED.match(text, last.end) and _LABEL.search(before):
        return True
    return _wordlike(word.key) and _called(text, word)


def _called(text: str, word: Word) -> bool:
    """'Grace here', 'Grace, could you', 'thank you, Grace.'"""
    after = text[word.end : word.end + 7]
    before = text[max(0, word.start - 2) : word.start]
    if re.match(r" here[ ,.!]", after) and (not before.strip() or before[-1] == "\n" or before[0] in ".!?"):
        return True
    return before == ", " and bool(re.match(r"[.!?]|$|, ", after))


# -- how far it goes --------------------------------------------------------------------------------------------------
def _last_word(text: str, found: list[Word], at: int) -> int:
    last, lower = at, not _capital(found[at])
    for to in range(at + 1, min(len(found), at + _LONGEST_NAME)):
        gap, word = text[found[to - 1].end : found[to].start], found[to]
        if gap != " " and not (gap in (". ", ".") and (len(found[to - 1].text) == 1 or found[to - 1].key in _TITLES)):
            break
        if _goes_on(text, word, lower):
            last = to
        elif word.key not in _PARTICLES and not (len(word.text) == 1 and _capital(word)):
            break
    return last


def _goes_on(text: str, word: Word, lower: bool) -> bool:
    if lower:
        wordlike = word.key in words("wordlike_surnames") and bool(_END.match(text, word.end))
        return not _capital(word) and (_surname(word.key) or _given(word.key) or wordlike)
    if not _capital(word) or _shouted(word) and len(word.text) > 1:
        return False
    if len(word.text) == 1:
        return word.text not in "IA"
    if len(word.key) > 3 and word.key in words("wordlike_surnames"):
        return word.key not in _NO_SURNAME
    return not is_ordinary(word.key) and "'" not in word.key[-3:]


def _with_what_precedes(text: str, found: list[Word], at: int) -> int:
    """A surname from the list takes an unknown given name and an initial before it along."""
    first = at
    if _given(found[at].key) or not _surname(found[at].key):
        return first
    while first and at - first < 2:
        before = found[first - 1]
        gap = text[before.end : found[first].start]
        initial = len(before.text) == 1 and before.text.isupper() and before.text != "I" and gap in (" ", ". ")
        if not initial and not (
            gap == " " and _capital(before) and not _unlikely(before) and before.key not in _TITLES
        ):
            break
        first -= 1
    return first
