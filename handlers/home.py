"""The Home tab: shown when it is opened, and anew after each click on it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

from coaching import erasure, export, home, people, roles, setup
from coaching.people import Actor, Preference
from coaching.recognition import praise as praise_file
from coaching.snippets import drafts, tips
from coaching.snippets.tips import Wish
from coaching.workplace import Workplace
from handlers import door, sealed
from handlers import setup as setting_up
from handlers.acquaintance import Unmet, acquaint
from handlers.answering import tell
from handlers.door import Message
from handlers.incoming import workspace_of
from handlers.views import coach as coach_views
from handlers.views import home as views
from handlers.views import notices
from handlers.views import praise as praise_views
from handlers.views import recognition as recognition_views
from handlers.views import setup as setup_views
from handlers.views import snippets as snippet_views

Body = dict[str, Any]
DB = sessionmaker[Session]
WISHES: tuple[Preference, ...] = ("public", "team", "private", "none")
TIPS: tuple[Wish, ...] = ("all", "snooze", "none")


def register(app: App) -> None:
    """Everything the bot hears from the Home tab."""
    app.event("app_home_opened", matchers=[is_home])(opened)
    app.event("app_home_opened")(elsewhere)
    app.action("home_kudos")(kudos)
    app.action("home_tips")(tips_wish)
    for name in ("home_pause", "home_resume", "home_weekly_on", "home_weekly_off"):
        app.action(name)(switched)
    for name in ("home_sign", "home_keep", "home_helped", "home_not_helped"):
        app.action(name)(today)
    for name in ("home_snippet", "home_rehearse", "home_shoutout", "home_praise", "home_export"):
        app.action(name)(opening)
    app.action("home_delete")(delete)
    app.action("home_forget")(forget)


def is_home(event: Body) -> bool:
    """The Home tab, not the messages beside it, opened by a person."""
    return event.get("tab") == "home" and isinstance(event.get("user"), str)


def elsewhere() -> None:
    """The messages tab is a conversation like any other."""


def opened(event: Body, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Somebody opened the Home tab."""
    actor = Actor(workspace_of(body), event["user"])
    _meet(client, db, actor, now)
    publish(client, db, workplace, actor, now)


def publish(
    client: WebClient, db: DB, workplace: Workplace, actor: Actor, now: datetime, *, deleted: int | None = None
) -> None:  # fmt: skip
    """Show somebody their Home tab as it is now. `deleted`: how many snippets of theirs went just now."""
    slack_admin = not workplace.admins and setting_up.is_slack_admin(client, actor.user)
    with db.begin() as session:
        if people.person(session, actor.workspace, actor.user).standing not in ("member", None):
            view = views.members_only()
        else:
            shown = home.of(session, workplace, actor, now, slack_admin=slack_admin)
            all_of_it = "admin" in shown.held
            told = setup_views.in_words(workplace if all_of_it else setup.about(workplace, actor.user))
            changed = bool(setup.log(session, actor.workspace, workplace, actor.user, most=1))
            view = views.home(sealed.reader(session, actor), shown, setup=told, changed=changed, deleted=deleted)
    client.views_publish(user_id=actor.user, view=door.view(view))


def kudos(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """How somebody likes kudos from now on."""
    actor, choice = _chosen(body)
    if choice in WISHES:
        with db.begin() as session:
            row = people.person(session, actor.workspace, actor.user)
            people.prefer(session, workplace, row, choice, now)
    publish(client, db, workplace, actor, now)
    ack()


def tips_wish(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """How many tips somebody wants from now on."""
    actor, choice = _chosen(body)
    if choice in TIPS:
        with db.begin() as session:
            tips.change(people.person(session, actor.workspace, actor.user), choice, now)
    publish(client, db, workplace, actor, now)
    ack()


def switched(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Reading and the weekly letter, on and off."""
    action = body["actions"][0]["action_id"]
    with db.begin() as session:
        actor, _ = sealed.button(session, body)
        row = people.person(session, actor.workspace, actor.user)
        if action in ("home_pause", "home_resume"):
            row.paused_at = now if action == "home_pause" else None
        else:
            row.weekly = action == "home_weekly_on"
    publish(client, db, workplace, actor, now)
    ack()


def today(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Today's action, done: kudos signed or kept, a tip judged."""
    action = body["actions"][0]["action_id"]
    with db.begin() as session:
        actor, id = sealed.button(session, body)
        if action == "home_sign":
            drafts.sign(session, workplace, actor, id, now)
        elif action == "home_keep":
            drafts.keep(session, actor, id, now)
        else:
            tips.helped(session, actor, id, action == "home_helped")
    publish(client, db, workplace, actor, now)
    ack()


def opening(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace) -> None:
    """A window: the form for a snippet or a shout-out, rehearsing, the praise file, an export."""
    with db.begin() as session:
        actor, _ = sealed.button(session, body)
        view = _window(session, workplace, actor, body["actions"][0]["action_id"])
    client.views_open(trigger_id=body["trigger_id"], view=door.view(view))
    ack()


def delete(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Delete my snippets: all of them, and the tab says how many went. A click that breaks off can be made again."""
    with db() as session:
        actor, _ = sealed.button(session, body)
    deleted, more = 0, True
    while more:
        with db.begin() as session:
            went = home.forget_snippets(session, actor, now)
        deleted, more = deleted + went, went > 0
    publish(client, db, workplace, actor, now, deleted=deleted)
    ack()


def forget(ack: Ack, body: Body, client: WebClient, db: DB, workplace: Workplace, now: datetime) -> None:
    """Delete everything about me: nothing is read or said from now on, the minute's work erases step by step."""
    with db.begin() as session:
        actor, _ = sealed.button(session, body)
        erasure.ask(session, actor.workspace, actor.user, now)
    publish(client, db, workplace, actor, now)
    ack()
    tell(client, body, notices.line(notices.FORGETTING))


def data(session: Session, actor: Actor) -> Message:
    """`/takefive data`: how much is kept, and the ways to have all of it, or none."""
    return views.data(sealed.reader(session, actor), home.kept(session, actor))


def team(session: Session, workplace: Workplace, actor: Actor, now: datetime) -> Message:
    """`/takefive team`: the team view, for leads. Raises Refused for anybody else."""
    roles.authorise(workplace, actor.user, "see_team")
    led = [home.team_view(session, workplace, actor, team.name, now) for team in roles.led_by(workplace, actor.user)]
    shown = views.teams(sealed.reader(session, actor), led)
    return Message("Your team, in participation and themes. Only you can see this.", shown)


def _window(session: Session, workplace: Workplace, actor: Actor, action: str) -> Body:
    if action == "home_snippet":
        return snippet_views.form(place=workplace.place_for(actor.user) or "")
    if action == "home_rehearse":
        return coach_views.rehearse()
    if action == "home_shoutout":
        return recognition_views.form()
    if action == "home_export":
        return views.export(export.as_lines(export.of(session, workplace, actor)))
    found = praise_file.entries(session, workplace, actor.workspace, actor.user)
    return praise_views.file(found, sealed.reader(session, actor).name, praise_file.summary(found), "")


def _chosen(body: Body) -> tuple[Actor, str]:
    option = body["actions"][0].get("selected_option") or {}
    return Actor(workspace_of(body), body["user"]["id"]), option.get("value", "")


def _meet(client: WebClient, db: DB, actor: Actor, now: datetime) -> None:
    try:
        acquaint(client, db, actor.workspace, [actor.user], now)
    except Unmet:
        return  # Slack is slow: the tab comes all the same, a guest is noticed the next time
