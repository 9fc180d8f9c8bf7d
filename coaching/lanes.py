"""Lanes: in one conversation at most one message a second, however many letters wait for it and whoever sends them.

A letter that finds its conversation busy is promised the first free moment, so a thousand of them come back one by one
instead of all at once. Slack's limit: https://docs.slack.dev/apis/web-api/rate-limits
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coaching.records import insert_unless
from coaching.records.outbox import Lane, Letter

PACE = timedelta(seconds=1)


def take_turn(session: Session, letter: Letter, conversation: str, now: datetime) -> datetime | None:
    """Take the conversation for a letter: None, it is free now; otherwise the moment that is promised to it.

    A promise that was not kept in time lapses: after an outage nobody is let through on an old one.
    """
    if not PACE:
        return None
    lane = _lane(session, letter.workspace, conversation, now)
    promised = letter.turn is not None and now - letter.turn < 2 * PACE
    if not promised and lane.free_at > now:
        letter.turn, lane.free_at = lane.free_at, lane.free_at + PACE
    elif lane.said_at + PACE > now:
        letter.turn = lane.said_at + PACE  # the one before was a little late
    else:
        lane.said_at, lane.free_at, letter.turn = now, max(lane.free_at, now + PACE), None
    return letter.turn


def _lane(session: Session, workspace: str, conversation: str, now: datetime) -> Lane:
    """The conversation's row, made on first sight and held for the transaction."""
    key = (workspace, conversation)
    lane = session.get(Lane, key, with_for_update=True, populate_existing=True)
    if lane is None:
        insert = insert_unless(session, Lane).on_conflict_do_nothing()
        free = {"said_at": now - PACE, "free_at": now - PACE}
        session.execute(insert.values(workspace=workspace, conversation=conversation, **free))
        lane = session.get_one(Lane, key, with_for_update=True, populate_existing=True)
    return lane
