"""Files that the app hands over: three steps, each checked, and pictures in messages that are really there."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice import Workspace

PNG = b"\x89PNG\r\n\x1a\n and what comes then"


def image(file: Any) -> list[dict[str, Any]]:
    return [{"type": "image", "slack_file": {"id": file}, "alt_text": "A trend"}]


def handed_over(client: WebClient, content: bytes = PNG) -> str:
    return client.files_upload_v2(content=content, filename="trend.png", title="Trend")["files"][0]["id"]


def send(url: str, content: bytes) -> int:
    try:
        return urllib.request.urlopen(urllib.request.Request(url, content)).status
    except urllib.error.HTTPError as error:
        return error.code


def test_what_slacks_own_client_hands_over_is_shown_in_a_message_and_served_to_the_page(slack, client, snippets):
    file = handed_over(client)
    client.chat_postMessage(channel=snippets, text="A trend", blocks=image(file))

    with urllib.request.urlopen(f"{slack.url}page/file/{file}") as answer:
        assert (answer.read(), answer.headers["Content-Type"]) == (PNG, "image/png")
    (message,) = slack.history(snippets)
    assert message["blocks"][0]["slack_file"] == {"id": file}


def test_the_bytes_are_taken_once_and_only_as_many_as_were_announced(slack, client, refusal):
    given = client.files_getUploadURLExternal(filename="trend.png", length=len(PNG))
    assert send(given["upload_url"], PNG + b"!") == 400
    done = client.files_completeUploadExternal
    assert refusal(done, files=[{"id": given["file_id"]}]) == "file_not_found"

    assert send(given["upload_url"], PNG) == 200
    assert send(given["upload_url"], PNG) == 400
    assert send(f"{slack.url}upload/somebody", PNG) == 400
    assert done(files=[{"id": given["file_id"], "title": "Trend"}])["files"][0]["title"] == "Trend"


def test_wrong_calls_are_refused_with_the_documented_error(client, refusal):
    asked = client.files_getUploadURLExternal
    assert refusal(asked, filename="", length=5) == "invalid_arguments"
    assert refusal(asked, filename="a.png", length=0) == "invalid_arguments"
    assert refusal(client.files_completeUploadExternal, files=[]) == "invalid_arguments"
    assert refusal(client.files_completeUploadExternal, files=[{"id": "F404"}]) == "file_not_found"
    assert refusal(client.files_delete, file="F404") == "file_not_found"


@pytest.mark.parametrize("file", ["F000000404", "f1", "", 5])
def test_a_picture_that_is_not_there_is_refused(client, snippets, refusal, file):
    assert refusal(client.chat_postMessage, channel=snippets, text="x", blocks=image(file)) == "invalid_blocks"


def test_a_file_that_is_no_picture_is_refused_in_an_image(slack, client, snippets, refusal):
    file = handed_over(client, b"just words")

    assert refusal(client.chat_postMessage, channel=snippets, text="x", blocks=image(file)) == "invalid_blocks"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{slack.url}page/file/{file}")


def test_a_picture_is_refused_until_it_is_ready_and_after_it_was_deleted(slack, client, snippets):
    slack.world.files_take = 60
    file = handed_over(client)
    with pytest.raises(SlackApiError) as early:
        client.chat_postMessage(channel=snippets, text="x", blocks=image(file))
    assert early.value.response["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]

    slack.world.files[file].ready_at = 0
    client.chat_postMessage(channel=snippets, text="x", blocks=image(file))
    client.files_delete(file=file)
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel=snippets, text="x", blocks=image(file))


def test_without_the_scope_nothing_is_handed_over():
    with Workspace(manifest={"oauth_config": {"scopes": {"bot": ["chat:write"]}}}) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="missing_scope"):
            handed_over(client)
