from collections import Counter

import pytest

from coaching import playbook
from coaching.playbook import BrokenPlaybook
from coaching.snippets import lenses

SHIPPED = ("commitment", "expressions", "gratitude", "heart", "honesty", "pledge", "recognition", "trust")
CUES = [pytest.param(lens, cue, id=f"{lens}-{cue.id}") for lens in SHIPPED for cue in lenses.load(lens).cues]

CUE = """
[[cue]]
id = "{id}"
line = "{line}"
say = ["{say}"]
example = "{example}"
counter = "Nothing of the kind."
"""


def entry(line="kind", say="hi", example="Hi."):
    return {"more": CUE.format(id="x", line=line, say=say, example=example)}


def lens_file(folder, *, top='title = "Ours"', lines='kind = "Is kind."', cues=5, more=""):
    entries = "".join(
        CUE.format(id=f"cue-{n}", line="kind", say=f"kind {n}", example=f"So kind {n} of you.") for n in range(cues)
    )
    path = folder / "ours.toml"
    path.write_text(f"{top}\n[lines]\n{lines}\n{entries}{more}", encoding="utf-8")
    return path


def found(lens, text, context=None):
    return {line.name: [e.quote for e in line.evidence] for line in lenses.read(text, lens, context) if line.evidence}


def test_the_shipped_lenses_are_on_the_shelf():
    assert lenses.names() == SHIPPED


@pytest.mark.parametrize("lens", SHIPPED)
def test_every_line_has_five_cues_of_its_own_or_says_why_it_cannot_be_told(lens):
    book = lenses.load(lens)
    counted = Counter(cue.line for cue in book.cues)

    for line in book.lines:
        assert (counted[line] >= 5) != (line in book.extra.get("cannot_tell", {}))


def test_no_cue_of_a_lens_is_a_cue_of_the_tactics_by_another_name():
    tactics = {cue.say for cue in playbook.load("five_tactics").cues}

    assert not [cue.id for param in CUES if (cue := param.values[1]).say in tactics]


@pytest.mark.parametrize(("lens", "cue"), CUES)
def test_an_example_shows_its_line_as_a_whole_reply_too(lens, cue):
    if lens == "commitment":
        assert cue.line in found(lens, "Agent: Hello there.", context=cue.example)
    else:
        assert cue.line in found(lens, cue.example)


def test_evidence_is_the_sentence_with_the_cue_inside():
    text = "Thanks for holding. To be honest, we don't know yet why it went off. Bye!"
    evidence = next(line for line in lenses.read(text, "heart") if line.name == "trustworthy").evidence[0]

    assert text[evidence.start : evidence.end] == evidence.quote == "To be honest, we don't know yet why it went off."
    assert evidence.start <= evidence.cue[0] < evidence.cue[1] <= evidence.end


def test_only_the_agents_words_are_read():
    text = "Customer: To be honest, I'm fed up.\nAgent: The line opens at nine in the morning."

    assert found("heart", text) == {}


def test_a_line_that_one_snippet_cannot_show_says_why():
    line = next(line for line in lenses.read("Hello, the line opens at nine.", "pledge") if line.cannot_tell)

    assert line.name == "one_business_day"
    assert "help desk" in line.cannot_tell


def test_a_reason_to_stay_comes_from_the_customers_words_as_a_question():
    lines = lenses.read("I'll look into it.", "commitment", "I only stay because there is nobody else out here.")

    assert [line.name for line in lines if line.question] == ["forced"]
    assert next(line for line in lines if line.question).question.endswith("?")


def test_the_agents_words_never_speak_for_the_customers_commitment():
    assert found("commitment", "I only stay because there is nobody else out here.", context="Hello?") == {}


def test_a_lens_reads_the_customers_side_of_a_conversation_too():
    text = "Customer: There is nobody else out here.\nAgent: I'll look into it."

    assert found("commitment", text) == {"forced": ["There is nobody else out here."]}


def test_a_team_adds_a_lens_as_a_file(tmp_path):
    assert found(lens_file(tmp_path), "That was kind 3 of you.") == {"kind": ["That was kind 3 of you."]}


def test_an_unknown_lens_is_refused_with_the_names_there_are():
    with pytest.raises(BrokenPlaybook, match=r"no lens 'hart'; there are commitment, .*heart"):
        lenses.read("Hello there, all.", "hart")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"top": "title = Ours"}, r"ours\.toml.*line 1"),
        ({"top": ""}, "ours.toml: give the lens a name"),
        ({"top": 'title = "Ours"\nscore = 5'}, r"ours\.toml, line 2: 'score' is not known here"),
        ({"top": 'title = "Ours"\nside = "both"'}, r"ours\.toml, line 2: 'side' is agent or customer"),
        ({"cues": 4}, r"ours\.toml, line 3: 'kind' has 4 cues: give it 5, or say why under \[cannot_tell\]"),
        ({"lines": "kind = 1", "more": "[cannot_tell]\nkin = 'Why.'"}, r"line 40: 'kin' under .* is no line"),
        (entry(line="kin"), r"ours\.toml, line 40: cue 6 \(x\): there is no line 'kin'"),
        (entry(example="No."), r"ours\.toml, line 40: cue 6 \(x\): its example does not show it"),
        (entry(say="nothing", example="Nothing."), r"ours\.toml, line 40: cue 6 .*its counter-example shows it"),
        (entry(say="{who} hi"), r"ours\.toml, line 43: no slot is called \{who\}"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_a_broken_lens_is_refused_with_its_line_and_the_reason(tmp_path, broken, message):
    with pytest.raises(BrokenPlaybook, match=message):
        lenses.load(lens_file(tmp_path, **broken))


def test_a_lens_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BrokenPlaybook, match=r"ours\.toml"):
        lenses.load(tmp_path / "ours.toml")


@pytest.mark.parametrize("lens", SHIPPED)
def test_hostile_text_is_read_through_any_lens(lens):
    for text in ("", "\x00", "\ud800", "sorry " * 7_000, "I " * 20_000, "(" * 40_000):
        lenses.read(text, lens, text)
