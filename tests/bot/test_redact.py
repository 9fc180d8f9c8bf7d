"""`takefive redact`: the contract that scripts use, and what a person reads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import redact
from coaching.snippets.redaction import KINDS


def run(given: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, in a locale that knows ASCII only."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return subprocess.run(
        [sys.executable, "-m", "bot.redact", *words], input=given, capture_output=True, env=environment, check=False
    )


def lines(*given: object) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in given)


def test_a_line_comes_back_masked_with_spans_into_the_text_as_given() -> None:
    text = "😀 Hi Tom, write to ana@example.com"

    done = run(lines({"id": "é-1", "text": text}), "--json")

    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer["id"] == "é-1"
    assert answer["text"] == "😀 Hi [person], write to [email]"
    assert [(text[s["start"] : s["end"]], s["kind"]) for s in answer["spans"]] == [
        ("Tom", "person"),
        ("ana@example.com", "email"),
    ]


def test_a_bad_line_is_told_with_its_number_and_the_others_go_on() -> None:
    bad = [
        b"nonsense",
        b'{"id": 2}',
        b'{"id": 3, "text": 4}',
        b"[1]",
        b"\xff\xfe",
        b'{"id": NaN, "text": "a"}',
        b"[" * 9000,
    ]

    done = run(
        b"\n".join([lines({"id": 0, "text": "a"}).strip(), *bad, lines({"id": 9, "text": "b"}).strip()]), "--json"
    )

    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [0, 9]
    told = done.stderr.decode().splitlines()
    assert [line.split(":")[1].strip() for line in told] == [f"line {number}" for number in range(2, 2 + len(bad))]


def test_a_line_feed_alone_ends_a_line() -> None:
    text = "a\u2028b\x85c\rd\x0be\x1cf ana@example.com"

    done = run(lines({"id": 1, "text": text}, {"id": 2, "text": "b"}), "--json")

    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[0]["text"] == text.replace("ana@example.com", "[email]")


def test_half_a_surrogate_pair_survives() -> None:
    done = run(b'{"id": 1, "text": "\\ud83d call +44 20 7946 0958 \\udc00"}\n', "--json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["text"] == "\ud83d call [phone] \udc00"


def test_without_json_the_masked_text_is_read_with_a_count_by_kind(tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_text("Hi Zoë, Tom here. ana@example.com, ☎ +44 20 7946 0958\n", "utf-8")

    done = run(b"", str(file))

    assert done.stdout.decode() == (
        "Hi [person], [person] here. [email], ☎ [phone]\n\nMasked: 2 person, 1 email, 1 phone\n"
    )


def test_a_text_with_nothing_to_mask_says_so() -> None:
    assert run("Größe 42 passt ☺".encode()).stdout.decode() == "Größe 42 passt ☺\n\nNothing to mask.\n"


def test_a_file_that_is_not_there_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert redact.run(["nowhere.txt"]) == 2
    assert capsys.readouterr().err == "takefive redact: nowhere.txt: No such file or directory\n"


def test_help_tells_each_kind_with_its_rule_and_its_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        redact.run(["--help"])

    told = " ".join(capsys.readouterr().out.split())
    for kind, (rule, example) in KINDS.items():
        assert f"{kind}: {rule}" in told
        assert example in told
