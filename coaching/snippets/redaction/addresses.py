"""Postal addresses: streets with a number, post codes, PO boxes, and the town beside them."""

import re
from collections.abc import Iterator

from coaching.snippets.redaction.lexicon import Found

_W = r"[A-Z][A-Za-z'.-]{0,24}"  # a capitalised word
_N = r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"  # a house number
_KIND = (
    r"(?:(?i:street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|court|ct|boulevard|blvd|place|square|terrace|close|crescent|"
    r"parkway|pkwy|highway|hwy)|Way|Pl|Sq|Ter|Cres|Circle|Cir|Trail|Trl|Loop|Row|Walk|Grove|Gardens?|Mews|Hill|Green|Park|"
    r"Alley|Plaza|Turnpike|Pike|Pass|Path|Quay|Wharf|Rise|View|Heights|Ridge|Run|Crossing|Cove|Estates?|Station|Streets|"
    r"Roads|Landing|Manor|Meadows?|Bridge|Valley|Islands?|Isle|Forks?|Ferry|Glens?|Harbors?|Haven|Inlet|Key|Keys|Knolls?|"
    r"Lights?|Locks?|Mall|Mills?|Mission|Motorway|Mount|Mountains?|Neck|Orchard|Oval|Overpass|Points?|Ports?|Prairie|"
    r"Radial|Ramp|Ranch|Rapids?|Rest|River|Route|Rue|Shoals?|Shores?|Skyway|Springs?|Spurs?|Stravenue|Stream|Summit|"
    r"Throughway|Trace|Track|Trafficway|Tunnel|Underpass|Unions?|Via|Viaduct|Ville|Vista|Villages?|Wells?|Burgs?|Brooks?|"
    r"Camp|Canyon|Cape|Causeway|Centers?|Centre|Cliffs?|Club|Common|Corners?|Course|Creek|Curve|Dale|Dam|Divide|"
    r"Expressway|Extensions?|Falls|Fields?|Flats?|Fords?|Forest|Forges?|Fort|Freeway|Gateway|Hollow|Junctions?|Lakes?|"
    r"Land|Lodge|Plains?)"
)
_UNIT = r"(?:,? ?\n? ?(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Bldg|Building|#)\.? ?#? ?[A-Za-z]?\d{1,5}[A-Za-z]?\b)"
_STREETS = re.compile(
    rf"(?<![\w.,$€£-])(?:"
    rf"(?:(?:Flat|Unit|Apt|Apartment|Suite) \d{{1,4}}[A-Za-z]?,? )?{_N},?(?: {_W}| \d{{1,3}}(?:st|nd|rd|th)){{1,4}} {_KIND}\b\.?(?: (?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?)?{_UNIT}?"
    rf"|(?:Rue|Via|Viale|Corso|Piazza|Calle|Avenida|Av\.|Avda\.|Paseo|Plaza|Carrer|Rua|Travessa|Praca|Rambla|Allee|Chemin|"
    rf"Impasse|Quai|Boulevard|Bd|Cours|Strada|Ulica|ul\.|al\.|os\.|Ulitsa|Bulevardul|Jalan|Jl\.)"
    rf"(?: (?:de|del|della|delle|dei|di|da|do|dos|das|du|des|la|le|les|los|las|el|l'|d'|y|e|et)\b| {_W}){{1,5}},? (?:n\.? ?o?\.? ?|No\.? )?{_N}(?: ?(?:bis|ter))?\b"
    rf"|{_N},? (?:bis |ter )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]ll[e]e|[Ii]mpasse|[Qq]uai|[Cc]ours|[Rr]oute)"
    rf"(?: (?:de|du|des|la|le|les|l'|d'|et)\b| {_W}|[A-Za-z]'{_W}){{1,6}}"
    rf"|(?:{_W} ){{0,2}}[A-Z][a-z]{{1,24}}-?(?:strasse|stra?sse|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|laan|gracht|plein|kade|singel|dijk|"
    rf"gatan|vagen|grand|vej|gade|veien|gata|vegen|katu|tie|utca) {_N}\b"
    rf"|(?:{_W} ){{1,2}}(?:Strasse|Str\.|Weg|Platz|Allee|Gasse|utca|ut|ter) {_N}\b"
    rf")"
)
_BOX = re.compile(
    r"(?<!\w)(?:P\.? ?O\.?|Post(?: Office)?|Postfach|Apartado|Casella postale|Boite postale|BP|C\.?P\.?) ?(?:Box )?#? ?\d{1,6}\b",
    re.I,
)
_STATE = r"(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|P[RW]|AS|GU|MP|VI|FM|MH|A[AEP])"
_POST_CODES = re.compile(
    r"(?<![\w$€£.,-])(?:"
    rf"{_STATE}\.?,?[ \n]{{1,2}}\d{{5}}(?:-\d{{4}})?"  # United States
    r"|\d{5}-\d{4}"
    r"|(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}"  # United Kingdom
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d"  # Canada
    rf"|\d{{4}} ?[A-Z]{{2}},? {_W}"  # Netherlands
    rf"|(?:D|F|I|E|A|CH|B|L|DK|SE|NO|FI|PL|CZ)-\d{{4,5}}(?: {_W})?"
    rf"|\d{{5}} (?!(?:And|But|The|I|For|Please|Is|To|On|In|At|From|With|When|Why|How|What|Can|Thanks|Thank|Hi|Hello)\b){_W}(?=[\s,.!?;)]|$)"
    r")(?![\w-])"
)
_NAMED_CODE = re.compile(
    r"\b(?:zip|zip ?code|post ?code|postal code|cap|plz|pin ?code)(?:[ \n]{0,2}(?:(?:is|was|code|number)\b|[:=-])){0,3}[ \n]{0,2}"
    r"(?P<value>(?=[A-Za-z -]{0,5}\d)[A-Za-z0-9]{2,8}(?:[ -][A-Za-z0-9]{2,4}\b)?)(?!\w)",
    re.I,
)
_GAP = re.compile(rf"[ ,\n;-]{{1,4}}(?:(?:{_W}|of|the|de|sur|am|an der|upon)[ ,\n;-]{{1,4}}){{0,5}}")
_TOWN = re.compile(rf"(?:,[ \n]{{0,2}}| ?\n ?){_W}(?: {_W}){{0,2}}(?:,[ \n]?{_W}(?: {_W})?){{0,2}}(?=[\s,.!?;)]|$)")


def addresses(text: str) -> Iterator[Found]:
    """Pieces of addresses; pieces with nothing but town names between them are one address."""
    if not any(char.isdigit() for char in text):
        return
    pieces = [
        *(match.span() for match in _STREETS.finditer(text)),
        *(match.span() for match in _BOX.finditer(text)),
        *(match.span() for match in _POST_CODES.finditer(text)),
        *(match.span("value") for match in _NAMED_CODE.finditer(text)),
    ]
    start = end = -1
    for a, b in sorted(pieces):
        if start >= 0 and (a <= end or (a - end < 120 and _GAP.fullmatch(text, end, a))):
            end = max(end, b)
            continue
        if start >= 0:
            yield start, _with_town(text, end), "address"
        start, end = (a, b) if a >= end else (start, end)
    if start >= 0:
        yield start, _with_town(text, end), "address"


def _with_town(text: str, end: int) -> int:
    town = _TOWN.match(text, end)
    return town.end() if town else end
