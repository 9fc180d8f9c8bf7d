"""For each listener: the scene, and the request that one of fourteen kinds of people sends into it.

`theirs` in the table: the button or form was made for the owner, and the visitor sends a copy of it. `own`: it was
made for the visitor. Where an id in it is the owner's, the visitor also tries it with a seal of their own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from coaching import setup
from coaching.recognition import lines, seconding, shoutouts
from coaching.recognition.shoutouts import Wanted
from coaching.records.outbox import Letter
from coaching.records.snippets import Review
from coaching.snippets import review
from coaching.snippets.review import Snippet
from handlers.rounds import Minute
from handlers.sealed import EVERYBODY
from tests.handlers.payloads import FORM, Body, around, chosen, click, command, doer, event, home_of, submit, text
from tests.handlers.visit import HOME, KINDS, MEMBER, NOW, OWNER, SECRET, SNIPPETS, TEAM, World

ABOUT = "0" * 16
STRONG = (
    f"Customer: The {SECRET} never came and my mother is in tears.\n"
    f"Agent: I'm so sorry about the {SECRET}, and for your mother most of all. I'll ring the depot myself at ten "
    "and call you back by noon with what I found."
)  # fmt: skip
WEAK = f"Customer: The {SECRET} never came and I am upset.\nAgent: As per policy you must wait five working days."


def once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Part of a scene: whoever is refused leaves it as it was, so the next one finds it made."""

    @wraps(make)
    def made(world: World, *args: Any, **named: Any) -> Any:
        key = (make.__name__, *args, *named.values())
        if key not in world.scene:
            world.scene[key] = make(world, *args, **named)
        return world.scene[key]

    return made


@once
def read(world: World, source: Any = "shortcut", words: str = STRONG) -> str:
    """The owner had a snippet read; its id."""
    snippet = Snippet(
        workspace=HOME, source=source, origin=f"{SNIPPETS}:1.0", author=OWNER, sharer=OWNER, text=words, place=SNIPPETS,
        thread="1.0",
    )  # fmt: skip
    with world.database.sessions.begin() as session:
        assert review.share(session, world.workplace, review.read(snippet), NOW) is None
    with world.database.sessions() as session:
        found = session.query(Review).one()
        assert SECRET in found.text
        return found.id


@once
def praised(world: World) -> str:
    """The owner's kudos stand in the snippets channel."""
    id = read(world, "channel")
    with world.database.sessions.begin() as session:
        letter = session.query(Letter).filter_by(kind="kudos").one()
        letter.state, letter.posted_in, letter.posted_as = "sent", SNIPPETS, "2.0"
    return id


@once
def thanked(world: World, giver: str = OWNER, who: str = MEMBER) -> str:
    """A shout-out was given; its id."""
    wanted = Wanted(
        HOME, "form:V1", giver, (who,), "empathy", f"Brought {SECRET} to the depot.", None, "public", SNIPPETS
    )
    with world.database.sessions.begin() as session:
        shoutouts.give(session, world.workplace, wanted, NOW)
    with world.database.sessions() as session:
        return str(session.query(shoutouts.ShoutOut).one().id)


@once
def checking_in(world: World) -> str:
    """The owner's team has a check-in open; its id."""
    minute = Minute(
        world.workplace, world.database.sessions, world.bolt.client, world.keys, lambda: None, serves_too=True
    )
    minute(NOW.replace(hour=8))
    minute(NOW)
    (found,) = {path.stem for path in world.keys.path.glob("*.slot")}
    return found


@once
def drafted(world: World) -> None:
    """An admin has a setup in the making."""
    with world.database.sessions.begin() as session:
        setup.keep(session, HOME, {**setup.draft(session, HOME, world.workplace), "kudos": "drafts"})


REVIEW_BUTTONS = ("kudos_share", "kudos_edit", "kudos_keep", "kudos_not_right", "take_down", "why", "coach_ask",
                  "tip_helped", "tip_not_helped", "tips_fewer", "shoutout_from", "home_sign", "home_keep",
                  "home_helped", "home_not_helped", "prefer_public", "prefer_team", "prefer_private",
                  "prefer_none")  # fmt: skip
IN_A_WINDOW = ("coach_ask", "checkin_buddy", "checkin_cover")
ROUND_BUTTONS = ("checkin_open", "checkin_quiet", "checkin_talk", "checkin_rough", "checkin_buddy", "checkin_cover",
                 "checkin_did")  # fmt: skip
