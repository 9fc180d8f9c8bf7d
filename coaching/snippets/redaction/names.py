"""People's names: known from the lists, or introduced by what is said around them."""

from collections.abc import Iterator

from coaching.snippets.redaction.introductions import (
    ends_phrase,
    is_introduced,
    is_signed_or_addressed,
    may_introduce,
)
from coaching.snippets.redaction.lexicon import Found, cues
from coaching.snippets.redaction.passage import Passage, Word, passage

_LONGEST = 5
_PARTICLES, _TITLES = cues("name", "particles"), cues("name", "titles")
_PLACES, _TAILS, _BRANDS = cues("name", "places"), cues("name", "tails"), cues("name", "brands")
_NO_SURNAME, _AFTER_NAMES = cues("name", "no_surname"), cues("name", "after_names")


def people(text: str) -> list[Found]:
    """Names after a cue, in a sign-off, as a speaker's label, or known from the lists; and each of them once more."""
    found = passage(text)
    names = list(_names(found))
    said = {word.key for first, last in names for word in found.words[first : last + 1] if _is_telling(word)}
    taken = {at for first, last in names for at in range(first, last + 1)}
    again = [
        (at, at)
        for at, word in enumerate(found.words)
        if at not in taken and word.capital and (word.key in said or _is_companion(found, at, taken))
    ]
    return [(*_place(found, first, last), "person") for first, last in sorted([*names, *again])]


def _names(found: Passage) -> Iterator[tuple[int, int]]:
    """The positions of the first and the last word of each name."""
    at = 0
    while at < len(found.words):
        if not (found.words[at].capital or may_introduce(found, at)):
            at += 1
            continue
        if _is_thing(found, at):
            at += 2
            continue
        last = _last_of_name(found, at)
        if last is not None:
            yield _first_of_name(found, at), last
            at = last
        at += 1


def _is_telling(word: Word) -> bool:
    return word.capital and len(word.key) > 2 and not word.unlikely and not word.wordlike


def _is_companion(found: Passage, at: int, taken: set[int]) -> bool:
    """'Ana and Borna': beside a name, and no common word."""
    beside = (at >= 2 and found.words[at - 1].lower == "and" and at - 2 in taken) or (
        at + 2 < len(found.words) and found.words[at + 1].lower == "and" and at + 2 in taken
    )
    return beside and not found.words[at].unlikely


def _place(found: Passage, first: int, last: int) -> tuple[int, int]:
    start, end = found.words[first].start, found.words[last].end
    return start, end - 2 if found.text[start:end].lower().endswith("'s") else end


def _last_of_name(found: Passage, at: int) -> int | None:
    """The position of the last word of the name that begins here, if one does."""
    word = found.words[at]
    if is_introduced(found, at) or (word.capital and _is_listed(found, at)):
        return _extent(found, at)
    if word.capital and (not word.ordinary or word.wordlike):
        last = _extent(found, at)
        return last if is_signed_or_addressed(found, at, last) else None
    return None


def _is_thing(found: Passage, at: int) -> bool:
    """'Victoria Street', 'Ralph Lauren': two words that are no person's name together."""
    word, after = found.words[at], found.next(at)
    if after is None or not (word.capital and after.capital):
        return False
    return after.key in _TAILS or f"{word.key} {after.key}" in _BRANDS


def _is_listed(found: Passage, at: int) -> bool:
    word, after = found.words[at], found.next(at)
    if word.shouted or word.key in _PLACES or word.lower in _BRANDS:
        return False
    if at and found.words[at - 1].key in _PLACES and found.gap(at) in (" ", ". "):
        return False
    if word.given or word.surname or word.sounds_like_a_surname:
        return True
    return after is not None and after.capital and _is_pair(found, at, after)


def _is_pair(found: Passage, at: int, second: Word) -> bool:
    """Two capitalised words beside each other, neither of them common: 'Trajan Kolev', 'Grace Lee', 'Ada M. Zeeb'."""
    first = found.words[at]
    if first.wordlike and not second.ordinary and not second.shouted and (second.surname or second.wordlike_surname):
        return True
    if first.ordinary or first.text.isupper() or len(first.key) < 3:
        return False
    third = found.next(at + 1)
    if second.initial:
        return third is not None and third.capital and not third.unlikely
    if (third and third.key in _TAILS) or first.unlikely or second.unlikely:
        return False
    both_words = (first.wordlike or first.wordlike_surname) and (second.wordlike or second.wordlike_surname)
    return len(second.key) > 2 and not second.text.isupper() and not both_words


def _extent(found: Passage, at: int) -> int:
    last, small = at, not (found.words[at].capital or found.words[at].lower in _PARTICLES)
    for to in range(at + 1, min(len(found.words), at + _LONGEST)):
        word, before, gap = found.words[to], found.words[to - 1], found.gap(to)
        if gap not in (" ", "  ") and not (gap in (". ", ".") and (before.initial or before.key in _TITLES)):
            break
        if _goes_on_small(found, word) if small else _goes_on(word):
            last = to
        elif word.key not in _PARTICLES and not word.initial:
            break
    return last


def _goes_on(word: Word) -> bool:
    if word.key in _AFTER_NAMES:
        return True
    if not word.capital or (word.shouted and not word.initial):
        return False
    if word.initial:
        return word.text not in "IA"
    if len(word.key) > 3 and word.wordlike_surname:
        return word.key not in _NO_SURNAME
    return not word.ordinary and "'" not in word.key[-3:]


def _goes_on_small(found: Passage, word: Word) -> bool:
    if word.capital:
        return False
    return word.surname or word.given or (word.wordlike_surname and ends_phrase(found, word))


def _first_of_name(found: Passage, at: int) -> int:
    """A surname from the list takes an unknown given name and an initial before it along."""
    word, first = found.words[at], at
    if word.given or not word.surname:
        return first
    while first and at - first < 2:
        before, gap = found.words[first - 1], found.gap(first)
        initial = before.initial and before.text != "I" and gap in (" ", ". ")
        name = gap == " " and before.capital and not before.unlikely and before.key not in _TITLES
        if not (initial or name):
            break
        first -= 1
    return first
