"""Slack in, Slack out."""

import re

from slack_bolt import Ack, App

from handlers import (
    answering,
    checkin,
    coach,
    comfort,
    commands,
    deeds,
    digests,
    home,
    kudos,
    leaving,
    members,
    recognition,
    setup,
    snippets,
)

ANYTHING = re.compile("")


def register(app: App) -> None:
    """Everything the bot hears, the table of contents of this floor. The first listener that matches takes it."""
    app.middleware(members.only)
    snippets.register(app)
    kudos.register(app)
    coach.register(app)
    recognition.register(app)
    checkin.register(app)
    comfort.register(app)
    deeds.register(app)
    digests.register(app)
    home.register(app)
    setup.register(app)
    leaving.register(app)
    commands.register(app)
    app.error(answering.failed)
    app.event(ANYTHING)(unheard)
    app.action(ANYTHING)(unheard)
    app.view(ANYTHING)(unheard)
    app.view_closed(ANYTHING)(unheard)
    app.command(ANYTHING)(unheard)
    app.shortcut(ANYTHING)(unheard)


def unheard(ack: Ack) -> None:
    """What is left: acknowledged, so that Slack does not send it again, and without any effect."""
    ack()
