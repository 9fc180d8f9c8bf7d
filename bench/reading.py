"""How good and how fast the reading is, beside what one would use instead.

    python -m bench.reading [GOLD.jsonl] [--half 0|1] [--no-speed]

GOLD is labelled text that the project did not write, and is no part of it; without it (and without its name in the
environment variable TAKEFIVE_GOLD) our own corpus is read, each line by a model that never saw its family.
Each line of GOLD: {"id", "conv", "text", "context", "labels": {tactic: bool}, "agreed": {tactic: bool | null},
"called_for": [tactic], "spans": [[start, end, tactic]], "sampled"}. `--half` takes one half of the conversations.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import held_out
from bench.baselines import LINES, baselines, half_of, rechosen
from bench.figures import Row, Said, average_precision, f1, macro_average_precision, macro_f1, ratio
from bot.tag import as_json
from coaching.snippets import tagging
from coaching.snippets.tagging import TACTICS, Reading

Read = list[tuple[Row, Reading]]
GOLD = os.environ.get("TAKEFIVE_GOLD")


def ours(read: Read) -> Said:
    """The reading's forced choice and score."""
    tactics = [reading.tactics for _, reading in read]
    yes = [{t: one[t].leans for t in TACTICS} for one in tactics]
    return Said("Take Five", yes, [{t: one[t].score for t in TACTICS} for one in tactics])


def shown(read: Read) -> tuple[float, float, float]:
    """Precision and recall of `shown` where two readers agree, and the share of `unsure`."""
    right = said = there = unsure = judged = 0
    for row, reading in read:
        for tactic in TACTICS:
            state = reading.tactics[tactic].state
            judged += 1
            unsure += state == "unsure"
            truth = row["agreed"][tactic]
            if truth is not None:
                there += truth
                said += state == "shown"
                right += truth and state == "shown"
    return ratio(right, said), ratio(right, there), ratio(unsure, judged)


def evidence(read: Read) -> tuple[float, float]:
    """How often the evidence touches the reader's span, and the share of its characters inside."""
    touched = cases = inside = length = 0
    for row, reading in read:
        for tactic in TACTICS:
            spans = [(a, b) for a, b, name in row["spans"] if name == tactic]
            mine = [(piece.start, piece.end) for piece in reading.tactics[tactic].evidence]
            if not spans or not mine:
                continue
            human = {place for a, b in spans for place in range(a, b)}
            places = {place for a, b in mine for place in range(a, b)}
            cases += 1
            touched += bool(human & places)
            inside += len(human & places)
            length += len(places)
    return ratio(touched, cases), ratio(inside, length)


def missed(read: Read) -> tuple[float, float]:
    """Precision and recall of `missed`: called for by the second reader and not in the first reader's labels."""
    right = said = there = 0
    for row, reading in read:
        for tactic in TACTICS:
            truth = tactic in row["called_for"] and not row["labels"][tactic]
            says = reading.tactics[tactic].state == "missed"
            right, said, there = right + (truth and says), said + says, there + truth
    return ratio(right, said), ratio(right, there)


def calibration_error(read: Read, bins: int = 10) -> float:
    """Expected calibration error over all scores, ten bins of equal width."""
    kept: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for row, reading in read:
        for tactic in TACTICS:
            score = reading.tactics[tactic].score
            kept[min(bins - 1, int(score * bins))].append((score, row["labels"][tactic]))
    total = sum(map(len, kept))
    gaps = (abs(sum(s for s, _ in one) - sum(t for _, t in one)) for one in kept)
    return sum(gaps) / total


