"""How much personal data masking finds, and how often it touches text that has none, on text nobody here wrote.

    python bench/redaction.py --templates PRESIDIO_EVALUATOR.whl [--half odd|even] [--samples 3000] [--misses KIND]
    python bench/redaction.py --labelled FILE.jsonl ...         {"text", "spans": [{"start", "end", "kind"}]} a line
    python bench/redaction.py --harmless FILE ...               text a line, or JSON lines with "text" and "context"
    python bench/redaction.py --hostile                         seconds for 40,000 characters made to be slow

The wheel (or a folder it was unpacked to) is read for its sentence templates (MIT) and its made-up people (CC-BY-SA):
nothing of it is kept. Tune on the odd templates, report the even ones. A piece counts as found when every letter and
digit of it is masked, whatever the kind.
"""

import argparse
import csv
import io
import json
import random
import re
import string
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from coaching.snippets.redaction import Redacted, redact

Labelled = tuple[str, list[tuple[int, int, str]]]
RAW = "presidio_evaluator/data_generator/raw_data/"
PRESIDIO = {"PERSON": "person", "EMAIL_ADDRESS": "email", "PHONE_NUMBER": "phone", "CREDIT_CARD": "card",
            "IBAN_CODE": "iban", "US_SSN": "ssn", "US_DRIVER_LICENSE": "ssn", "IP_ADDRESS": "ip",
            "STREET_ADDRESS": "address", "ZIP_CODE": "address"}  # fmt: skip


def raw(source: Path, name: str) -> str:
    """A data file of the wheel or folder."""
    if source.is_dir():
        return next(source.rglob(name)).read_text("utf-8-sig", "replace")
    with zipfile.ZipFile(source) as wheel:
        return wheel.read(RAW + name).decode("utf-8-sig", "replace")