OWN_BUTTONS = ("home_pause", "home_resume", "home_weekly_on", "home_weekly_off", "home_snippet", "home_rehearse",
               "home_shoutout", "home_praise", "home_export", "home_delete", "home_forget", "weekly_off",
               "setup_log", "setup_open",
               "setup_apply", "setup_discard")  # fmt: skip
SHOUT_OUT = {
    "who": {"type": "multi_users_select", "selected_users": ["U0FIV"]},
    "line": chosen("empathy"),
    "what": text("Stayed an hour longer so that the depot could be reached."),
    "effect": text(""),
    "reach": chosen("public"),
    "place": {"type": "conversations_select", "selected_conversation": TEAM},
}


class Doings:
    """How each listener is reached: `body(name, kind, seal_for)` furnishes the scene and makes the request."""

    def __init__(self, world: World) -> None:
        self.world = world

    def body(self, name: str, kind: str, seal_for: str, fresh: bool = True) -> Body:
        """The request. `seal_for`: for whom what it carries was sealed; `fresh`: into a scene that is made anew."""
        if fresh:
            self.world.furnish()
        sort, _, what = name.partition(" ")
        return getattr(self, f"_{sort}")(what, kind, seal_for)

    def _seal(self, purpose: str, id: str, kind: str, seal_for: str) -> str:
        there = home_of(kind) if seal_for == KINDS[kind][0] else HOME
        return self.world.token(seal_for, purpose, id, there)

    def _button(self, what: str, kind: str, seal_for: str) -> Body:
        world = self.world
        if what in ("home_kudos", "home_tips"):
            value = {"home_kudos": "private", "home_tips": "none"}[what]
            return click(kind, what, "", selected_option={"value": value})
        if what == "why_kudos":
            return click(kind, what, world.token(EVERYBODY, what, praised(world)))
        id = ABOUT
        if what in REVIEW_BUTTONS:
            posted = what in ("take_down", "kudos_not_right")
            id = praised(world) if posted else read(world, words=WEAK if "helped" in what else STRONG)
        elif what in ROUND_BUTTONS:
            id = checking_in(world)
        elif what.startswith("shoutout_"):
            id = thanked(world, MEMBER, OWNER) if what == "shoutout_leave" else thanked(world)
        elif what in ("setup_apply", "setup_discard"):
            drafted(world)
        elif what == "home_delete":
            read(world)
            with world.database.sessions.begin() as session:
                session.query(Review).update({"sharer": KINDS[kind][0], "author": KINDS[kind][0]})
        more = {"view": {"id": FORM}} if what in IN_A_WINDOW else {}
        return {**click(kind, what, self._seal(what, id, kind, seal_for)), **more}

    def _form(self, what: str, kind: str, seal_for: str) -> Body:
        return getattr(self, f"_{what}")(what, kind, seal_for)

    def _snippet_form(self, what: str, kind: str, _: str) -> Body:
        return submit(kind, what, SNIPPETS, {"reply": text(STRONG), "context": text("")})

    def _snippet_keep(self, what: str, kind: str, _: str) -> Body:
        carried = f'{{"place": "{SNIPPETS}", "contact": null, "customer": null}}'
        return submit(kind, what, carried, {"kept_reply": text(STRONG), "kept_context": text("")})

    def _kudos_edited(self, what: str, kind: str, seal_for: str) -> Body:
        return submit(kind, what, self._seal(what, read(self.world), kind, seal_for), {"words": text("Well done.")})

    def _verdict(self, what: str, kind: str, seal_for: str) -> Body:
        said = {"empathy": chosen("missed"), "reason": text("")}
        return submit(kind, what, self._seal(what, read(self.world), kind, seal_for), said)

    def _tips_wish(self, what: str, kind: str, seal_for: str) -> Body:
        id = read(self.world, words=WEAK)
        return submit(kind, what, self._seal(what, id, kind, seal_for), {"wish": chosen("none")})

    def _rehearsal(self, what: str, kind: str, _: str) -> Body:
        return submit(kind, what, "", {"reply": text("I'm sorry. I'll ring you at ten."), "context": text("")})

    def _shoutout_form(self, what: str, kind: str, seal_for: str) -> Body:
        return submit(kind, what, "", SHOUT_OUT)

    def _shoutout_edited(self, what: str, kind: str, seal_for: str) -> Body:
        given = {"line": chosen("ownership"), "what": text("Took the call late at night."), "effect": text("")}
        return submit(kind, what, self._seal(what, thanked(self.world), kind, seal_for), given)

    def _checkin_answer(self, what: str, kind: str, seal_for: str) -> Body:
        id = checking_in(self.world)
        return submit(kind, what, self._seal(what, id, kind, seal_for), {"mood": chosen("4")})

    def _checkin_talk_sent(self, what: str, kind: str, seal_for: str) -> Body:
        return submit(kind, what, self._seal(what, checking_in(self.world), kind, seal_for), {})

    def _checkin_done(self, what: str, kind: str, seal_for: str) -> Body:
        given = {"said": text("Too many calls."), "did": text("Two more people on Mondays.")}
        return submit(kind, what, self._seal(what, checking_in(self.world), kind, seal_for), given)

    def _setup_basics(self, what: str, kind: str, seal_for: str) -> Body:
        given = {"zone": text("UTC"), "kudos": chosen("thread")}
        return submit(kind, what, self._seal(what, ABOUT, kind, seal_for), given)

    def _setup_teams(self, what: str, kind: str, seal_for: str) -> Body:
        given = {"name": text(""), "then": chosen("done")}
        drafted(self.world)
        return submit(kind, what, self._seal(what, ABOUT, kind, seal_for), given)

    def _command(self, what: str, kind: str, _: str) -> Body:
        if what.startswith("undo"):
            thanked(self.world)
        elif what.startswith("checkin"):
            checking_in(self.world)
        else:
            read(self.world)
        return command(kind, what.replace("…", ""))

    def _shortcut(self, what: str, kind: str, _: str) -> Body:
        common = {**around(kind), "callback_id": what, "action_ts": "1.0"}
        if what == "give_shoutout":
            return {"type": "shortcut", **common}
        message = {"type": "message", "user": OWNER, "ts": "1.0", "text": STRONG}
        url = "https://hooks.slack.com/app/T0/1/x"
        place = {"channel": {"id": SNIPPETS, "name": "snippets"}, "message_ts": "1.0", "response_url": url}
        return {"type": "message_action", **common, **place, "message": message}

    def _event(self, what: str, kind: str, _: str) -> Body:
        world = self.world
        if what in ("reaction_added", "reaction_removed"):
            sign = self._sign(praised(world))
            if what == "reaction_removed":
                self._second(kind, sign)
            item = {"type": "message", "channel": SNIPPETS, "ts": "2.0"}
            return event(kind, type=what, reaction=sign, item=item, event_ts="3.0")
        if what.startswith("app_home_opened"):
            read(world)
            return event(kind, type="app_home_opened", tab=what.split()[1], channel=f"D{KINDS[kind][0][1:]}")
        if what in ("app_uninstalled", "tokens_revoked"):
            return event(kind, type=what, **({"tokens": {"bot": ["U0TAKE"]}} if what == "tokens_revoked" else {}))
        if what == "user_change":
            return event(kind, type=what, user={**doer(kind), "deleted": True})
        return self._message(what, kind)

    def _sign(self, id: str) -> str:
        with self.world.database.sessions() as session:
            return lines.sign(session.get_one(Review, id).quotes[0][0])

    def _second(self, kind: str, sign: str) -> None:
        with self.world.database.sessions.begin() as session:
            letter = seconding.praised(session, HOME, SNIPPETS, "2.0")
            if letter and KINDS[kind][2] == "member":
                seconding.add(session, letter, KINDS[kind][0], sign, NOW)

    def _message(self, what: str, kind: str) -> Body:
        if what == "message in a snippets channel":
            return event(kind, type="message", channel=SNIPPETS, channel_type="channel", ts="1.0", text=STRONG)
        if what == "message to the bot":
            return event(kind, type="message", channel="D1", channel_type="im", ts="1.0", text=STRONG)
        if what == "message elsewhere":
            return event(kind, type="message", channel="C0CHAT", channel_type="channel", ts="1.0", text=STRONG)
        if what == "message changed":
            new = event(kind, type="message", channel=SNIPPETS, ts="1.0", text=STRONG)["event"]
            return event(
                kind, type="message", subtype="message_changed", channel=SNIPPETS, channel_type="channel", ts="3.0",
                message=new, previous_message={**new, "text": WEAK},
            )  # fmt: skip
        praised(self.world)
        return event(
            kind, type="message", subtype="message_deleted", channel=SNIPPETS, deleted_ts="1.0", ts="3.0",
            previous_message={"user": OWNER, "ts": "1.0"},
        )  # fmt: skip
