"""Digests: the minute's work that sends them, `/takefive digest` for one's own week now, and no more of them."""

import logging
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session, sessionmaker

from coaching import late, people, setup
from coaching.calendar import week_of
from coaching.people import Actor
from coaching.recognition import digests, progress, weeks
from coaching.recognition.weeks import Week
from coaching.records.people import Person
from coaching.workplace import Team, Weekly, Workplace
from handlers import outcomes, sealed
from handlers.acquaintance import Unmet, acquaint
from handlers.answering import tell
from handlers.door import Message
from handlers.groups import Groups
from handlers.outcomes import promised
from handlers.rooms import is_shared
from handlers.views import digests as views
from handlers.views import notices

log = logging.getLogger(__name__)
Body = dict[str, Any]
DB = sessionmaker[Session]
AT_ONCE = 50  # digests looked at in one transaction, so that nobody else waits long for a turn to write
REMEMBERED = 4  # digests back that are kept true


def register(app: App) -> None:
    """Everything the bot hears about digests."""
    app.action("weekly_off")(stop)


def stop(ack: Ack, body: Body, client: WebClient, db: DB) -> None:
    """No weekly letter any more."""
    with db.begin() as session:
        actor, _ = sealed.button(session, body)
        people.person(session, actor.workspace, actor.user).weekly = False
    ack()
    tell(client, body, notices.line(views.STOPPED))


def own(session: Session, workplace: Workplace, row: Person, now: datetime) -> Message:
    """`/takefive digest`: one's own last seven days, now."""
    zone = zone_of(workplace, row.id, row)
    week = Week(now - timedelta(days=7), now, week_of(now, zone))
    facts = digests.of_person(session, workplace, row.workspace, row.id, week)
    if facts is None:
        return notices.line(views.NOTHING)
    return views.own_digest(sealed.reader(session, Actor(row.workspace, row.id)), asked=True, **facts)


def zone_of(workplace: Workplace, user: str, row: Person | None) -> str:
    """The clock somebody lives by: their own, their team's, or that of the house."""
    teams = (team.zone for team in workplace.teams if user in (*team.members, *team.leads))
    return (row.zone if row else None) or next(teams, workplace.zone)


class Minute:
    """The digests' part of each minute, in the process that delivers."""

    def __init__(self, file: Workplace, db: DB, slack: WebClient) -> None:
        """`file` is what `takefive.toml` says; what was set up in Slack is laid over it each time."""
        self._file, self._db, self._slack = file, db, slack
        self._workspace: str | None = None
        self._groups = Groups(file, db, slack)

    def __call__(self, now: datetime) -> None:
        """Do what is due. What fails is logged without a word of its contents, and tried again in a minute."""
        try:
            if self._is_set_up():
                self._workspace = self._workspace or str(promised(self._slack.auth_test(), "team_id"))
                self._do(self._workspace, now)
        except (*outcomes.FAULTS, Unmet) as error:
            log.warning("digests wait a minute: %(error)s", {"error": type(error).__name__})
        except Exception as error:  # a database's error quotes what was to be written: only its kind is logged
            log.error("digests failed, they are tried again in a minute: %(error)s", {"error": type(error).__name__})

    def _is_set_up(self) -> bool:
        with self._db() as session:
            return bool(self._file.teams) or setup.is_used(session)

    def _do(self, workspace: str, now: datetime) -> None:
        self._groups.look_up(workspace, now)
        with self._db() as session:
            workplace = setup.current(session, workspace, self._file)
        if workplace.weekly is None:
            return
        for team in workplace.teams:
            self._keep_true(workspace, workplace, team, now)
            week = weeks.now_due(now, workplace.weekly, team.zone, workplace.holidays)
            if week and team.members:
                self._of_team(workspace, workplace, team, week, now)
        for person, week in self._own_due(workspace, workplace, workplace.weekly, now):
            with self._db.begin() as session:
                facts = digests.of_person(session, workplace, workspace, person, week)
                key = digests.own_key(person, week.name)
                digests.post(session, workspace, key, "own_digest", facts, now, person=person)

    def _keep_true(self, workspace: str, workplace: Workplace, team: Team, now: datetime) -> None:
        recent = [week_of(now - timedelta(weeks=back), team.zone) for back in range(REMEMBERED)]
        keys = [digests.team_key(team, week) for week in recent]
        if now.minute % 30 == 0:
            keys += [digests.own_key(id, week) for id in team.members for week in recent[:2]]
        for start in range(0, len(keys), AT_ONCE):
            with self._db.begin() as session:
                digests.keep_true(session, workplace, workspace, keys[start : start + AT_ONCE], now)

    def _of_team(self, workspace: str, workplace: Workplace, team: Team, week: Week, now: datetime) -> None:
        key = digests.team_key(team, week.name)
        to_leads = {digests.lead_key(team, lead, week.name): lead for lead in team.leads}
        with self._db() as session:
            open_keys = {key, *to_leads} - digests.known(session, workspace, [key, *to_leads])
            places = digests.places(session, workspace, team.members, week)
        if not open_keys:
            return
        acquaint(self._slack, self._db, workspace, [id for id in team.members if id[0] in "UW"], now)
        readable = {place for place in places | workplace.rooms.keys() if self._is_readable(workplace, team, place)}
        with self._db.begin() as session:
            late.fold(session, workspace, workplace.kudos_within, now)
            room = workplace.room_of(team.name)
            if key in open_keys and room:
                facts = digests.of_team(session, workplace, workspace, team, week, readable)
                digests.post(session, workspace, key, "digest", facts, now, channel=room)
            for lead_key in open_keys & to_leads.keys():
                lead = to_leads[lead_key]
                told = digests.of_lead(session, workplace, workspace, team, lead, week)
                digests.post(session, workspace, lead_key, "lead_digest", told, now, person=lead)

    def _own_due(self, workspace: str, workplace: Workplace, weekly: Weekly, now: datetime) -> list[tuple[str, Week]]:
        """Whose own digest is due on their own clock, and was not decided on yet."""
        everybody = {id for team in workplace.teams for id in team.members}
        with self._db() as session:
            due = {}
            for row in progress.rows(session, workspace, everybody):
                week = weeks.now_due(now, weekly, zone_of(workplace, row.id, row), workplace.holidays)
                if week and _wants_one(workplace, row, now):
                    due[digests.own_key(row.id, week.name)] = (row.id, week)
            done = digests.known(session, workspace, due)
        return [one for key, one in due.items() if key not in done]

    def _is_readable(self, workplace: Workplace, team: Team, place: str) -> bool:
        """Whether everybody in the team can read a channel: it is theirs by the settings, or everybody's in Slack."""
        room = workplace.rooms.get(place)
        if room and room.team:
            return room.team == team.name
        try:
            found: Body = promised(self._slack.conversations_info(channel=place), "channel")
        except SlackApiError as error:
            if outcomes.of_error(error).policy == "refused":
                return False  # one that the bot is not in
            raise
        return not found.get("is_private", True) and not is_shared(found)


def _wants_one(workplace: Workplace, row: Person, now: datetime) -> bool:
    away = row.away_until is not None and row.away_until > now
    praised = people.preference(row, workplace) != "none"
    return row.weekly and row.standing in (None, "member") and not away and praised
