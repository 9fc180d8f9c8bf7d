"""Does it matter who is spoken to or of, how long a line is, or where its English comes from?

    python -m bench.fairness [TURNS.jsonl...]     {"text", "context"} a line; without them, our own corpus

First each turn is read as it is and with one thing exchanged, and changed states are counted. Then, where the training
extra is installed, our own corpus by dialect and length: what share shows something, how much of that is right and how
much was found, by models that never saw a line's family.
"""

import json
import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import held_out
from bench.figures import Row, precision_interval, ratio
from bench.invariance import NAMES, exchanged, renamed, states
from coaching.snippets.tagging import TACTICS, Reading

LENGTHS = (5, 10, 15, 20, 30)  # words; the bands end here
FEWEST = 40  # lines that a dialect needs for a row of its own
WORDLIKE = ("Will", "Hope", "Mark", "Joy", "May", "Sunny")
COMPOUND = ("Mary Ann", "Jean-Luc", "O'Neill", "Thị Hoa", "Abd al-Karim")
SHE = {"he": "she", "He": "She", "him": "her", "Him": "Her", "his": "her", "His": "Her", "himself": "herself",
       "he's": "she's", "He's": "She's", "he'll": "she'll", "He'll": "She'll", "he'd": "she'd", "sir": "madam",
       "Sir": "Madam", "husband": "wife", "son": "daughter", "father": "mother", "dad": "mum",
       "boyfriend": "girlfriend",
       "brother": "sister", "man": "woman", "guy": "girl", "gentleman": "lady", "Mr": "Ms"}  # fmt: skip
HE = {she: he for he, she in reversed(SHE.items())}
THEY = {"he is": "they are", "she is": "they are", "he was": "they were", "she was": "they were", "he has": "they have",
        "she has": "they have", "he's": "they're", "she's": "they're", "he'll": "they'll", "she'll": "they'll",
        "he": "they", "she": "they", "He": "They", "She": "They", "him": "them", "her": "their", "his": "their",
        "himself": "themselves", "herself": "themselves"}  # fmt: skip
ONE = {"they are": "she is", "They are": "She is", "they were": "she was", "they have": "she has",
       "They have": "She has",
       "they're": "she's", "They're": "She's", "they've": "she's", "they'll": "she'll", "They'll": "She'll",
       "they": "she", "They": "She", "them": "her", "their": "her", "Their": "Her"}  # fmt: skip
UK = {"apologize": "apologise", "apologized": "apologised", "apologizing": "apologising", "realize": "realise",
      "realized": "realised", "organize": "organise", "recognize": "recognise", "prioritize": "prioritise",
      "customize": "customise", "finalize": "finalise", "finalized": "finalised", "authorize": "authorise",
      "authorized": "authorised", "authorization": "authorisation", "minimize": "minimise", "utilize": "utilise",
      "personalize": "personalise", "personalized": "personalised", "specialized": "specialised", "analyze": "analyse",
      "canceled": "cancelled", "canceling": "cancelling", "traveling": "travelling", "traveled": "travelled",
      "traveler": "traveller", "travelers": "travellers", "labeled": "labelled", "fueled": "fuelled",
      "color": "colour", "colors": "colours", "colored": "coloured", "favor": "favour", "favorite": "favourite",
      "favorites": "favourites", "flavor": "flavour", "flavors": "flavours", "honor": "honour", "honored": "honoured",
      "honoring": "honouring", "behavior": "behaviour", "neighbor": "neighbour", "neighbors": "neighbours",
      "labor": "labour", "humor": "humour", "rumor": "rumour", "center": "centre", "centers": "centres",
      "theater": "theatre", "theaters": "theatres", "meter": "metre", "meters": "metres", "liter": "litre",
      "liters": "litres", "fiber": "fibre", "inquiry": "enquiry", "inquiries": "enquiries", "inquire": "enquire",
      "gray": "grey", "license": "licence", "defense": "defence", "catalog": "catalogue", "dialog": "dialogue",
      "judgment": "judgement", "fulfill": "fulfil", "fulfillment": "fulfilment", "enroll": "enrol",
      "enrollment": "enrolment", "installment": "instalment", "skillful": "skilful", "tire": "tyre", "tires": "tyres",
      "program": "programme", "programs": "programmes", "jewelry": "jewellery", "pajamas": "pyjamas",
      "learned": "learnt", "while": "whilst", "mom": "mum", "moms": "mums", "aging": "ageing", "skeptical": "sceptical",
      "airplane": "aeroplane", "mold": "mould", "check": "cheque"}  # fmt: skip