class Filler:
    """Fills the blanks of templates with made-up people and numbers."""

    def __init__(self, source: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.people = list(csv.DictReader(io.StringIO(raw(source, "FakeNameGenerator.com_3000.csv"))))
        self.companies = [
            line.split("\t")[0] for line in raw(source, "companies_and_organizations.csv").splitlines()[1:]
        ]

    def digits(self, count: int) -> str:
        return "".join(self.dice.choices(string.digits, k=count))

    def card(self) -> str:
        number = self.dice.choice(("4", "51", "37", "6011", "35")) + self.digits(12)
        number = number[: 14 if number.startswith("37") else 15]
        return number + luhn.calc_check_digit(number)

    def iban(self) -> str:
        letters = {"GB": ("NWBK", 14), "DE": ("", 18), "NO": ("", 11), "NL": ("ABNA", 10), "ES": ("", 20)}
        country = self.dice.choice(list(letters))
        bank, count = letters[country]
        body = bank + self.digits(count)
        return country + mod_97_10.calc_check_digits(body + country) + body

    def ip(self) -> str:
        if self.dice.random() < 0.8:
            return ".".join(str(self.dice.randint(1, 255)) for _ in range(4))
        return ":".join(f"{self.dice.randint(0, 65535):x}" for _ in range(8))

    def blank(self, name: str) -> tuple[str, str | None]:
        """What fills a blank, and the kind it is of."""
        who = self.dice.choice(self.people)
        given, last = who["GivenName"], who["Surname"]
        full = f"{given} {who['MiddleInitial']}. {last}" if self.dice.random() < 0.2 else f"{given} {last}"
        street, town = who["StreetAddress"], who["City"]
        numbers: dict[str, Callable[[], str]] = {
            "credit_card_number": self.card, "iban": self.iban, "ip_address": self.ip,
            "ssn": lambda: f"{self.digits(3)}-{self.digits(2)}-{self.digits(4)}",
            "us_driver_license": lambda: self.dice.choice(string.ascii_uppercase) + self.digits(8),
        }  # fmt: skip
        kinds = {"credit_card_number": "card", "ip_address": "ip", "us_driver_license": "ssn"}
        if name in numbers:
            return numbers[name](), kinds.get(name, name)
        if name.startswith("prefix"):
            return who["Title"], None
        for start, value, kind in (
            ("first_name", given, "person"), ("last_name", last, "person"), ("person", full, "person"),
            ("name", full, "person"), ("email", who["EmailAddress"], "email"),
            ("phone", who["TelephoneNumber"], "phone"), ("address", f"{street}, {town}, {who['ZipCode']}", "address"),
            ("street_name", street, "address"), ("building_number", self.digits(3), "address"),
            ("secondary_address", f"Apt. {self.digits(3)}", "address"), ("zip", who["ZipCode"], "address"),
            ("postcode", who["ZipCode"], "address"), ("city", town, None), ("country", who["CountryFull"], None),
            ("organization", self.dice.choice(self.companies), None), ("job", who["Occupation"], None),
            ("age", who["Age"], None), ("url", f"https://www.{who['Domain']}/", None),
            ("date_of_birth", who["Birthday"], None), ("year", str(self.dice.randint(1960, 2024)), None),
            ("date", "12 May", None), ("day", "Tuesday", None), ("state", who["State"], None),
            ("nation", "Danish", None),
        ):  # fmt: skip
            if name.startswith(start):
                return value, kind
        return "something", None

    def fill(self, template: str) -> Labelled:
        """A template's text, and where what is personal in it stands."""
        text, spans, done = "", [], 0
        for match in re.finditer(r"\{\{\s*(\w+)\s*\}\}", template):
            value, kind = self.blank(match.group(1).lower())
            text += template[done : match.start()]
            if kind:
                spans.append((len(text), len(text) + len(value), kind))
            text, done = text + value, match.end()
        return text + template[done:], spans


def from_templates(source: Path, half: str, samples: int) -> Iterator[Labelled]:
    """Filled templates; odd and even are the lines of the file."""
    lines = [line.strip().replace("\\n", "\n") for line in raw(source, "templates.txt").splitlines()]
    chosen = {"odd": lines[0::2], "even": lines[1::2], "both": lines}[half]
    filler = Filler(source, seed=7)
    return (filler.fill(filler.dice.choice(chosen)) for _ in range(samples))


def from_file(file: Path) -> Iterator[Labelled]:
    """Labelled JSON lines, with our kinds or with Presidio's."""
    for line in file.read_text("utf-8").split("\n"):
        if line:
            row = json.loads(line)
            spans = [(span["start"], span["end"], PRESIDIO.get(span["kind"], span["kind"])) for span in row["spans"]]
            yield row["text"], [span for span in spans if span[2] in {*PRESIDIO.values(), "order_id", "username"}]


def is_found(text: str, masked: Redacted, start: int, end: int) -> bool:
    """Whether each letter and digit of a place is masked."""
    places = range(start, end)
    return all(not text[at].isalnum() or any(s.start <= at < s.end for s in masked.spans) for at in places)


def recall(rows: Iterable[Labelled], misses: str | None) -> None:
    """Print the share found of each kind, and the time."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    spent, count = 0.0, 0
    for text, spans in rows:
        begun = time.process_time()
        masked = redact(text)
        spent, count = spent + time.process_time() - begun, count + 1
        for start, end, kind in spans:
            if start < end:
                here = is_found(text, masked, start, end)
                found[kind][here] += 1
                if not here and kind == misses:
                    print(f"  missed {text[start:end]!r} in {text[max(0, start - 40) : end + 20]!r}")
    print(f"{count} texts, {spent / max(count, 1) * 1000:.3f} ms each\n{'kind':10}{'pieces':>8}{'found':>8}")
    for kind, counts in sorted(found.items()):
        print(f"{kind:10}{counts.total():8}{counts[True] / counts.total():8.4f}")


def harmless(file: Path, show: str | None) -> None:
    """Print how many texts are touched, by kind."""
    lines = file.read_text("utf-8").split("\n")
    rows = [json.loads(line) if line.startswith("{") else {"text": line} for line in lines if line.strip()]
    texts = [row[field] for row in rows for field in ("text", "context") if row.get(field)]
    touched: Counter[str] = Counter()
    for text in texts:
        spans = redact(text).spans
        touched.update({span.kind for span in spans} | ({"any"} if spans else set()))
        for span in spans:
            if span.kind == show:
                around = text[max(0, span.start - 30) : span.end + 20]
                print(f"  {span.kind}: {text[span.start : span.end]!r} in {around!r}")
    print(f"{file.name}: {len(texts)} texts")
    for kind, number in touched.most_common():
        print(f"  {kind:14}{number:6}{number / len(texts):8.2%}")


def hostile() -> None:
    """Print the seconds for texts made to be slow."""
    for piece in (
        "1", "1 ", "1234 ", "12345, ", "4155550123\n", "@", "a@", ".", "a.a@", "Tom ", "Tom Baker, ", "Xyzzy ", " ",
        ":", "1:", "A1", "GB29NWBK", "my name is ", "hi tom ", "order # : no. ", "-", "1-1 ", "1/", "&amp;",
        "\u200b1", "12 Elm ", "12 Elm Street, ", "ana at a dot ", "(1)", "J. ", "078-05-1120 ", "1 rue de la ",
    ):  # fmt: skip
        begun = time.process_time()
        redact((piece * 40_000)[:40_000])
        print(f"  {time.process_time() - begun:6.3f} s  {piece!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=Path)
    parser.add_argument("--half", choices=("odd", "even", "both"), default="even")
    parser.add_argument("--samples", type=int, default=3000)
    parser.add_argument("--labelled", type=Path, nargs="*", default=[])
    parser.add_argument("--harmless", type=Path, nargs="*", default=[])
    parser.add_argument("--misses", help="print what was missed, or touched, of this kind")
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args()
    redact("Warm up: Tom, 4155550123")
    if options.templates:
        recall(from_templates(options.templates, options.half, options.samples), options.misses)
    for file in options.labelled:
        recall(from_file(file), options.misses)
    for file in options.harmless:
        harmless(file, options.misses)
    if options.hostile:
        hostile()


if __name__ == "__main__":
    main()
