"""Setup in Slack: two forms, a dry run that only the installer sees, and then it holds. Changes are there to read."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session, sessionmaker

from coaching import calendar, outbox, people, roles, setup
from coaching.care import circles
from coaching.people import Actor
from coaching.setup import Said
from coaching.workplace import Workplace
from handlers import door, groups, sealed
from handlers.acquaintance import Unmet, acquaint
from handlers.answering import tell
from handlers.door import Message
from handlers.incoming import workspace_of
from handlers.views import notices
from handlers.views import setup as views
from handlers.views.blocks import answers

Body = dict[str, Any]
DB = sessionmaker[Session]
PAGE = 1_000  # people of a channel that Slack tells at a time
NO_ZONE = "I know no such time zone. Write one such as Europe/Lisbon."
NO_PEOPLE = "Choose a user group, or a channel that I am in, for the people of this team."
NO_NAME = "Give the team a name."


def register(app: App) -> None:
    """Everything the bot hears about its setup."""
    app.action("setup_open")(open_basics)
    app.view("setup_basics")(basics_given)
    app.view("setup_teams")(teams_given)
    app.action("setup_apply")(apply)
    app.action("setup_discard")(discard)
    app.action("setup_log")(log)


def is_slack_admin(client: WebClient, user: str) -> bool:
    """Whether somebody administers the Slack workspace."""
    try:
        found: Body = client.users_info(user=user)["user"]
    except SlackApiError:
        return False
    return bool(found.get("is_admin") or found.get("is_owner"))


def state(client: WebClient, db: DB, workplace: Workplace, actor: Actor) -> Message:
    """`/takefive settings`: what holds, and for admins the way to change it."""
    admin = actor.user in workplace.admins or (not workplace.admins and is_slack_admin(client, actor.user))
    if not admin:
        return views.state(setup.about(workplace, actor.user))
    with db.begin() as session:
        return views.state(workplace, reader=sealed.reader(session, actor))


def open_basics(ack: Ack, body: Body, client: WebClient, db: DB, file: Workplace, workplace: Workplace) -> None:
    """The first form, filled in with what holds or is being tried out."""
    actor = _admin(client, workplace, body)
    with db.begin() as session:
        sealed.button(session, body)
        said = setup.draft(session, actor.workspace, file)
        said["admins"] = said["admins"] or [actor.user]
        metadata = sealed.seal(session, actor, "setup_basics", "0" * 16)
    client.views_open(trigger_id=body["trigger_id"], view=door.view(views.basics(said, metadata)))
    ack()


def basics_given(
    ack: Ack, body: Body, view: Body, client: WebClient, db: DB, file: Workplace, workplace: Workplace
) -> None:
    """Zone, mode, channels and admins were filled in: kept as a draft; the teams come next."""
    actor, given = _admin(client, workplace, body), answers(view)
    if (given.get("zone") or "").strip() not in calendar.zones():
        ack(response_action="errors", errors={"zone": NO_ZONE})
        return
    known = _handles(groups.behind(client))
    with db.begin() as session:
        sealed.form(session, body)
        said = setup.draft(session, actor.workspace, file)
        mode = given.get("kudos") or "thread"
        known_as = {one["id"]: one for one in said["channel"] if one["part"] == "snippets"}
        chosen = views.chosen(view, "snippets")
        shared = [{"id": id, "part": "snippets", **known_as.get(id, {}), "kudos": mode} for id in chosen]
        said |= {"zone": (given["zone"] or "").strip(), "kudos": mode, "admins": views.chosen(view, "admins")}
        said["channel"] = [*shared, *(one for one in said["channel"] if one["part"] == "team")]
        setup.keep(session, actor.workspace, said)
        metadata = sealed.seal(session, actor, "setup_teams", "0" * 16)
    ack(response_action="update", view=door.view(views.teams(said, known, metadata)))


def teams_given(
    ack: Ack, body: Body, view: Body, client: WebClient, db: DB, file: Workplace, workplace: Workplace, now: datetime
) -> None:
    """A team was filled in: kept in the draft; then another one, or the dry run."""
    actor, given = _admin(client, workplace, body), answers(view)
    behind = groups.behind(client)
    team, problems = _team(client, db, actor, view, behind, now)
    if problems:
        ack(response_action="errors", errors=problems)
        return
    with db.begin() as session:
        sealed.form(session, body)
        setup.note_groups(session, actor.workspace, behind, now)
        said = _with_team(
            setup.draft(session, actor.workspace, file), team, given.get("room"), views.chosen(view, "drop")
        )
        setup.keep(session, actor.workspace, said)
        metadata = sealed.seal(session, actor, "setup_teams", "0" * 16)
    if given.get("then") == "more":
        ack(response_action="update", view=door.view(views.teams(said, _handles(behind), metadata)))
        return
    uninvited = [one["id"] for one in said["channel"] if not _is_in(client, one["id"])]
    with db.begin() as session:
        _try_out(session, file, actor, said, uninvited, body["view"]["id"], now)
    ack(response_action="clear")


def apply(
    ack: Ack, body: Body, client: WebClient, db: DB, file: Workplace, workplace: Workplace, now: datetime
) -> None:
    """Put it to work."""
    actor = _admin(client, workplace, body)
    with db.begin() as session:
        sealed.button(session, body)
        setup.apply(session, file, actor, now)
    ack()
    tell(client, body, notices.line(views.APPLIED))


def discard(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace) -> None:
    """Throw the draft away."""
    actor = _admin(client, workplace, body)
    with db.begin() as session:
        sealed.button(session, body)
        setup.discard(session, actor.workspace)
    ack()
    tell(client, body, notices.line(views.DISCARDED))


def log(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace) -> None:
    """The change log, as far as it is about whoever reads it."""
    with db.begin() as session:
        actor, _ = sealed.button(session, body)
        changes = setup.log(session, actor.workspace, workplace, actor.user)
        shown = views.log(
            (setup.discreet(session, actor.workspace, workplace, one.words), one.by, one.at) for one in changes
        )
    client.views_open(trigger_id=body["trigger_id"], view=door.view(shown))
    ack()


def _admin(client: WebClient, workplace: Workplace, body: Body) -> Actor:
    actor = Actor(workspace_of(body), body["user"]["id"])
    slack_admin = not workplace.admins and is_slack_admin(client, actor.user)
    roles.authorise(workplace, actor.user, "set_up", slack_admin=slack_admin)
    return actor


def _team(
    client: WebClient, db: DB, actor: Actor, view: Body, behind: dict[str, list[str]], now: datetime
) -> tuple[Said | None, dict[str, str]]:
    """The team that was filled in (None: none), and everything that stands against it, by field."""
    given = answers(view)
    name, group, channel = (given.get("name") or "").strip(), given.get("group"), given.get("members")
    from_group = group in behind
    if not name and not from_group and not channel:
        return None, {}
    members = [group] if from_group and group else _people_in(client, db, actor, channel, now)
    problems = {} if name else {"name": NO_NAME}
    problems |= {} if members else {"members": NO_PEOPLE}
    return {"name": name, "members": members, "leads": views.chosen(view, "leads")}, problems


def _people_in(client: WebClient, db: DB, actor: Actor, channel: str | None, now: datetime) -> list[str]:
    """The members of the workspace in a channel; none where the bot may not look."""
    if not channel:
        return []
    found: list[str] = []
    try:
        for page in client.conversations_members(channel=channel, limit=PAGE):
            found += page["members"]
    except SlackApiError:
        return []
    with suppress(Unmet):  # whoever is not known yet is taken along: digests look again
        acquaint(client, db, actor.workspace, found, now)
    with db.begin() as session:
        return [id for id in found if people.person(session, actor.workspace, id).standing in ("member", None)]


def _handles(behind: dict[str, list[str]]) -> list[str]:
    return sorted(handle for handle in behind if handle[0] == "@")


def _with_team(said: Said, team: Said | None, room: str | None, dropped: list[str]) -> Said:
    """The draft with this team and its channel, and without those that are left out.

    What the form does not ask of a team that is said anew (its coaches, care leads and zone) stays.
    """
    name = team["name"] if team else None
    gone = {*dropped, name}
    before: Said = next((one for one in said["team"] if one["name"] == name), {})
    teams = [one for one in said["team"] if one["name"] not in gone]
    rooms = [one for one in said["channel"] if one["part"] != "team" or one.get("team") not in gone]
    if team:
        teams.append({**before, **team})
        rooms = [one for one in rooms if one["id"] != room]
        rooms += [{"id": room, "part": "team", "team": name}] if room else []
    return {**said, "team": teams, "channel": rooms}


def _is_in(client: WebClient, channel: str) -> bool:
    try:
        return bool(client.conversations_info(channel=channel)["channel"].get("is_member"))
    except SlackApiError:
        return False


def _try_out(
    session: Session, file: Workplace, actor: Actor, said: Said, uninvited: list[str], form: str, now: datetime
) -> None:
    before, after = setup.before_and_after(session, actor.workspace, file, said)
    tried = setup.filled(session, actor.workspace, after)
    facts = {
        "lines": [
            setup.discreet(session, actor.workspace, after, words) for words, _ in setup.differences(before, after)
        ],
        "sizes": {team.name: len(team.members) for team in tried.teams},
        "small": circles.too_small(tried.care.circles),
        "uninvited": uninvited,
        "rooms": [[room.channel, room.part] for room in after.rooms.values()],
    }
    outbox.post(
        session, workspace=actor.workspace, key=f"setup_trial:{form}", kind="setup_trial", facts=facts, now=now,
        person=actor.user,
    )  # fmt: skip
