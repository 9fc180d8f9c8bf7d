"""How people are introduced, addressed and signed: 'my name is', 'Hi Tom,', 'Regards, Tom', '- Tom', 'Tom:'."""

import re

from coaching.snippets.redaction.lexicon import cues
from coaching.snippets.redaction.passage import Passage, Word

_TITLES, _SIGN_OFFS = cues("name", "titles"), cues("name", "sign_offs")
_PARTICLES = cues("name", "particles")
_TRUST = {phrase: trust for trust in ("person", "greeting", "self", "role", "name") for phrase in cues("name", trust)}
_SIZES: dict[str, list[int]] = {}  # by its last word, of how many words a phrase may be, the longest first
for _said in sorted((phrase.split() for phrase in _TRUST), key=len, reverse=True):
    if len(_said) not in _SIZES.setdefault(_said[-1], []):
        _SIZES[_said[-1]].append(len(_said))
_GAP = re.compile(r"[ ,:\"'(*_-]{1,3}|:? ?\n ?|, ?\n ?")
_END = re.compile(r"\.?[*_]{0,2} ?(?:[,.!?;:)(|\n\"-]|$|\ue000| and\b| from\b| here\b| but\b)")
_LINE_END = re.compile(r"[.!*_]{0,2}\s*(?:$|\n|\ue000|https?:|\d/\d|[(\[|-])")
_INTRODUCED = re.compile(
    r",? here\b|,? from (?:the )?[A-Z]|,? from (?:the |our )?(?:support|customer|billing|sales|tech)| at [A-Z][a-z]+"
    r"|,? (?:and i|with|calling|speaking|your|again|and i'll)\b",
    re.I,
)
_SIGN_OFF_GAP = re.compile(r" ?[,.!-]{0,2} ?(?:\n{1,3} ?[-~*_^]{0,2} ?)?|, ?| ?\n{1,3} ?")
_MARK = re.compile(r"(?:^|[\s.!?,:;)\]\"'\ue000])(?:[-~^/*|]{1,2}) ?$|\w(?:[-~^*] |[~^])$")
_LABEL = re.compile(r"(?:^|\n)[ \[(*>]{0,4}(?:\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?[ \])*,-]{0,5}$")
_LABELLED = re.compile(r"\*{0,2}(?: ?\([A-Za-z ]{2,20}\))?(?:\*{0,2}:(?:\s|\*)| {1,2}\[?\(?\d{1,2}:\d\d)")
_VOCATIVE = re.compile(r", (?:[a-z]|I\b|I')")
_CALLED = re.compile(r"[.!?]|$|, ")
_PERSONAL = re.compile(
    r" (?:said|says|told|lives|spoke|explained|promised|assured|mentioned|phoned|emailed|messaged|replied|"
    r"was (?:very |so |really )?(?:helpful|rude|kind|friendly|polite|great|amazing|lovely|brilliant))\b|"
    r"'s (?:e-?mail|address|phone|number|birthday|wife|husband|mother|father|daughter|son|surname|passport)\b"
)


def ends_phrase(found: Passage, word: Word) -> bool:
    """Whether a comma, the end of the line, 'and' or the like follows."""
    return _END.match(found.text, word.end) is not None


def may_introduce(found: Passage, at: int) -> bool:
    """Whether the word before is one of those that a name may follow: of all that is asked, the cheapest."""
    before = found.words[at - 1]
    return at > 0 and (before.lower in _SIZES or before.key in _TITLES)


def is_introduced(found: Passage, at: int) -> bool:
    """Whether the words right before say that a name comes now."""
    if not at:
        return False
    before, word, gap = found.words[at - 1], found.words[at], found.gap(at)
    if before.key in _TITLES and gap in (" ", ". ", "."):
        return _has_title(before, word)
    if before.lower not in _SIZES or not _GAP.fullmatch(gap):
        return False
    for size in _SIZES[before.lower]:
        trust = _TRUST.get(" ".join([cue.lower for cue in found.words[max(0, at - size) : at]]))
        if trust and (_trusted if word.capital else _trusted_small)(found, word, trust, gap):
            return True
    return False


def _has_title(title: Word, word: Word) -> bool:
    if word.lower in _PARTICLES:
        return True  # Mr. van Dijk
    if not word.capital:
        return title.key in ("mr", "mrs", "ms") and (word.given or word.surname)
    return not word.shouted and (word.known or not word.ordinary)


def _trusted_small(found: Passage, word: Word, trust: str, gap: str) -> bool:
    if trust in ("person", "role") or "\n" in gap:
        return False
    return word.given or (trust == "name" and ":" not in gap and word.surname and not word.unlikely)


def _trusted(found: Passage, word: Word, trust: str, gap: str) -> bool:
    if word.shouted:
        return False
    if trust == "name":
        return word.known or not word.unlikely
    if trust == "role":
        return gap == " " and not word.unlikely
    if trust == "person":
        return gap == " " and word.wordlike and not word.ordinary
    ends = ends_phrase(found, word)
    if trust == "self":
        goes_on = ends or _INTRODUCED.match(found.text, word.end) is not None or word.wordlike
        return goes_on and not word.unlikely and not ({":", "\n"} & set(gap))
    return ends and (not word.unlikely or (word.wordlike and not word.ordinary))


def is_signed_or_addressed(found: Passage, at: int, last: int) -> bool:
    """A sign-off, a mark such as '-Tom' at the end of a line, a speaker's label, 'Tom here', 'Tom, could you'."""
    word, end = found.words[at], found.words[last].end
    before = found.text[max(0, word.start - 24) : word.start]
    likely = not word.unlikely
    if _LINE_END.match(found.text, end):
        if at and found.words[at - 1].key in _SIGN_OFFS and _SIGN_OFF_GAP.fullmatch(found.gap(at)):
            return likely or word.wordlike
        if _MARK.search(before) and not word.shouted:
            return word.known or (likely and len(word.key) > 2 and last == at)
    if word.known and _LABELLED.match(found.text, end) and _LABEL.search(before):
        return True
    if word.wordlike and not word.ordinary and _is_called(found.text, word):
        return True
    return likely and len(word.key) > 2 and _acts_like_a_person(found.text, word)


def _is_called(text: str, word: Word) -> bool:
    """'Grace here', 'thank you, Grace.'"""
    before = text[max(0, word.start - 2) : word.start]
    if text[word.end : word.end + 6] in (" here,", " here ", " here!", " here."):
        return not before.strip() or before[-1] == "\n" or before[0] in ".!?"
    return before == ", " and _CALLED.match(text, word.end) is not None


def _acts_like_a_person(text: str, word: Word) -> bool:
    """'Trajan, could you', 'Trajan told me', "Trajan's address"."""
    if _VOCATIVE.match(text, word.end):
        return "-" not in word.key and not text[max(0, word.start - 2) : word.start].strip(" >*")
    return _PERSONAL.match(text, word.start + len(word.key)) is not None
