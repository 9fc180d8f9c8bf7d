"""The praise file: what somebody was thanked for, for them alone. Searchable, and to take along as Markdown or CSV."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coaching import people
from coaching.recognition import lines, shared
from coaching.records.recognition import Second, ShoutOut, Thanks
from coaching.records.snippets import Review
from coaching.workplace import Workplace

MOST = 400  # entries of each kind that one look goes back
OLD = timedelta(days=28)  # a throwback is older than that, where there is anything so old
COUNTED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
Name = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody was thanked for. `by` is a colleague, or None for kudos from the words themselves."""

    at: datetime
    kind: str
    by: str | None
    lines: tuple[str, ...]
    text: str
    effect: str | None
    quotes: tuple[str, ...]
    seconded: int


def entries(
    session: Session, workplace: Workplace, workspace: str, person: str, search: str = "", most: int = MOST
) -> list[Entry]:
    """What this person was thanked for, the newest first; with `search`, only where all its words occur.

    It is for this person alone. Others are named in it only where they signed, and where they may be named.
    """
    found = [*_shout_outs(session, workspace, person, most), *_kudos(session, workplace, workspace, person, most)]
    hidden = people.hidden(session, workspace, workplace, person)

    def said(words: str, by: str | None) -> str:
        return people.unnamed(words, hidden, by)

    shown = [
        Entry(
            entry.at, entry.kind, entry.by, entry.lines, said(entry.text, entry.by),
            said(entry.effect, entry.by) if entry.effect else None, entry.quotes, entry.seconded,
        )
        for entry in found
    ]  # fmt: skip
    wanted = search.lower().split()
    return sorted((each for each in shown if _has(each, wanted)), key=lambda each: each.at, reverse=True)


def throwback(found: list[Entry], now: datetime) -> Entry | None:
    """One thing from a while ago, another one each day; None when there is nothing to look back at."""
    old = [entry for entry in found if now - entry.at > OLD] or found
    return old[now.toordinal() % len(old)] if old else None


def summary(found: list[Entry]) -> str:
    """The file in one sentence, counted in words."""
    shout_outs = in_words(sum(entry.kind == "shout-out" for entry in found), "shout-out")
    kudos = in_words(sum(entry.kind == "kudos" for entry in found), "kudos", "kudos")
    return " and ".join(part for part in (shout_outs, kudos) if part)


def in_words(count: int, one: str, several: str = "") -> str:
    """A count in words, without the pull of a score: "two shout-outs", "more than twelve kudos", "" for none."""
    if not count:
        return ""
    told = COUNTED[count] if count < len(COUNTED) else "more than twelve"
    return f"{told} {one if count == 1 else several or one + 's'}"


def as_markdown(found: list[Entry], name: Name) -> Iterator[str]:
    """The file as Markdown, entry by entry; `name` gives the plain name of a colleague."""
    for entry in found:
        named = "; ".join(lines.words()[line] for line in entry.lines)
        told = [f"## {entry.at:%-d %B %Y}: {_by(entry, name)}", f"*{named}*", entry.text]
        told += [f"What it changed: {entry.effect}"] if entry.effect else []
        told += ["\n".join(f"> {line}" for line in quote.splitlines()) for quote in entry.quotes]
        told += [seconded(entry)] if entry.seconded else []
        yield "\n\n".join(told)


def as_csv(found: list[Entry], name: Name) -> Iterator[str]:
    """The file as CSV, a header and then row by row. Cells that a spreadsheet would calculate are kept as words."""
    yield _row(["date", "kind", "from", "for", "what", "effect", "words", "seconded by"])
    for entry in found:
        cells = [f"{entry.at:%Y-%m-%d}", entry.kind, name(entry.by) if entry.by else "Take Five"]
        cells += ["; ".join(lines.words()[line] for line in entry.lines), entry.text, entry.effect or ""]
        yield _row([*cells, " / ".join(entry.quotes), in_words(entry.seconded, "colleague")])


def seconded(entry: Entry) -> str:
    """How many saw it too, in words."""
    told = in_words(entry.seconded, "colleague")
    return f"{told[:1].upper()}{told[1:]} seconded it."


def _by(entry: Entry, name: Name) -> str:
    return f"{entry.kind} from {name(entry.by)}" if entry.by else "kudos from Take Five"


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(
        [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells]
    )
    return out.getvalue()


def _has(entry: Entry, wanted: list[str]) -> bool:
    named = (lines.words()[line] for line in entry.lines)
    told = " ".join([entry.kind, entry.text, entry.effect or "", *entry.quotes, *named]).lower()
    return all(word in told for word in wanted)


def _shout_outs(session: Session, workspace: str, person: str, most: int) -> Iterator[Entry]:
    query = select(ShoutOut).join(Thanks, Thanks.shout_out == ShoutOut.id)
    query = query.where(Thanks.workspace == workspace, Thanks.person == person).order_by(Thanks.at.desc()).limit(most)
    rows = list(session.scalars(query))
    counted = _seconds(session, [row.id for row in rows])
    for row in rows:
        quotes = (row.quote,) if row.quote and row.quoted in (None, person) else ()
        yield Entry(
            row.at, "shout-out", row.giver, (row.line,), row.what, row.effect, quotes, counted.get(row.id, 0)
        )  # fmt: skip


def _kudos(session: Session, workplace: Workplace, workspace: str, person: str, most: int) -> Iterator[Entry]:
    """Kudos for this person's own words: those the bot gave them, and those that were signed."""
    query = select(Review).where(Review.workspace == workspace, Review.author == person, shared.received(workplace))
    rows = list(session.scalars(query.order_by(Review.created_at.desc()).limit(most)))
    counted = _seconds(session, [row.id for row in rows])
    for row in rows:
        by = None if row.sharer == person else row.sharer
        shown = tuple(dict.fromkeys(tactic for tactic, _ in row.quotes))
        quotes = tuple(words for _, words in row.quotes)
        yield Entry(row.created_at, "kudos", by, shown, row.draft or "", None, quotes, counted.get(row.id, 0))


def _seconds(session: Session, ids: list[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for about in (Second.review, Second.shout_out):
        query = select(about, func.count(Second.person.distinct())).where(about.in_(ids)).group_by(about)
        counted |= {id: count for id, count in session.execute(query) if id}
    return counted
