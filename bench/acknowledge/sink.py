"""A sink in Slack's place: says yes to every call, 20 ms later. `python -m bench.acknowledge.sink PORT`."""

import asyncio
import itertools
import json
import re
import sys
from typing import Any

DELAY = 0.02
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_numbers = itertools.count(1)


def _answer(method: str) -> dict[str, Any]:
    if method == "users.info":
        return {"user": {"team_id": "T0BENCH", "name": "someone", "profile": {"display_name": "Someone"}}}
    if method == "conversations.info":
        return {"channel": {"id": "C0SNIPPETS", "is_ext_shared": False}}
    if method == "conversations.open":
        return {"channel": {"id": f"D0{next(_numbers):06}"}}
    if method == "auth.test":
        return {"team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT", "team": "bench", "user": "takefive"}
    return {"channel": "C0SNIPPETS", "ts": f"{next(_numbers)}.000000", "messages": []}


async def _call(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:  # somebody looked whether we are up
        writer.close()
        return
    length = LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)
    await asyncio.sleep(DELAY)
    method = head.split(b" ", 2)[1].rsplit(b"/", 1)[1].decode()
    body = json.dumps({"ok": True, **_answer(method)}).encode()
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )
    await writer.drain()
    writer.close()


async def _serve(port: int) -> None:
    async with await asyncio.start_server(_call, "127.0.0.1", port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
