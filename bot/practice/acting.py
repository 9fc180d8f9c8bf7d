"""What people do with the app: commands, shortcuts, clicks, forms. Each goes to the bot and is answered at once."""

from __future__ import annotations

from typing import Any

from . import forms, hooks, payloads
from .deliveries import Delivery
from .directory import Person
from .forms import CannotActError
from .methods import chat, views
from .methods.calls import Arguments, RefusedError
from .snapshot import snapshot
from .world import World

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


class Acting:
    """The part of `Workspace` in which people use the app."""

    world: World

    def _after_what_was_said(self) -> None:
        """People act on what they see: wait for the events before, unless the workspace sends several at a time."""
        sent = self.world.deliveries
        if sent.in_order:
            with self.world.changed:
                self.world.changed.wait_for(sent.settled, sent.answer_within)

    def open_home(self, person: str, tab: str = "home") -> None:
        """Open the App Home, or with `tab="messages"` the direct messages with the app."""
        with self.world.changed:
            who = self.world.people[person]
            opened = {"type": "app_home_opened", "user": person, "tab": tab}
            opened["channel"] = self.world.open_dm(person, self.world.bot_user).id
            view = {"view": snapshot(who.home)} if who.home and tab == "home" else {}
            self.world.announce({**opened, **view}, "app_home_opened")

    def command(self, person: str, channel: str, name: str, text: str = "") -> Any:
        """Type a slash command; hands back the bot's immediate answer. Commands are not for threads."""
        if not self.world.manifest.has_command(name):
            raise CannotActError(f"{name} is not a valid command: the manifest does not declare it.")
        self._after_what_was_said()
        with self.world.changed:
            sent = self.world.manifest.command_text(name, text, self.world.names)
            body = payloads.command(self.world, person, self.world.channels[channel], name, sent)
        made = self.world.deliveries.ask("slash_commands", body)
        with self.world.changed:
            _show_answer(self.world, made, person, channel, name)
        return made.answer

    def message_shortcut(self, person: str, channel: str, ts: str, callback_id: str) -> Any:
        """Choose a shortcut in a message's menu."""
        if not self.world.manifest.has_shortcut("message", callback_id):
            raise CannotActError(f"The manifest declares no message shortcut {callback_id!r}.")
        self._after_what_was_said()
        with self.world.changed:
            body = payloads.message_shortcut(self.world, person, self.world.channels[channel], ts, callback_id)
        return self.world.deliveries.ask("interactive", body).answer

    def global_shortcut(self, person: str, callback_id: str) -> Any:
        """Choose a shortcut in the search bar."""
        if not self.world.manifest.has_shortcut("global", callback_id):
            raise CannotActError(f"The manifest declares no global shortcut {callback_id!r}.")
        self._after_what_was_said()
        with self.world.changed:
            body = payloads.global_shortcut(self.world, person, callback_id)
        return self.world.deliveries.ask("interactive", body).answer

    def click(self, person: str, channel: str, ts: str, name: str, value: Any = None) -> Any:
        """Press a button or choose a value in a message (by action id or block id), ephemeral ones included."""
        self._after_what_was_said()
        with self.world.changed:
            message = _message(self.world, person, channel, ts)
            block, element = forms.find(message.get("blocks") or [], name)
            values = self.world.chosen.setdefault((person, ts), {})
            actions = [_action(self.world, block, element, value, values)]
            body = payloads.message_click(self.world, person, self.world.channels[channel], message, actions, values)
        return self.world.deliveries.ask("interactive", body).answer

    def click_in_view(self, person: str, name: str, value: Any = None, home: bool = False) -> Any:
        """Press or choose something in the open modal, or with `home` in the App Home."""
        self._after_what_was_said()
        with self.world.changed:
            who = self.world.people[person]
            view = who.home if home else _modal(who)
            if view is None:
                raise CannotActError(f"{who.name} has no App Home yet.")
            block, element = forms.find(view["blocks"], name)
            actions = [_action(self.world, block, element, value, view["state"]["values"])]
            body = payloads.view_click(self.world, person, view, actions)
        return self.world.deliveries.ask("interactive", body).answer

    def fill(self, person: str, answers: Json) -> None:
        """Put values into the inputs of the open modal, by block id or action id; nothing is sent."""
        with self.world.changed:
            view = _modal(self.world.people[person])
            for name, value in answers.items():
                block, element = forms.find(view["blocks"], name)
                view["state"]["values"].setdefault(block["block_id"], {})[element["action_id"]] = forms.held(
                    element, value
                )

    def submit(self, person: str, answers: Json) -> Any:
        """Fill in the open modal and send it; what the client or the bot finds wrong stands in `Person.errors`."""
        self._after_what_was_said()
        self.fill(person, answers)
        with self.world.changed:
            who = self.world.people[person]
            view = _modal(who)
            who.errors = forms.problems(view)
            if who.errors:
                self.world.note("view", {"person": person})
                return None
            body = payloads.submission(self.world, person, view)
        made = self.world.deliveries.ask("interactive", body)
        with self.world.changed:
            _carry_on(self.world, who, view, made)
            self.world.note("view", {"person": person})
        return made.answer

    def close_view(self, person: str, everything: bool = False) -> None:
        """Close the topmost view (or with `everything` the whole modal); the app hears of it if it asked to."""
        with self.world.changed:
            who = self.world.people[person]
            _modal(who)
            closed = who.views[::-1] if everything else [who.views[-1]]
            cleared = everything or bool(closed[0]["clear_on_close"])
            who.views = [] if cleared else who.views[:-1]
            who.errors = {}
            bodies = [
                payloads.closing(self.world, person, snapshot(view), cleared)
                for view in closed
                if view["notify_on_close"]
            ]
            self.world.note("view", {"person": person})
        for body in bodies:
            self.world.deliveries.ask("interactive", body)