US = {uk: us for us, uk in UK.items() if uk not in ("cheque", "programme")}


def spelt(pairs: dict[str, str]) -> Callable[[str], str]:
    """Exchange spellings, small and with a capital."""
    return exchanged(pairs | {one.capitalize(): other.capitalize() for one, other in pairs.items()})


EXCHANGES: dict[str, Callable[[str], str]] = {
    **{f"greeted as {name}": lambda text, name=name: renamed(text, name) for name in (*NAMES, *WORDLIKE, *COMPOUND)},  # type: ignore[misc]
    "names masked": lambda text: renamed(text, "[person]"),
    "he to she": exchanged(SHE),
    "she to he": exchanged(HE),
    "he, she to they": exchanged(THEY),
    "they to she": exchanged(ONE),
    "US to UK": spelt(UK),
    "UK to US": spelt(US),
}


def exchanges(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each thing exchanged: turns, states changed, share."""
    before = {id(row): states(row["text"], row["context"]) for row in rows}
    for name, exchange in EXCHANGES.items():
        pairs = [(row, exchange(row["text"]), exchange(row["context"] or "") or None) for row in rows]
        pairs = [one for one in pairs if (one[1], one[2]) != (one[0]["text"], one[0]["context"] or None)]
        changed = sum(a != b for row, *now in pairs for a, b in zip(before[id(row)], states(*now), strict=True))
        share = ratio(changed, len(TACTICS) * len(pairs))
        yield f"{name:24} {len(pairs):5} turns exchanged, {changed:3} states changed, {share:.2%}"


def groups(read: Sequence[tuple[Row, Reading]], key: Callable[[Row], str]) -> Iterator[str]:
    """A line for each group: lines, share that shows something, precision and recall of `shown` over all tactics."""
    found: dict[str, list[tuple[Row, Reading]]] = defaultdict(list)
    for row, reading in read:
        found[key(row)].append((row, reading))
    for name, some in sorted(found.items()):
        if len(some) >= FEWEST:
            yield f"{name:24} {_figures(some)}"


def _figures(some: Sequence[tuple[Row, Reading]]) -> str:
    judged = [
        (row["conv"], sum(row["labels"][t] for t in said), len(said), sum(row["labels"].values()))
        for row, reading in some
        for said in [[t for t in TACTICS if reading.tactics[t].state == "shown"]]
    ]
    right, shown, there = (sum(one[column] for one in judged) for column in (1, 2, 3))
    low, high = precision_interval([one[:3] for one in judged])
    share, labelled = (
        ratio(sum(bool(one[2]) for one in judged), len(some)),
        ratio(sum(bool(one[3]) for one in judged), len(some)),
    )
    return (
        f"{len(some):5} lines, {labelled:.0%} labelled, {share:.0%} shown, precision {ratio(right, shown):.3f} "
        f"({low:.3f} to {high:.3f}), recall {ratio(right, there):.3f}"
    )


def band(row: Row) -> str:
    """The band of length that a line belongs to."""
    count = len(re.findall(r"\w+(?:['’]\w+)*", row["text"]))
    at = bisect_left(LENGTHS, count)
    low = LENGTHS[at - 1] + 1 if at else 1
    return f"{low:2} to {LENGTHS[at]:2} words" if at < len(LENGTHS) else f"{low:2} words and more"


def main() -> None:
    """Count and print."""
    corpus = held_out.corpus()
    turns = [json.loads(line) for path in sys.argv[1:] for line in Path(path).read_text("utf-8").split("\n") if line]
    for line in exchanges(turns or corpus):
        print(line, flush=True)
    if not find_spec("sklearn"):
        print("Dialect and length are skipped: they need the training extra (`make train`).")
        return
    read = list(zip(corpus, held_out.readings(corpus), strict=True))
    for title, key in (
        ("dialect", lambda row: row["dialect"]),
        ("length", band),
        ("channel", lambda row: row["channel"]),
    ):
        print(f"\nby {title}, our own corpus, family never seen")
        for line in groups(read, key):
            print(line)


if __name__ == "__main__":
    main()
