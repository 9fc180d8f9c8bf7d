"""What both sides saw, as records, and the one function that judges them.

`Done` is what a person did, with the answer they got. `Said` is a message that the workspace took from the bot. `Kept`
is what the bot's database holds at the end, and `published` what the check-in published when it closed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

What = Literal["snippet", "shout-out", "answer"]
ENDED = ("sent", "unknown", "withdrawn")
REPEATABLE = ("reaction", "remove")  # saying these twice shows once


@dataclass(frozen=True, slots=True)
class Done:
    """A person shared a snippet, gave a shout-out or answered a check-in; `mark` is a number in its words."""

    what: What
    person: str
    mark: int
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message that the workspace took: the letter it says it is, where it stands, the mark in what it is about."""

    letter: str
    channel: str
    mark: int | None

    @property
    def is_public(self) -> bool:
        """Whether more than one person reads it."""
        return not self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter in the database, about what was marked."""

    letter: str
    kind: str
    state: str
    mark: int | None
    amends: bool = False


@dataclass
class History:
    """Everything that was seen. `kept_marks`: the snippets and shout-outs that are in the database."""

    done: list[Done] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    letters: list[Kept] = field(default_factory=list)
    kept_marks: set[tuple[What, int]] = field(default_factory=set)
    published: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must not be, or for `private twice` must be rare."""

    about: Literal["lost", "unfinished", "public twice", "private twice"]
    words: str


def check(history: History) -> list[Finding]:
    """Everything that is wrong with a history whose processes came to rest."""
    return [*_lost(history), *_unfinished(history), *_twice(history)]


def _lost(history: History) -> Iterable[Finding]:
    """Acknowledged, and not in the database, never said, or not counted at the close."""
    answered: dict[str, set[int]] = {}
    for one in history.done:
        if one.what == "answer":
            # The last acknowledged answer stands, or one sent after it whose answer never came back.
            answered[one.person] = {one.mark} if one.acknowledged else answered.get(one.person, set()) | {one.mark}
        elif one.acknowledged and (one.what, one.mark) not in history.kept_marks:
            yield Finding("lost", f"{one.what} {one.mark} of {one.person}")
        elif one.acknowledged and not any(letter.mark == one.mark for letter in history.letters):
            yield Finding("lost", f"{one.what} {one.mark} of {one.person} is kept, and nothing is said about it")
    sure = {one.person for one in history.done if one.what == "answer" and one.acknowledged}
    for person in sorted(sure):
        if history.published is None or sum(history.published.get(mark, 0) for mark in answered[person]) != 1:
            yield Finding("lost", f"answer {sorted(answered[person])} of {person} at the close")


def _unfinished(history: History) -> Iterable[Finding]:
    """A letter without an end, or one that says it was sent and never arrived."""
    arrived = {one.letter for one in history.said}
    for letter in history.letters:
        if letter.state not in ENDED:
            yield Finding("unfinished", f"{letter.kind} {letter.letter} is {letter.state}")
        elif letter.state == "sent" and not _is_silent(letter) and letter.letter not in arrived:
            yield Finding("lost", f"{letter.kind} {letter.letter} is called sent and never arrived")


def _is_silent(letter: Kept) -> bool:
    return letter.amends or letter.kind in REPEATABLE


def _twice(history: History) -> Iterable[Finding]:
    """The same letter more than once, or two public messages about one snippet or shout-out."""
    public = Counter(one.letter for one in history.said if one.is_public)
    private = Counter(one.letter for one in history.said if not one.is_public)
    themes = Counter((one.mark, one.channel) for one in history.said if one.is_public and one.mark is not None)
    for letter, times in public.items():
        if times > 1:
            yield Finding("public twice", f"letter {letter}, {times} times")
    for (mark, channel), times in themes.items():
        if times > 1:
            yield Finding("public twice", f"about {mark} in {channel}, {times} times")
    for letter, times in private.items():
        if times > 1:
            yield Finding("private twice", f"letter {letter}, {times} times")