def _show_answer(world: World, made: Delivery, person: str, channel: str, name: str) -> None:
    if not made.accepted:
        why = "operation_timeout" if "timeout" in made.error else "dispatch_failed"
        failure = {"user": "USLACKBOT", "text": f"{name} failed with the error “{why}”"}
        chat.ephemeral(world, channel, person, failure)
        return
    answer = {"text": made.answer} if isinstance(made.answer, str) else made.answer or {}
    arguments = Arguments(answer)
    if arguments.words("text") or arguments.parts("blocks"):
        message = {**chat.app_message(world), **chat.content(world, arguments)}
        hooks.speak(world, channel, person, message, arguments)


def _message(world: World, person: str, channel: str, ts: str) -> Json:
    seen = next((each for each in world.people[person].ephemerals if each["ts"] == ts), None)
    message = seen or world.channels[channel].messages.get(ts)
    if message is None:
        raise CannotActError(f"{person} sees no message {ts} in {channel}.")
    return message


def _action(world: World, block: Json, element: Json, value: Any, values: Json) -> Json:
    kind = element["type"]
    if kind == "overflow":
        chosen = forms.held({**element, "type": "static_select"}, value)["selected_option"]
        return payloads.action(world, block, element, {"selected_option": chosen})
    if kind not in forms.FIELDS:
        return payloads.action(world, block, element, None)
    held = forms.held(element, value)
    values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return payloads.action(world, block, element, {key: held[key] for key in held if key != "type"})


def _modal(person: Person) -> Json:
    if not person.views:
        raise CannotActError(f"{person.name} has no modal open.")
    return person.views[-1]


def _carry_on(world: World, who: Person, view: Json, made: Delivery) -> None:
    """Do what the answer's `response_action` says: https://docs.slack.dev/surfaces/modals#handling_submissions"""
    answer = made.answer if isinstance(made.answer, dict) else {}
    wanted = answer.get("response_action")
    if not made.accepted or (wanted is None and answer):
        who.errors = {"": TROUBLE}
    elif wanted == "errors":
        who.errors = _known(view, answer.get("errors") or {})
    elif wanted in ("update", "push"):
        _next_view(world, who, view, answer, push=wanted == "push")
    elif wanted == "clear":
        who.views = []
    else:
        who.views = [each for each in who.views if each["id"] != view["id"]]


def _known(view: Json, errors: Json) -> dict[str, str]:
    # An error for a block that is not there makes Slack's client say that it had trouble.
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return dict(errors) if errors and errors.keys() <= inputs else {"": TROUBLE}


def _next_view(world: World, who: Person, view: Json, answer: Json, push: bool) -> None:
    try:
        fresh = views.checked(answer.get("view"), "modal")
        if push and len(who.views) >= views.DEPTH:
            raise RefusedError("push_limit_reached")
    except RefusedError as refusal:
        who.errors = {"": TROUBLE, "refused": str(refusal.answer)}
        return
    who.errors = {}
    if push:
        who.views.append(views.stored(world, fresh, who, root=who.views[0]))
    else:
        who.views = [
            views.stored(world, fresh, who, over=each) if each["id"] == view["id"] else each for each in who.views
        ]
