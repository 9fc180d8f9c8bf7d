"""Postal addresses: streets with a number, post codes, PO boxes, and the town beside them."""

import re
from collections.abc import Iterator

from coaching.snippets.redaction.lexicon import Found

_W = r"[A-Z][A-Za-z'.-]{0,24}"  # a capitalised word
_N = r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"  # a house number
_UNIT = (
    r"(?:(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Bldg|Building|#)\.? ?#? ?"
    r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?|[A-Z])\b)"
)
# English words for a street; the rarer ones only with a capital.
_STREET = (
    r"(?:(?i:street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|court|ct|boulevard|blvd|place|square|terrace|close|"
    r"crescent|parkway|pkwy|highway|hwy)|Way|Pl|Sq|Ter|Cres|Circle|Cir|Trail|Trl|Loop|Row|Walk|Grove|Gardens?|Mews|"
    r"Hill|Green|Park|Alley|Plaza|Turnpike|Pike|Pass|Path|Quay|Wharf|Rise|View|Heights|Ridge|Run|Crossing|Cove|"
    r"Estates?|Station|Streets|Roads|Landing|Manor|Meadows?|Bridge|Valley|Islands?|Isle|Forks?|Ferry|Glens?|Harbors?|"
    r"Haven|Inlet|Keys?|Knolls?|Lights?|Locks?|Mall|Mills?|Mission|Motorway|Mount|Mountains?|Neck|Orchard|Oval|"
    r"Overpass|Points?|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|River|Route|Rue|Shoals?|Shores?|Skyway|Springs?|"
    r"Spurs?|Stravenue|Stream|Summit|Throughway|Trace|Track|Trafficway|Tunnel|Underpass|Unions?|Via|Viaduct|Ville|"
    r"Vista|Villages?|Wells?|Burgs?|Brooks?|Camp|Canyon|Cape|Causeway|Centers?|Centre|Cliffs?|Club|Common|Corners?|"
    r"Course|Creek|Curve|Dale|Dam|Divide|Expressway|Extensions?|Falls|Fields?|Flats?|Fords?|Forest|Forges?|Fort|"
    r"Freeway|Gateway|Hollow|Junctions?|Lakes?|Land|Lodge|Plains?)"
)
_FIRST = (  # what a street's name begins with in Romance and Slavic countries and Indonesia
    r"(?:Rue|Via|Viale|Corso|Piazza|Calle|C/|Avenida|Av\.|Avda\.|Paseo|Plaza|Carrer|Rua|Travessa|Praca|Rambla|Allee|"
    r"Chemin|Impasse|Quai|Boulevard|Bd|Cours|Strada|Ulica|ul\.|al\.|os\.|Ulitsa|Bulevardul|Jalan|Jl\.)"
)
_FRENCH = r"(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llee|[Ii]mpasse|[Qq]uai|[Cc]ours|[Rr]oute)"
_OF = r"(?:de|del|della|delle|dei|di|da|do|dos|das|du|des|la|le|les|los|las|el|l'|d'|y|e|et)\b"
_LAST = (  # what it ends with in Germanic, Nordic and Finno-Ugric ones
    r"(?:strasse|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|laan|gracht|plein|kade|singel|dijk|gatan|vagen|"
    r"grand|vej|gade|veien|gata|vegen|katu|tie|polku|stigur|braut|utca)"
)
_COMPASS = r"(?: (?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?)?"
_STREETS = re.compile(
    r"(?<![\w.,$€£-])(?:"
    rf"(?:(?:Flat|Unit|Apt|Apartment|Suite) \d{{1,4}}[A-Za-z]?,? )?{_N},?(?: {_W}| \d{{1,3}}(?:st|nd|rd|th)?){{1,4}} "
    rf"{_STREET}\b\.?{_COMPASS}"
    rf"|(?:{_N} )?{_FIRST}(?: {_OF}| ?{_W}){{1,5}},? (?:[Nn]\.? ?[oº]?\.? ?)?{_N}(?: ?(?:bis|ter))?\b"
    rf"|{_N},? (?:bis |ter )?{_FRENCH}(?: {_OF}| {_W}|[A-Za-z]'{_W}){{1,6}}"
    rf"|(?:{_W} ){{0,2}}[A-Z][a-z]{{1,24}}-?{_LAST} {_N}\b"
    rf"|(?:{_W} ){{1,2}}(?:Strasse|Str\.|Weg|Platz|Allee|Gasse|utca|ut|ter|rkp\.) {_N}\b"
    r")"
)
_BOX = re.compile(
    r"(?<!\w)(?:P\.? ?O\.?|Post(?: Office)?|Postfach|Postboks|Postbus|Apartado|Casella postale|Boite postale|BP|"
    r"C\.?P\.?) ?(?:Box )?#? ?\d{1,6}\b",
    re.I,
)
_UNITS = re.compile(rf"(?<![\w$€£#])(?!#){_UNIT}")
_STATE = (
    r"(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|"
    r"W[AVIY]|P[RW]|AS|GU|MP|VI|FM|MH|A[AEP])"
)
_POST_CODES = re.compile(
    r"(?<![\w$€£.,-])(?:"
    rf"{_STATE}\.?,?[ \n]{{1,2}}\d{{5}}(?:-\d{{4}})?"  # United States
    r"|\d{5}-\d{4}"
    r"|(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}"  # United Kingdom
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d"  # Canada
    rf"|\d{{4}} ?[A-Z]{{2}},? {_W}"  # Netherlands
    rf"|(?:D|F|I|E|A|CH|B|L|DK|SE|NO|FI|PL|CZ)-\d{{4,5}}(?: {_W})?"
    r"|\d{5} (?!(?:And|But|The|I|For|Please|Is|To|On|In|At|From|With|When|Why|How|What|Can|Thanks|Thank|Hi|Hello)\b)"
    rf"{_W}(?=[\s,.!?;)]|$)"
    r")(?![\w-])"
)
_NAMED_CODE = re.compile(
    r"\b(?:zip|zip ?code|post ?code|postal code|plz|pin ?code)\b"
    r"(?:(?:[ \n]{0,2}(?:(?:is|was|code|number)\b|[:=-])){0,3}[ \n]{0,2}"
    r"(?P<near>(?=[A-Za-z -]{0,5}\d)[A-Za-z0-9]{2,8}(?:[ -][A-Za-z0-9]{2,4}\b)?)"
    r"|[^\d\n\ue000]{1,24}(?P<far>\d{4,6}(?:-\d{3,4})?))(?!\w)",
    re.I,
)
# After 'my address is', 'ship it to' and the like: capitalised words and numbers, at least one of each.
_LIVES = re.compile(
    r"(?i:(?<!mail )(?<!ip )(?<!web )(?<!mac )\b(?:address(?:es)?|live[sd]? (?:at|on|in)|living at|located at|"
    r"office is at|"
    r"(?:ship|shipped|deliver|delivered|sent|send|sending|mail|return)(?: (?:it|this|them|one|a new one))? to|"
    r"taxi to|meet(?: me)? at)\b(?:[ \n]{0,2}(?:(?:is|was|to|now|at|as|it|with|here)\b|[:=,-])){0,3})[ \n]{0,2}"
    rf"(?P<value>(?:{_W}|{_N})(?:[ ,\n]{{1,3}}(?:{_W}|{_N}|{_OF})){{1,14}})"
)
# Where the next sentence begins: behind a house number, a post code and its town.
_SENTENCE_ENDS = re.compile(r"\d.*[ ,-]\d{3,5} (?:[A-Z][a-z'-]+ ){0,3}[A-Z][a-z'-]+(?P<stop>\.) ?(?=[A-Z]|$)")
_GAP = re.compile(rf"[ ,\n;.-]{{1,4}}(?:(?:{_W}|of|the|de|sur|am|an der|upon)[ ,\n;-]{{1,4}}){{0,5}}")
_TOWN = re.compile(rf"(?:,[ \n]{{0,2}}| ?\n ?){_W}(?: {_W}){{0,2}}(?:,[ \n]?{_W}(?: {_W})?){{0,2}}(?=[\s,.!?;)]|$)")


