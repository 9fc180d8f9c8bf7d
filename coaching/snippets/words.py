"""The words of a text in plain form, each with its place in the text as given."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from coaching.snippets import spelling

# Every alternative is bounded or stops at a character that it cannot contain, so reading stays linear.
_WRITTEN = re.compile(
    r"(?!https?://|www\.)\w+(?:['’]\w+)*"
    r"|https?://\S{1,2000}|www\.\S{1,2000}"  # links
    r"|<[@#!][^<>\s]{1,100}>|<(?:https?|mailto|tel):[^<>\s|]{1,2000}(?:\|[^<>]{0,200})?>"  # Slack's own
    r"|&(?:amp|lt|gt);|:[a-z0-9_+-]{2,30}:"  # escapes and emoji by name
    r"|\[[A-Za-z][a-z _]{1,20}\]"  # what masking leaves: [person], [link]
    r"|@\w{1,50}|[:;=]['-]?[)(DPp/|]|[^\w\s]"
)
NAME, LINK, THING, SMILE, SAD = "_name", "_link", "_thing", "_smile", "_sad"
_SMILES = frozenset("🙂😊😀😃😄😁😉☺🤗❤💙💚💛🧡💜👍🎉😂🙌✨🥳🤞🙏👏😍")
_SADS = frozenset("😢😞😔🙁☹😟😥😓😭💔😕😩😣")
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
    for token in _WRITTEN.findall(text, start, len(text) if end is None else end):
        at = text.find(token, at)
        found = _plain(token)
        plain += found
        starts += [at] * len(found)
        at += len(token)
        ends += [at] * len(found)
    return Words(plain, starts, ends)


@lru_cache(maxsize=20_000)
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
