"""`takefive tag`: read snippets from a file or from standard input."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

from coaching.snippets import tagging

HELP = """Reads what an agent wrote to a customer; says which of the five commitment tactics it shows, with the words.

FILE holds one snippet, as it was copied: a reply, or a conversation with speakers ("Agent: ...", "Customer: ...").
With --json each line is one JSON object {"id", "text", "context"}; context holds the customer's words before, or null.
Lines are separated by a line feed alone. A bad line is reported on standard error with its number, the others go on,
and the exit status is 1 at the end.
Out comes {"id", "tactics": {NAME: {"state", "leans", "score", "evidence", "called_for"}}, "antipatterns"}, where
  state       shown, missed (called for and not there), not_called_for, unsure
  leans       the forced choice: true if it had to say shown
  score       how likely it is that the agent shows it, 0 to 1, whatever the state
  evidence    [{"start", "end", "quote"}] in text, counted in code points; for shown and unsure only
  called_for  the same in context: what in the customer's words asked for it
A text without an agent's words, or in another language than English, is a valid line with nothing shown."""

LENSES = ("heart", "pledge", "gratitude", "expressions", "honesty", "trust", "recognition", "commitment")


def run(argv: list[str]) -> int:
    """Run the command; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="takefive tag", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", help="the file to read; standard input without one")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, in and out")
    parser.add_argument("--lens", metavar="NAME", help=f"read through {', '.join(LENSES)}, or a .toml file of your own")
    options = parser.parse_args(argv)
    try:
        source: BinaryIO = Path(options.file).open("rb") if options.file else sys.stdin.buffer
    except OSError as error:
        print(f"takefive tag: {options.file}: {error.strerror}", file=sys.stderr)
        return 2
    with source:
        return _lines(source) if options.json else _report(source, options.lens)


def _lines(source: BinaryIO) -> int:
    status, write = 0, sys.stdout.buffer.write
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            answer = _answer(json.loads(line))
        except (ValueError, RecursionError) as error:
            print(f"takefive tag: line {number}: {error}", file=sys.stderr)
            status = 1
        else:
            write(json.dumps(answer).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()
    return status


def _answer(line: Any) -> dict[str, Any]:
    if not isinstance(line, dict) or not isinstance(line.get("text"), str) or "id" not in line:
        raise ValueError('expected an object with "id" and "text"')
    context = line.get("context")
    if context is not None and not isinstance(context, str):
        raise ValueError('"context" is a string or null')
    return {"id": line["id"], **as_json(tagging.read(line["text"], context))}


def as_json(reading: tagging.Reading) -> dict[str, Any]:
    """A reading in the shape of the contract that `--help` tells."""
    return {
        "tactics": {
            name: {
                "state": tactic.state,
                "leans": tactic.leans,
                "score": tactic.score,
                "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in tactic.evidence],
                "called_for": [{"start": e.start, "end": e.end, "quote": e.quote} for e in tactic.called_for],
            }
            for name, tactic in reading.tactics.items()
        },
        "antipatterns": [
            {"name": harm.name, "start": harm.start, "end": harm.end, "quote": harm.quote}
            for harm in reading.antipatterns
        ],
    }


def _report(source: BinaryIO, lens: str | None) -> int:
    from bot import report  # scripts read lines: they need not wait for the words of reports

    text = source.read().decode("utf-8", "replace")
    marks = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("«", "»")
    try:
        told = list(report.through(text, lens, marks) if lens else report.tactics(text, marks))
    except ValueError as error:
        print(f"takefive tag: {error}", file=sys.stderr)
        return 2
    sys.stdout.buffer.write("\n".join(told).encode("utf-8", "replace") + b"\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
