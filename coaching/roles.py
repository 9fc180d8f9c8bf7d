"""Roles: what somebody is here, from the settings, and what each role may do."""

from typing import Literal

from coaching.people import Refused
from coaching.workplace import Team, Workplace

Role = Literal["member", "coach", "lead", "care_lead", "admin"]
Action = Literal["set_up", "see_team"]
WHO_MAY: dict[Action, frozenset[Role]] = {
    "set_up": frozenset(["admin"]),
    "see_team": frozenset(["lead"]),
}
REFUSALS: dict[Action, str] = {
    "set_up": "Setting up is for admins: {}. Everybody can read what was changed on the Home tab.",
    "see_team": "The team view is for the leads of a team. Ask an admin to name you as one.",
}


def of(workplace: Workplace, user: str) -> frozenset[Role]:
    """What somebody is here. Admin alone opens nothing but the setup: no team's view and no check-ins."""
    held: set[Role] = {"member"}
    for team in workplace.teams:
        held |= {"coach"} if user in team.coaches else set()
        held |= {"lead"} if user in team.leads else set()
        held |= {"care_lead"} if user in team.care_leads else set()
    return frozenset(held | ({"admin"} if user in workplace.admins else set()))


def authorise(workplace: Workplace, user: str, action: Action, *, slack_admin: bool = False) -> None:
    """Let somebody do something by their role, or raise Refused.

    While the settings name no admin, the admins of the Slack workspace (`slack_admin`) set up.
    """
    held = of(workplace, user) | ({"admin"} if slack_admin and not workplace.admins else set())
    if not held & WHO_MAY[action]:
        named = ", ".join(f"<@{admin}>" for admin in sorted(workplace.admins)) or "those of this Slack workspace"
        raise Refused(REFUSALS[action].format(named))


def led_by(workplace: Workplace, user: str) -> list[Team]:
    """The teams that somebody leads."""
    return [team for team in workplace.teams if user in team.leads]
