"""The Bolt app: the listeners, and what each of them is handed by parameter name."""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

import handlers
from bot import keys
from bot.clock import Clock, wall
from bot.database import Database
from bot.keys import SlotDirectory
from bot.settings import Environment
from bot.workplaces import Workplaces
from coaching.snippets import review
from coaching.workplace import Workplace
from handlers.incoming import is_message
from handlers.members import Home

# Bolt logs whole bodies at INFO when a signature is wrong, slack_sdk every outgoing text at DEBUG; Bolt's warning is
# that it takes no token from the environment, which is as it should be.
logging.getLogger("slack_bolt").setLevel(logging.ERROR)
logging.getLogger("slack_sdk").setLevel(logging.WARNING)


def slack_client(environment: Environment, kind: type[WebClient] = WebClient) -> WebClient:
    """The Web API client: 10 seconds a call and no automatic resend, which would post twice after a lost connection."""
    return kind(environment.bot_token, base_url=environment.api_url, timeout=10, retry_handlers=[])


def build(environment: Environment, workplace: Workplace, database: Database, clock: Clock = wall) -> App:
    """The app in front of one workspace.

    Requests are verified by the front door, so Bolt does not do it again. The token is handed over as it is: Bolt
    would call auth.test before the first request and answer 200 when that fails, which loses the event.
    """
    review.prepare()
    app = App(
        name="takefive",  # else Bolt reads the source of every caller to find one
        client=slack_client(environment),
        authorize=lambda team_id: AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=environment.bot_token),
        signing_secret=environment.signing_secret or "checked at the front door",
        process_before_response=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        logger=logging.getLogger("slack_bolt"),
    )

    slots = SlotDirectory(keys.folder(environment.keys, database.url))
    home = Home(app.client)
    workplaces = Workplaces(database.sessions, workplace)

    @app.middleware
    def hand_over(body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:
        """Give listeners the database, the workplace, the ballot slots and one reading of the clock."""
        context["db"] = database.sessions
        context["file"] = workplace
        context["workplace"] = workplace
        if context.team_id:
            held = workplaces.lately if is_message(body) else workplaces.now
            context["workplace"] = held(context.team_id)
        context["slots"] = slots
        context["home"] = home
        context["now"] = clock()
        return next()

    handlers.register(app)
    return app
