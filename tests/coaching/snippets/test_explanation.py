"""Why a reading says what it says, in words."""

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


REPLIES = (
    "I've sent back the 4.95 just now, and I'll check on Thursday that it has arrived.",
    "If I understand you correctly, the app logs you out each time you switch to mobile data, is that right?",
    "The dress leaves our studio tonight with a courier. I hear how much this matters for the wedding.",
    "So what you need is a ramp, not a lift, because of the chair. Did I get that right?",
    "Three times in one week would drive me up the wall too. Let me own this.",
    "I can't promise Friday. What I can do is hold the last one for you until noon.",
    "It is not our fault that your bank declined it. Delivery takes 3 to 5 working days.",
    "No worries at all, we'll sort it.",
)


def test_every_reason_is_a_phrase_of_the_reply_that_a_cue_knows_or_a_sentence_about_it():
    plain = {*explanation.SHAPES.values(), explanation.AS_A_WHOLE}
    for reply in REPLIES:
        for one in explanation.explain(reply, ASKED).tactics:
            for reason in {*one.counted_for, *one.counted_against} - plain:
                assert reason.strip("“”") in reply
            assert one.counted_for or not one.sentence


def test_words_that_were_only_learned_are_no_reason():
    told = {one.tactic: one for one in explanation.explain(REPLIES[2]).tactics}
    assert "courier" not in str(told["ownership"].counted_for)
    assert told["ownership"].counted_for == (explanation.AS_A_WHOLE,)
    assert explanation.explain(REPLIES[0]).tactics[1].counted_for[0] == "“I'll check on”"
