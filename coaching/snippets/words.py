"""The words of a text in plain form, each with its place in the text as given."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from coaching.snippets import spelling, wordlists

# Every alternative is bounded or stops at a character that it cannot contain, so reading stays linear.
_WRITTEN = re.compile(
    r"(?!https?://|www\.)\w+(?:['’]\w+)*"
    r"|https?://\S{1,2000}|www\.\S{1,2000}"  # links
    r"|<[@#!][^<>\s]{1,100}>|<(?:https?|mailto|tel):[^<>\s|]{1,2000}(?:\|[^<>]{0,200})?>"  # Slack's own
    r"|&(?:amp|lt|gt);|:[a-z0-9_+-]{2,30}:"  # escapes and emoji by name
    r"|\[[A-Za-z][a-z _]{1,20}\]"  # what masking leaves: [person], [link]
    r"|@\w{1,50}|[:;=]['-]?[)(DPp/|]|[^\w\s]"
)
# "Hi Hope," and "Dear Mary Ann:": up to three words behind a greeting, before a sign or the end of a line.
_GREETED = re.compile(
    r"\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear)(,?) ([^\W\d_][\w'’-]{0,30}(?: [^\W\d_][\w'’-]{0,30}){0,2})"
    r"(?= ?(?:[,.!?:;–—]|- |$))",
    re.MULTILINE,
)
NAME, LINK, THING, SMILE, SAD = "_name", "_link", "_thing", "_smile", "_sad"
_SMILES = frozenset("🙂😊😀😃😄😁😉☺🤗❤💙💚💛🧡💜👍🎉😂🙌✨🥳🤞🙏👏😍")
_SADS = frozenset("😢😞😔🙁☹😟😥😓😭💔😕😩😣")
_AT_LARGE = frozenset(("there", "all", "again", "team", "everyone", "everybody", "folks", "guys", "friend", "both"))
_COMMON = wordlists.named("common_english")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


@dataclass(frozen=True, slots=True)
class Words:
    """Parallel lists: the plain word, and where it starts and ends in the text (code points)."""

    plain: list[str]
    starts: list[int]
    ends: list[int]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The positions of the words between two places of the text."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def split(text: str, start: int = 0, end: int | None = None) -> Words:
    """The words of `text[start:end]`; places count from the beginning of `text`."""
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = start
    end = len(text) if end is None else end
    named = greeted(text, start, end)
    for token in _WRITTEN.findall(text, start, end):
        at = text.find(token, at)
        found = (NAME,) if named and any(a <= at < b for a, b in named) else _plain(token)
        plain += found
        starts += [at] * len(found)
        at += len(token)
        ends += [at] * len(found)
    return Words(plain, starts, ends)


def greeted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where somebody is greeted by name, so that a name that is also a word ("Will", "Hope") is read as a name."""
    found = _GREETED.finditer(text, start, end)
    return [one.span(2) for one in found if _is_name(one[2].split(), bool(one[1]))]


def _is_name(said: list[str], paused: bool) -> bool:
    """Words that begin with a capital and greet nobody at large; behind a comma ("Hi, Sorry.") no common word."""
    if not all(word[0].isupper() or "-" in word for word in said):
        return False
    return not any(word.lower() in _AT_LARGE or (paused and word.lower() in _COMMON) for word in said)


@lru_cache(maxsize=2_048)
def _plain(token: str) -> tuple[str, ...]:
    first = token[0]
    if first.isalnum():
        return (LINK,) if token.startswith(("http://", "https://", "www.")) else spelling.words(token)
    return (_sign(first, token),)


def _sign(first: str, token: str) -> str:
    if len(token) == 1:
        return SMILE if first in _SMILES else SAD if first in _SADS else "'" if first in "’‘" else first
    if first == "@" or token.startswith("<@"):
        return NAME
    if first == "&":
        return _ENTITIES[token]
    if first in ":;=":
        return SAD if token[-1] in "(/|" or any(mood in token for mood in ("sad", "disappoint", "cry")) else SMILE
    if token in ("[link]", "[url]") or first == "<":
        return LINK
    return NAME if "[person]" in token else THING
