"""files.*: https://docs.slack.dev/reference/methods/files.getUploadURLExternal and its neighbours.

An upload in three steps: an address is asked for, the bytes go there, and then the upload is completed. A file that is
not shared with a conversation belongs to the app; people see it where a message of the app's shows it.
"""

from __future__ import annotations

import secrets
from typing import Any

from ..files import IN_BLOCK, File
from ..world import World
from .calls import Arguments, RefusedError, invalid_arguments

Json = dict[str, Any]


def get_upload_url(world: World, arguments: Arguments) -> Json:
    """files.getUploadURLExternal"""
    name, length = arguments.need("filename"), arguments.number("length", 0)
    if length < 1:
        raise invalid_arguments("[ERROR] must be greater than 0 [json-pointer:/length]")
    file = File(world.new_id("F"), name, length, ticket=secrets.token_hex(16))
    world.files[file.id] = file
    return {"ok": True, "file_id": file.id, "upload_url": f"{world.url}upload/{file.ticket}"}


def complete_upload(world: World, arguments: Arguments) -> Json:
    """files.completeUploadExternal"""
    named = arguments.parts("files")
    if not isinstance(named, list) or not named or not all(isinstance(each, dict) for each in named):
        raise invalid_arguments("[ERROR] must provide an array of files [json-pointer:/files]")
    found = [world.files.get(str(each.get("id"))) for each in named]
    if any(file is None or not file.content for file in found):
        raise RefusedError("file_not_found")
    for file, each in zip(found, named, strict=True):
        if file:
            file.title, file.ready_at = str(each.get("title") or file.name), world.clock.time() + world.files_take
    return {"ok": True, "files": [{"id": each["id"], "title": each.get("title")} for each in named]}


def delete(world: World, arguments: Arguments) -> Json:
    """files.delete"""
    if world.files.pop(arguments.need("file"), None) is None:
        raise RefusedError("file_not_found")
    return {"ok": True}


def problems(world: World, blocks: list[Json]) -> list[str]:
    """What Slack says of pictures in blocks whose file is not there, is no picture, or is not ready yet.

    https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object; how the answer is worded and that
    a file takes a moment: https://github.com/slackapi/python-slack-sdk/issues/1658 and 1521.
    """
    now = world.clock.time()
    return [
        f"[ERROR] invalid slack file [json-pointer:/blocks/{at}/slack_file]"
        for at, block in enumerate(blocks)
        if "slack_file" in block and not _shows(world.files.get(block["slack_file"].get(IN_BLOCK, "")), now)
    ]


def _shows(file: File | None, now: float) -> bool:
    return file is not None and file.ready_at is not None and file.ready_at <= now and bool(file.kind)
