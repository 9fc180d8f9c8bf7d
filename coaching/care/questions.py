"""What a check-in asks: our own default items, a team's own, and a bank that refuses what nobody here may ask."""

import re
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

BANK = Path(__file__).with_name("questions.toml")
DEFAULT = ("mood", "load", "support", "hard", "good", "team")
KEYS = {"id", "ask", "kind", "low", "high", "better", "licence"}
KINDS = ("scale", "yes_no", "text")
LONGEST = 500  # characters of an answer in words
MOST = 10  # questions of a check-in: it takes under a minute
NOT_VALIDATED = "Our own questions, not a validated measure: they tell how a week felt, not how anybody is."

Kind = Literal["scale", "yes_no", "text", "count"]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. Every one may be skipped."""

    id: str
    ask: str
    kind: Kind
    licence: str
    low: str = ""
    high: str = ""
    better: str = ""


ROUGH = Question("rough", "How many pressed “That was rough”", "count", "own, MIT", better="low")


@cache
def bank() -> dict[str, Question]:
    """The questions that come with the bot, by id."""
    return {given["id"]: Question(**given) for given in _file()["question"]}


def chosen(own: tuple[str | dict[str, Any], ...], comments: bool) -> tuple[Question, ...]:
    """The questions of a check-in: ids of the bank or own tables. Words are asked for only where comments are on."""
    picked = (bank()[one] if isinstance(one, str) else Question(**one) for one in own)
    return tuple(question for question in picked if comments or question.kind != "text")


def problems(where: str, given: Any) -> list[str]:
    """What is wrong with a team's `questions`, in words: unknown ids, missing keys, instruments nobody may ask."""
    if not isinstance(given, list) or not given:
        return [f"{where}: must be a list of ids ({', '.join(bank())}) or of own questions"]
    found = [problem for one in given for problem in _check(where, one)]
    ids = [one if isinstance(one, str) else str(one.get("id")) for one in given if isinstance(one, (str, dict))]
    if len(ids) != len(set(ids)):
        found.append(f"{where}: two questions have the same id")
    if len(given) > MOST:
        found.append(f"{where}: {len(given)} questions; a check-in takes at most {MOST}")
    return found


def refused(text: str) -> str | None:
    """The name of an instrument that may not be asked here and the reason, if the text names one."""
    words = text.lower()
    for instrument in _file()["refused"]:
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in instrument["words"]):
            return f"{instrument['name']} may not be asked here: {instrument['why']}"
    return None


def as_json(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """The questions as a round freezes them."""
    return [asdict(question) for question in questions]


def valid(questions: list[dict[str, Any]], answers: dict[str, Any]) -> dict[str, Any]:
    """Those of the answers that fit the frozen questions; what was skipped or does not fit is left out."""
    kinds = {question["id"]: question["kind"] for question in questions}
    return {id: answer for id, answer in answers.items() if _fits(kinds.get(id), answer)}


def _fits(kind: str | None, answer: Any) -> bool:
    if kind == "text":
        return isinstance(answer, str) and 0 < len(answer) <= LONGEST
    within = {"scale": range(1, 6), "yes_no": range(2), "count": range(1, 2)}.get(kind or "", range(0))
    return type(answer) is int and answer in within


def _check(where: str, one: Any) -> list[str]:
    if isinstance(one, str):
        known = one in bank()
        return (
            [] if known else [refused_or(one, f"{where}: there is no question {one!r}; known are {', '.join(bank())}")]
        )
    if not isinstance(one, dict) or not {"id", "ask", "kind", "licence"} <= one.keys() or not one.keys() <= KEYS:
        return [f"{where}: an own question needs id, ask, kind and licence; low, high and better may be added"]
    found = [] if one["kind"] in KINDS else [f"{where}: kind must be one of {', '.join(KINDS)}, not {one['kind']!r}"]
    if not all(isinstance(value, str) for value in one.values()) or not re.fullmatch(
        r"[a-z][a-z0-9_]{0,30}", one["id"]
    ):
        found.append(f"{where}: an id is up to 31 small letters, digits and _; everything else is text in quotes")
    elif not one["licence"].strip():
        found.append(f'{where}: {one["id"]} has no licence: write whose words these are, for example licence = "own"')
    named = refused(" ".join(map(str, one.values())))
    return [*found, f"{where}: {named}"] if named else found


def refused_or(text: str, otherwise: str) -> str:
    """Why an instrument that the text names is refused, else `otherwise`."""
    return refused(text) or otherwise


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(BANK.read_text("utf-8"))
