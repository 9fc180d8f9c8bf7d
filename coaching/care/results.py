"""Results: what is published when a round closes, once, and what can be said about it later.

Rules of what is shown (docs/privacy.md tells them in words for everybody):
- per question, only groups that `disclosure.publishable` lets through, by those who answered that question;
- means in half points with coded ends, shares and participation in bands; no histograms;
- if some, but fewer than k, people joined or left since one of the group's last four published rounds, its values are
  coarser (three steps instead of half points), so that subtracting two weeks says little about those few;
- words for the team only where comments are on, from k_comment answers in words, in random order.
"""

import secrets
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching.care.disclosure import publishable
from coaching.care.figures import about, half_points, half_share, participation, share, three_steps
from coaching.records.care import Comment, Result, Roster, Round

MEMORY = 4  # published rounds that a group's roster is compared with
RANDOM = secrets.SystemRandom()

Given = tuple[str, str, dict[str, Any]]  # opaque id, leaf, answers


def publish(session: Session, round: Round, given: list[Given]) -> None:
    """Write the results of a round: a row for each group and question, also where too few answered."""
    RANDOM.shuffle(given)
    rosters = {group: roster_of(session, round, group) for group in round.groups}
    fine = {group: _is_fine(session, round, group, rosters[group]) for group in round.groups}
    for question in round.questions:
        answered = [(id, leaf, answers[question["id"]]) for id, leaf, answers in given if question["id"] in answers]
        if question["kind"] == "text":
            _publish_words(session, round, question["id"], [words for _, _, words in answered])
            continue
        of_group: dict[str, dict[str, int]] = {group: {} for group in round.groups}
        for group, leaves in round.groups.items():
            for id, leaf, value in answered:
                if leaf in leaves:  # whoever has several ballots (a count) is one person with their sum
                    of_group[group][id] = of_group[group].get(id, 0) + value
        shown = publishable(of_group, round.k)
        for group, values in of_group.items():
            row = Result(round=round.id, group=group, question=question["id"], value=None, took_part=None)
            if group in shown:
                row.value = _value(question["kind"], list(values.values()), fine[group])
                row.took_part = participation(len(values), len(rosters[group]))
            session.add(row)


def roster_of(session: Session, round: Round, group: str) -> set[str]:
    """Who was asked in a round and counts in a group."""
    leaves = set(round.groups[group])
    rows = session.execute(select(Roster.person, Roster.leaf).where(Roster.round == round.id))
    return {person for person, leaf in rows if leaf in leaves}


def of_round(session: Session, round: Round) -> dict[str, dict[str, Result]]:
    """The published rows: group, then question id."""
    found: dict[str, dict[str, Result]] = {group: {} for group in sorted(round.groups)}
    for row in session.scalars(select(Result).where(Result.round == round.id)):
        found[row.group][row.question] = row
    return found


def comments_of(session: Session, round: Round) -> list[str]:
    """The words for the team, in the order of their random keys."""
    return list(session.scalars(select(Comment.text).where(Comment.round == round.id).order_by(Comment.key)))


def trend(session: Session, round: Round, group: str, question: str, most: int = 8) -> list[str | None]:
    """The published values of a question in the group's last rounds, oldest first; None where too few answered."""
    values = []
    for earlier in [round, *_before(session, round, most - 1)]:
        row = session.get(Result, (earlier.id, group, question))
        values.append(row.value if row else None)
    while values and values[-1] is None:
        values.pop()
    return values[::-1]


def weeks(session: Session, round: Round, most: int = 8) -> list[str]:
    """The weeks that the values of `trend` are of, oldest first; a trend that begins later lacks the first ones."""
    return [earlier.week for earlier in [round, *_before(session, round, most - 1)]][::-1]


def rising(values: list[str | None], better: str) -> bool:
    """Whether the last three steps all went away from what a team would like, by values of one precision."""
    last = values[-4:]
    if len(last) < 4 or None in last or len({"." in (value or "") for value in last}) != 1:
        return False
    numbers = [float((value or "").split()[0]) for value in last]
    steps = [later - sooner for sooner, later in pairwise(numbers)]
    return all(step > 0 for step in steps) if better == "low" else all(step < 0 for step in steps)


def _value(kind: str, numbers: list[int], fine: bool) -> str:
    if kind == "scale":
        return half_points(numbers) if fine else three_steps(numbers)
    if kind == "count":
        return about(sum(numbers))
    return (share if fine else half_share)(sum(numbers), len(numbers))


def _publish_words(session: Session, round: Round, question: str, words: list[str]) -> None:
    if round.k_comment is not None and len(words) >= round.k_comment:
        for text in words:
            session.add(Comment(round=round.id, key=secrets.token_bytes(16), question=question, text=text))


def _is_fine(session: Session, round: Round, group: str, roster: set[str]) -> bool:
    for earlier in _published(session, round, group):
        changed = len(roster ^ roster_of(session, earlier, group))
        if 0 < changed < round.k:
            return False
    return True


def _published(session: Session, round: Round, group: str) -> Iterator[Round]:
    """The last rounds in which this group had a value."""
    found = 0
    for earlier in _before(session, round, 2 * MEMORY):
        if group in earlier.groups and any(row.value for row in of_round(session, earlier)[group].values()):
            found += 1
            yield earlier
        if found == MEMORY:
            return


def _before(session: Session, round: Round, most: int) -> list[Round]:
    query = select(Round).where(
        Round.workspace == round.workspace, Round.circle == round.circle, Round.state == "closed",
        Round.opens_at < round.opens_at,
    )  # fmt: skip
    return list(session.scalars(query.order_by(Round.opens_at.desc()).limit(most)))
