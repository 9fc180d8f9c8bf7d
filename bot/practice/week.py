"""A week at Brightwell: the Friday on which Support checks in, and the Tuesday on which the check-in closes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from .workspace import Workspace

HOME = ZoneInfo("Europe/Lisbon")
TUESDAY, FRIDAY = 1, 4
AFTER_THREE = time(15, 1)
QUESTIONS = ("mood", "load", "support", "hard", "good")
COLLEAGUES = {"Ben": "34311", "Chidi": "44401", "Dora": "35310", "Emil": "43401", "Fay": "34411"}


def check_in(slack: Workspace, ids: dict[str, str]) -> None:
    """It becomes Friday, a minute after three, and Ana's colleagues answer their check-in; Ana has not yet."""
    _become(slack, FRIDAY)
    for name, given in COLLEAGUES.items():
        slack.command(ids[name], ids[f"{name} and Take Five"], "/takefive", "checkin")
        if slack.view(ids[name]):  # an app that knows no check-ins opens none
            slack.submit(ids[name], dict(zip(QUESTIONS, given, strict=True)))
            slack.close_view(ids[name], everything=True)


def close(slack: Workspace, ids: dict[str, str]) -> None:
    """It becomes Tuesday, a minute after three."""
    _become(slack, TUESDAY)


def _become(slack: Workspace, weekday: int) -> None:
    now = slack.clock.now().astimezone(HOME)
    day = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    moment = datetime.combine(day, AFTER_THREE, HOME)
    slack.clock.set(moment if moment > now else datetime.combine(day + timedelta(days=7), AFTER_THREE, HOME))
