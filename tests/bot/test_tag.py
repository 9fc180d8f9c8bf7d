import io
import json
import os
import subprocess
import sys

import pytest

from bot import tag
from coaching.snippets import lenses


def piped(monkeypatch, capsysbinary, data, *argv):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    status = tag.run([*argv])
    out, err = capsysbinary.readouterr()
    return status, out, err.decode()


def test_a_line_of_json_is_answered_with_a_line_of_json(monkeypatch, capsysbinary):
    line = {"id": 7, "text": "Sorry to hear that, Ana.", "context": "I'm furious!"}
    status, out, _ = piped(monkeypatch, capsysbinary, json.dumps(line).encode() + b"\n", "--json")
    answer = json.loads(out)
    empathy = answer["tactics"]["empathy"]
    assert status == 0
    assert answer["id"] == 7
    assert set(answer) == {"id", "tactics", "antipatterns"}
    assert set(empathy) == {"state", "leans", "score", "evidence", "called_for"}
    assert (empathy["state"], empathy["leans"]) == ("shown", True)
    assert all(line["text"][e["start"] : e["end"]] == e["quote"] for e in empathy["evidence"])
    assert empathy["called_for"] == [{"start": 0, "end": 12, "quote": "I'm furious!"}]


def test_a_bad_line_is_reported_by_number_and_the_others_go_on(monkeypatch, capsysbinary):
    data = b'{"id": 1, "text": "Hello there you"}\nnonsense\n{"id": 2}\n\xff\n'
    data += b'{"id": 3, "text": "x", "context": 4}\n{"id": 4, "text": ""}\n'
    status, out, err = piped(monkeypatch, capsysbinary, data, "--json")
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, 4]
    assert [line.split(":")[1] for line in err.splitlines()] == [" line 2", " line 3", " line 4", " line 5"]


@pytest.mark.parametrize("between", ["\u2028", "\x85", "\r", "\x0b", "\x0c"])
def test_only_a_line_feed_separates_lines(monkeypatch, capsysbinary, between):
    line = json.dumps({"id": 1, "text": f"Sorry to hear{between}that"}, ensure_ascii=False).replace("\\r", "\r")
    data = json.dumps({"id": 1, "text": f"Sorry to hear{between}that"}).encode() + b"\n"
    status, out, _ = piped(monkeypatch, capsysbinary, data, "--json")
    assert status == 0
    assert out.count(b"\n") == 1
    assert line


def test_a_lone_surrogate_and_a_nul_survive(monkeypatch, capsysbinary):
    data = rb'{"id": "a\ud83d", "text": "Sorry to hear that \ud83d\u0000"}' + b"\n"
    status, out, _ = piped(monkeypatch, capsysbinary, data, "--json")
    assert status == 0
    assert json.loads(out)["id"] == "a\ud83d"


def test_a_snippet_in_a_file_is_reported_in_words_with_the_words_marked(tmp_path, capsysbinary):
    file = tmp_path / "reply.txt"
    file.write_text("Hi Ana, sorry to hear that 🙂 I've passed it on.", encoding="utf-8")
    assert tag.run([str(file)]) == 0
    told = capsysbinary.readouterr().out.decode("utf-8")
    assert "Empathy: shown" in told
    assert "«sorry to hear»" in told


def test_a_snippet_that_cannot_be_read_is_told_kindly(tmp_path, capsysbinary):
    file = tmp_path / "reply.txt"
    file.write_text("Ann: hello there\nBob: where is it?", encoding="utf-8")
    assert tag.run([str(file)]) == 0
    assert "Agent:" in capsysbinary.readouterr().out.decode("utf-8")


def test_a_lens_shows_the_same_words_by_its_own_lines_and_says_what_it_cannot_tell(tmp_path, capsysbinary):
    file = tmp_path / "reply.txt"
    file.write_text("You don't need the bigger plan, yours covers three readers.", encoding="utf-8")
    assert tag.run(["--lens", "honesty", str(file)]) == 0
    assert "«You don't need» the bigger plan" in capsysbinary.readouterr().out.decode("utf-8")
    assert tag.run(["--lens", "gratitude", str(file)]) == 0
    assert b"Cannot be told from one snippet" in capsysbinary.readouterr().out


def test_every_lens_on_the_shelf_stands_in_the_help():
    assert sorted(tag.LENSES) == list(lenses.names())


def test_a_lens_that_is_not_there_is_an_error_in_plain_words(tmp_path, capsys):
    (tmp_path / "reply.txt").write_text("We have sent it.", encoding="utf-8")
    assert tag.run(["--lens", "nope", str(tmp_path / "reply.txt")]) == 2
    assert "heart" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_an_error_in_plain_words(capsys):
    assert tag.run(["nowhere.txt"]) == 2
    assert "nowhere.txt: No such file" in capsys.readouterr().err


def test_it_works_in_the_c_locale():
    done = subprocess.run(
        [sys.executable, "-m", "bot.tag", "--json"],
        input='{"id": "ä", "text": "Sorry to hear that, Zoë"}\n'.encode(),
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert json.loads(done.stdout)["id"] == "ä"


def test_help_tells_the_whole_contract(capsys):
    with pytest.raises(SystemExit):
        tag.run(["--help"])
    told = capsys.readouterr().out
    for word in (
        "shown",
        "missed",
        "not_called_for",
        "unsure",
        "leans",
        "score",
        "evidence",
        "called_for",
        "exit status",
    ):
        assert word in told
