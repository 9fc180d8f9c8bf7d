"""`takefive serve` that delivers nothing: what is left is taking in. `python -m bench.acknowledge.quiet serve ...`"""

import sys

from bot import cli, start


def _no_worker(*_: object) -> None:
    """Letters are posted and enqueued as ever; nobody carries them."""


if __name__ == "__main__":
    start.start_worker = _no_worker  # type: ignore[assignment]
    sys.exit(cli.main())
