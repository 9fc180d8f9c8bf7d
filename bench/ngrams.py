"""Which five words in a row does the project share with the benchmark? `python bench/ngrams.py BENCHMARK_FOLDER [-v]`

The project's text (playbooks and corpus) must be its own. Stock idiom is shared by everybody: five words that stand in
at least three texts of the benchmark, of different conversations, are nobody's. What remains is listed with `-v`.
"""

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
LENGTH = 5
STOCK = 3


def fives(text: str) -> set[str]:
    """Every five words in a row, without case and marks."""
    said = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {" ".join(said[i : i + LENGTH]) for i in range(len(said) - LENGTH + 1)}


def strings(value: Any) -> Iterator[str]:
    """Every string in a piece of data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def project() -> dict[str, set[str]]:
    """The five-word sequences of the project's own text, with the files they stand in."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(HOME.glob("coaching/playbooks/*.toml")):
        for text in strings(tomllib.loads(path.read_text("utf-8"))):
            for five in fives(text):
                found[five].add(path.name)
    for path in sorted(HOME.glob("training/corpus/*.jsonl")):
        for line in path.read_text("utf-8").split("\n"):
            for five in fives(json.loads(line)["text"]) if line.strip() else ():
                found[five].add(path.name)
    return found


def benchmark(folder: Path) -> dict[str, set[str]]:
    """The five-word sequences of the benchmark, with the conversations they stand in."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").split("\n"):
            row = json.loads(line) if line.strip() else {"text": "", "conv": ""}
            for five in fives(row["text"]) | fives(row.get("context") or ""):
                found[five].add(row["conv"])
    return found


def main() -> None:
    """Count and print."""
    mine, theirs = project(), benchmark(Path(sys.argv[1]))
    shared = {five for five in mine if five in theirs}
    own = sorted(five for five in shared if len(theirs[five]) < STOCK)
    print(f"{len(mine)} sequences of five words in the project, {len(shared)} of them in the benchmark,")
    print(f"{len(shared) - len(own)} of these stock idiom (in {STOCK} or more conversations), {len(own)} not")
    if "-v" in sys.argv:
        for five in own:
            print(f"  {five}  ({', '.join(sorted(mine[five]))})")


if __name__ == "__main__":
    main()
