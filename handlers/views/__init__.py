"""Every word and widget the bot shows: facts in, Block Kit out. No view asks the database."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a view is made for: `name(user)` gives a plain name, `seal(purpose, id)` a token for a button of theirs."""

    name: Callable[[str | None], str]
    seal: Callable[[str, str], str]