def addresses(text: str) -> Iterator[Found]:
    """Pieces of addresses; pieces with nothing but town names between them are one address."""
    if not any(map(str.isdigit, text)):
        return
    start = end = -1
    for a, b in sorted(_pieces(text)):
        if start >= 0 and (a <= end or (a - end < 120 and _GAP.fullmatch(text, end, a))):
            end = max(end, b)
            continue
        if start >= 0:
            yield start, _with_town(text, end), "address"
        start, end = a, b
    if start >= 0:
        yield start, _with_town(text, end), "address"


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_STREETS, _BOX, _POST_CODES, _UNITS):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _NAMED_CODE.finditer(text):
        yield match.span(match.lastgroup or 0)
    for match in _LIVES.finditer(text):
        value = match.group("value")
        if any(map(str.isdigit, value)) and any(map(str.isupper, value)):
            yield match.start("value"), match.start("value") + len(_in_one_sentence(value).rstrip(" ,.\n"))


def _in_one_sentence(value: str) -> str:
    """The value up to the full stop behind its town; what has another number after that is still an address."""
    stop = _SENTENCE_ENDS.search(value)
    return value[: stop.start("stop")] if stop and not any(map(str.isdigit, value[stop.end() :])) else value


def _with_town(text: str, end: int) -> int:
    town = _TOWN.match(text, end)
    return town.end() if town else end
