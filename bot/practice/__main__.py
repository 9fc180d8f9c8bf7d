"""`python -m bot.practice`: the practice workspace as a process of its own, for a look and for load tests."""

from __future__ import annotations

import argparse
import json
import signal

from .brightwell import Brightwell
from .workspace import Workspace

ENDS = {signal.SIGTERM, signal.SIGINT}


def main() -> None:
    """Run until interrupted; the first line on standard output is the bot's settings as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bot.practice", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1 (0: a free one)")
    parser.add_argument("--deliver-to", metavar="URL", help="where the bot takes requests (without: Socket Mode)")
    parser.add_argument("--at-once", type=int, default=1, help="how many events travel at a time")
    parser.add_argument("--empty", action="store_true", help="without the people of the story")
    given = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # before any thread begins: a handler could meet a lock that is held
    with Workspace(port=given.port, at_once=given.at_once) as slack:
        ids = {} if given.empty else slack.begin_with(Brightwell())
        if given.deliver_to:
            slack.deliver_to(given.deliver_to)
        print(json.dumps({"url": slack.url, **slack.environment(), "ids": ids}), flush=True)
        signal.sigwait(ENDS)


if __name__ == "__main__":
    main()
