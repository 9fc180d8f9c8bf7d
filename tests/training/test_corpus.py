"""The labelled corpus is in order, and the check would notice if it were not."""

import json

import pytest

from training import check

GUIDE = (check.CORPUS / "README.md").read_text("utf-8")
CORPUS = check.read()


def line(**changes: object) -> dict[str, object]:
    told = {"id": "a-1", "family": "sorry-hear", "text": "Sorry to hear your parcel is lost", "labels": ["empathy"]}
    return {**told, "channel": "tweet", "industry": "parcel", "dialect": "uk", "hard": False, **changes}


def complaints(*rows: dict[str, object], guide: str = GUIDE) -> list[str]:
    corpus = {"agents-a.jsonl": list(rows), "antipatterns.jsonl": [], "customers.jsonl": []}
    return list(check.complaints(corpus, guide))


def test_the_corpus_is_in_order():
    assert list(check.complaints(CORPUS, GUIDE)) == []


def test_about_four_agents_lines_in_ten_show_nothing():
    rows = check.agents(CORPUS)

    assert 0.35 < sum(not row["labels"] for row in rows) / len(rows) < 0.5


def test_every_example_line_in_the_guide_stands_in_the_corpus():
    examples = [json.loads(text) for text in GUIDE.splitlines() if text.startswith('{"id"')]

    assert len(examples) == 3
    assert all(one in [row for rows in CORPUS.values() for row in rows] for one in examples)


def test_a_line_in_order_is_not_complained_about():
    assert complaints(line()) == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"labels": ["sympathy"]}, "a-1: labels 'sympathy' is unknown"),
        ({"industry": "Parcels"}, "a-1: industry 'Parcels' is unknown"),
        ({"dialect": "english"}, "a-1: dialect 'english' is unknown"),
        ({"channel": None}, "a-1: channel None is unknown"),
        ({"family": ""}, "a-1: no family"),
        ({"hard": True}, "a-1: hard, but no note says what decided"),
    ],
)
def test_a_faulty_line_is_named_with_its_fault(changes, wrong):
    assert complaints(line(**changes)) == [wrong]


def test_an_id_is_used_once():
    assert complaints(line(), line(text="On it now.")) == ["id a-1 is used 2 times"]


def test_the_same_words_stand_once_whatever_the_case_and_the_initials():
    again = line(id="a-2", text="sorry to hear your parcel is lost! ^KT")

    assert complaints(line(), again) == ["2 lines say 'sorry to hear your parcel is lost'"]


def test_near_twins_must_share_a_family():
    twin = line(id="a-2", text="Sorry to hear your parcels are lost", family="parcel-lost")

    assert complaints(line(), twin) == ["near twins in different families (run with --merge): a-1, a-2"]
    assert complaints(line(), twin | {"family": "sorry-hear"}) == []


def test_a_file_that_the_guide_does_not_name_is_reported():
    assert "agents-a.jsonl: the guide does not say what this file holds" in complaints(line(), guide="")


def test_merging_gives_twins_the_family_of_the_first_and_touches_nothing_else(tmp_path):
    rows = [
        line(),
        line(id="a-2", text="Sorry to hear your parcels are lost", family="parcel-lost"),
        line(id="a-3", text="On it now.", family="on-it"),
    ]
    (tmp_path / "agents-a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    assert check.merge(tmp_path) == 1
    assert check.read(tmp_path)["agents-a.jsonl"] == [rows[0], rows[1] | {"family": "sorry-hear"}, rows[2]]
