"""Answers that go straight back: to a command, to a click, and to whatever could not be done."""

import logging
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_bolt import BoltResponse
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from coaching.people import Refused
from handlers import door, outcomes
from handlers.door import Message
from handlers.views import notices
from handlers.views.blocks import closing, paragraph

log = logging.getLogger(__name__)

NOT_OPENED = (SlackClientError, URLError, HTTPException, OSError)
NO_FORM = "Slack didn't open the form in time, so nothing happened yet. Please try it once more."


def tell(client: WebClient, body: dict[str, Any], message: Message) -> None:
    """Answer a click where it was made, for that person only. A lost answer is no harm: the click itself counted."""
    url = body.get("response_url") or ""
    if not door.may_answer(url, client.base_url):
        return
    try:
        WebhookClient(url, timeout=3, retry_handlers=[]).send_dict({
            **door.payload(message), "response_type": "ephemeral", "replace_original": False,
        })  # fmt: skip
    except outcomes.FAULTS as error:
        log.warning("an answer to a click was lost: %(error)s", {"error": type(error).__name__})


def failed(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
    """A listener failed. Refused, or Slack opened no form: said to whoever asked. Anything else: not acknowledged.

    What is not acknowledged has had no effect, and Slack sends it again. No word of the request enters the log.
    """
    if isinstance(error, Refused):
        return _refused(error, body, client)
    if isinstance(error, NOT_OPENED):
        log.warning("no form was opened: %(error)s", {"error": outcomes.of_error(error).error})
        return _refused(Refused(NO_FORM), body, client)
    if isinstance(error, SQLAlchemyError):
        kind = type(getattr(error, "orig", None) or error).__name__
        log.error("not acknowledged: the database answered %(error)s", {"error": kind})
    else:
        log.error("not acknowledged: %(error)s", {"error": type(error).__name__}, exc_info=wordless(error))
    return BoltResponse(status=503)


def _refused(error: Refused, body: dict[str, Any], client: WebClient) -> BoltResponse:
    words = str(error)
    if body.get("type") == "view_submission":
        inputs = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
        told = {"response_action": "update", "view": door.view(closing("Take Five", [paragraph(words)]))}
        shown = {"response_action": "errors", "errors": {inputs[0]: words}} if inputs else told
        return BoltResponse(status=200, body=shown)
    tell(client, body, notices.line(words))
    return BoltResponse(status=200)


def wordless(error: Exception) -> tuple[type[Exception], Exception, Any]:
    """The traceback without the message, which may quote what somebody wrote."""
    bare = type(error)() if type(error).__init__ is Exception.__init__ else Exception(type(error).__name__)
    return type(bare), bare, error.__traceback__
