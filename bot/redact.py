"""`takefive redact`: mask personal data in a file or in standard input."""

import argparse
import json
import sys
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO

from coaching.snippets.redaction import KINDS, Redacted, redact

HELP = """Masks personal data: each piece gives way to its kind in brackets, as in "Hi [person], I've emailed [email]".

Without --json the masked text is printed, and how much of each kind was masked.
With --json each line is one JSON object {"id", "text"}; out comes {"id", "text", "spans"} with the masked text and
spans [{"start", "end", "kind"}] into the text as given, counted in code points, sorted, not overlapping.
Lines are separated by a line feed alone. A bad line is reported on standard error with its number, the others go on,
and the exit status is 1 at the end."""


def run(argv: list[str]) -> int:
    """Run the command; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="takefive redact",
        description=HELP,
        epilog=_kinds(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", help="the file to read; standard input without one")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, in and out")
    options = parser.parse_args(argv)
    try:
        source: BinaryIO = Path(options.file).open("rb") if options.file else sys.stdin.buffer
    except OSError as error:
        print(f"takefive redact: {options.file}: {error.strerror}", file=sys.stderr)
        return 2
    with source:
        return _lines(source) if options.json else _report(source)


def _kinds() -> str:
    told = ["kinds:"]
    for kind, (rule, example) in KINDS.items():
        told += textwrap.wrap(f"{kind}: {rule}", 110, initial_indent="  ", subsequent_indent="      ")
        told.append(f"      {example}  ->  {redact(example).text}")
    return "\n".join(told)


def _lines(source: BinaryIO) -> int:
    status, write = 0, sys.stdout.buffer.write
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            # ASCII, because half a surrogate pair is valid in JSON and has no UTF-8 form
            answer = json.dumps(_answer(json.loads(line.decode())), allow_nan=False).encode("ascii")
        except (ValueError, RecursionError) as error:
            print(f"takefive redact: line {number}: {error}", file=sys.stderr)
            status = 1
        else:
            write(answer + b"\n")
    sys.stdout.buffer.flush()
    return status


def _answer(line: Any) -> dict[str, Any]:
    if not isinstance(line, dict) or not isinstance(line.get("text"), str) or "id" not in line:
        raise ValueError('expected an object with "id" and "text"')
    masked = redact(line["text"])
    spans = [{"start": span.start, "end": span.end, "kind": span.kind} for span in masked.spans]
    return {"id": line["id"], "text": masked.text, "spans": spans}


def _report(source: BinaryIO) -> int:
    masked = redact(source.read().decode("utf-8", "replace"))
    text = masked.text if masked.text.endswith("\n") else masked.text + "\n"
    sys.stdout.buffer.write(f"{text}\n{_count(masked)}\n".encode())
    sys.stdout.buffer.flush()
    return 0


def _count(masked: Redacted) -> str:
    count = Counter(span.kind for span in masked.spans)
    if not count:
        return "Nothing to mask."
    return "Masked: " + ", ".join(f"{count[kind]} {kind.replace('_', ' ')}" for kind in KINDS if count[kind])


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
