"""Why a reading says what it says, in words."""

import re
from pathlib import Path

from coaching.snippets import explanation

WORDS = "I'm so sorry to hear your parcel is lost. I've asked the depot and I'll call you tomorrow."
ASKED = "This is the third time I'm asking and I'm really upset!"


def test_a_shown_tactic_names_its_words_and_what_counted_for_it():
    told = {one.tactic: one for one in explanation.explain(WORDS, ASKED).tactics}

    assert told["empathy"].state == "shown"
    assert "sorry to hear" in told["empathy"].sentence
    assert told["empathy"].counted_for
    assert told["empathy"].called_for


def test_no_reason_is_part_of_another_on_its_side():
    for one in explanation.explain(WORDS, ASKED).tactics:
        for side in (one.counted_for, one.counted_against):
            assert len(side) <= explanation.MOST
            bare = [reason.strip("“”") for reason in side]
            assert not any(a in b for i, a in enumerate(bare) for j, b in enumerate(bare) if i != j)


def test_the_same_words_are_seen_through_the_lenses_that_were_chosen():
    all_of_them = {lens for lens, _, _ in explanation.explain(WORDS, ASKED).lenses}
    one = {lens for lens, _, _ in explanation.explain(WORDS, ASKED, ["trust"]).lenses}

    assert one == {"Trust"}
    assert one < all_of_them
    assert explanation.explain(WORDS, ASKED, []).lenses == ()


def test_a_teams_own_lens_is_looked_through_as_well(tmp_path: Path):
    shipped = Path(explanation.__file__).parent.parent / "playbooks" / "trust.toml"
    own = tmp_path / "ours.toml"
    own.write_text(shipped.read_text("utf-8").replace('title = "Trust"', 'title = "Ours"'), "utf-8")

    assert {lens for lens, _, _ in explanation.explain(WORDS, ASKED, [str(own)]).lenses} == {"Ours"}


def test_reasons_spell_i_as_people_do():
    told = explanation.explain("I have booked it. I will call you myself at ten to hear whether it works.", ASKED)
    reasons = " ".join(reason for one in told.tactics for reason in (*one.counted_for, *one.counted_against))

    assert re.search(r"\bI (have|will)\b", reasons)
    assert not re.search(r"\bi\b", reasons)