def speed(rows: Sequence[Row], lines: int = LINES) -> float:
    """Turns a second on one core, warm: from a line of JSON to a line of JSON."""
    wire = [json.dumps({"id": row["id"], "text": row["text"], "context": row["context"]}) for row in rows]
    wire = (wire * (lines // len(wire) + 1))[:lines]
    for line in wire[:500]:
        _through(line)
    start = time.process_time()  # not the clock on the wall: the machine may have other work
    for line in wire:
        _through(line)
    return lines / (time.process_time() - start)


def _through(line: str) -> str:
    row = json.loads(line)
    return json.dumps({"id": row["id"], **as_json(tagging.read(row["text"], row["context"]))})


def hostile() -> tuple[float, str]:
    """The slowest of the 40,000-character texts that took ordinary expressions a minute, and its beginning."""
    slowest = (0.0, "")
    for piece in (
        "a",
        "A.",
        "a. ",
        "!? ",
        "\n",
        "<@",
        ":a",
        "'’",
        "we ",
        "i will ",
        "sorry ",
        "Ann: ",
        "> ",
        "\ud83d\0",
        "🙂",
    ):
        text = (piece * 40_000)[:40_000]
        start = time.perf_counter()
        tagging.read(text, text)
        slowest = max(slowest, (time.perf_counter() - start, piece))
    return slowest


def report(read: Read, name: str) -> None:
    """Print every figure of one set of rows that two readers labelled."""
    print(f"\n{name}: {len(read)} turns")
    per_tactic(read)
    print("  shown where two readers agree: precision {:.3f} recall {:.3f}, unsure {:.1%}".format(*shown(read)))
    print("  evidence touches the reader's {:.3f}, characters inside {:.3f}".format(*evidence(read)))
    print("  missed: precision {:.3f} recall {:.3f}".format(*missed(read)))
    print(f"  calibration error {calibration_error(read):.3f}")


def per_tactic(read: Read) -> None:
    """Print precision, recall, F1 and average precision of each tactic."""
    for t in TACTICS:
        each = [(row["labels"][t], reading.tactics[t].leans) for row, reading in read]
        area = average_precision([(reading.tactics[t].score, row["labels"][t]) for row, reading in read])
        right = sum(a and b for a, b in each)
        precise = ratio(right, sum(said for _, said in each))
        recalled = ratio(right, sum(truth for truth, _ in each))
        print(f"    {t:17} precision {precise:.2f} recall {recalled:.2f} F1 {f1(each):.3f} AP {area:.3f}")


def table(read: Read, speed_of_ours: float, learn_from: Sequence[Row] = ()) -> None:
    """Print the reading beside the baselines: all rows, and those drawn at random apart."""
    rows = [row for row, _ in read]
    drawn = [place for place, row in enumerate(rows) if row.get("sampled") == "random"]
    print(f"\nmacro F1 (95 % interval) and macro average precision: all {len(rows)} rows; {len(drawn)} drawn at random")
    mine = replace(ours(read), speed=speed_of_ours)
    fair = replace(rechosen(rows, mine), name="Take Five *", speed=0.0)
    for said in (mine, fair, *baselines(rows, learn_from)):
        some = replace(said, yes=[said.yes[i] for i in drawn], score=[said.score[i] for i in drawn])
        both = [_cell(rows, said), _cell([rows[i] for i in drawn], some) if drawn else ""]
        print(f"  {said.name:38} {both[0]:30} {both[1]:30} {f'{said.speed:8,.0f} turns/s' if said.speed else ''}")
    print("  * says yes from a score chosen on the other half of the conversations; Take Five ships its own choice")


def _cell(rows: Sequence[Row], said: Said) -> str:
    return "{:.3f} ({:.3f} to {:.3f}) {:.3f}".format(*macro_f1(rows, said), macro_average_precision(rows, said))


def on_gold(path: Path, half: int | None, fast: bool) -> None:
    """Every figure on labelled turns of others."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    rows = [row for row in rows if half is None or half_of(row) == half]
    read = [(row, tagging.read(row["text"], row["context"])) for row in rows]
    report(read, "all rows")
    report([one for one in read if one[0]["sampled"] == "random"], "drawn at random")
    table(read, 0.0 if fast else speed(rows), held_out.corpus())


def on_corpus(fast: bool) -> None:
    """What can be told without them."""
    print(
        "No labelled text of others is named (GOLD, or TAKEFIVE_GOLD): these are our own sentences, which are easier."
    )
    rows = held_out.corpus()
    pace = 0.0 if fast else speed(rows)
    if find_spec("sklearn"):
        read = list(zip(rows, held_out.readings(rows), strict=True))
        per_tactic(read)
        table(read, pace)
    else:
        print("Quality is skipped: it needs the training extra (`make train`).")
        if not fast:
            print(f"{pace:,.0f} turns a second on one core, JSON to JSON, {LINES:,} lines")


def main() -> None:
    """Read every row and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=Path(GOLD) if GOLD else None)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--no-speed", action="store_true")
    options = parser.parse_args()
    if options.gold:
        on_gold(options.gold, options.half, options.no_speed)
    else:
        on_corpus(options.no_speed)
    if not options.no_speed:
        print("slowest hostile text of 40,000 characters: {:.3f} s ({!r} repeated)".format(*hostile()))


if __name__ == "__main__":
    main()
