import json

import pytest

from coaching import playbook
from coaching.playbook import BrokenPlaybook
from coaching.snippets import cues, model, words


def test_no_tactic_has_more_than_a_thousand_weights_and_none_has_more_than_four_decimals():
    tactics = json.loads(model.FILE.read_text(encoding="utf-8"))["tactics"]
    assert set(tactics) == set(model.TACTICS)
    for learned in tactics.values():
        assert len(learned["weights"]) <= 1000
        assert all(round(weight, 4) == weight for weight in learned["weights"].values())


def test_weights_that_somebody_edited_are_refused(tmp_path):
    data = json.loads(model.FILE.read_text(encoding="utf-8"))
    data["tactics"]["empathy"]["bias"] += 1
    edited = tmp_path / "weights.json"
    edited.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BrokenPlaybook, match="does not match its checksum"):
        model.load(edited)


def test_the_odds_are_the_bias_and_the_weights_that_apply():
    nothing = [0.0] * 5
    little = model.Model((0.5, *nothing[1:]), {"asks": ((0, 2.0),)}, (1.0,) * 5, (0.0,) * 5, (), "")
    assert little.scores({"asks": 1.0, "unknown": 1.0})[0] == 2.5


def test_names_and_marks_are_no_features():
    plain = words.split("Thanks, @ana!").plain
    assert model.phrases(plain) == {"thanks", "^thanks"}


def test_features_name_the_cues_the_strongest_of_a_line_and_the_shape():
    book = playbook.load("five_tactics")
    plain = words.split("Sorry to hear that, is it on?").plain
    hits = [hit for hit in cues.compiled(book).find(plain) if book.cues[hit.cue].line == "empathy"]
    names = set(model.features(plain, hits, book))
    assert {"best empathy", "asks", "sorry to hear", "^sorry"} <= names
