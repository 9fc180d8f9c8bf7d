import pytest

from coaching import playbook
from coaching.playbook import BrokenPlaybook
from coaching.snippets import cues, words

CUE = """
[lines]
kind = "Kind words."

[slots]
warm = ["kind", "very kind"]

[[cue]]
id = "how-kind"
line = "kind"
say = ["how {warm} of you"]
example = "How very kind of you!"
counter = "What kind is it?"
"""


def written(tmp_path, text):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return playbook.read(file)


def fires(book, number, trie, sentence):
    plain = words.split(sentence).plain
    return any(
        hit.cue == number and cues.in_scope(book.cues[number], plain, hit, 0, len(plain)) for hit in trie.find(plain)
    )


@pytest.mark.parametrize("name", ["five_tactics", "customer"])
def test_every_cue_finds_its_example_and_leaves_its_counter_example_alone(name):
    book = playbook.load(name)
    trie = cues.compiled(book)
    wrong = [
        f"{cue.id}: {sentence}"
        for number, cue in enumerate(book.cues)
        for sentence, wanted in ((cue.example, True), (cue.counter, False))
        if fires(book, number, trie, sentence) is not wanted
    ]
    assert wrong == []


def test_there_are_more_than_three_hundred_cues_and_no_phrase_stands_twice_in_one_line():
    book = playbook.load("five_tactics")
    phrases = [(cue.line, say) for cue in book.cues for say in cue.say]
    assert len(book.cues) >= 300
    assert len(phrases) == len(set(phrases))


def test_a_playbook_is_read_with_its_slots_and_a_version(tmp_path):
    book = written(tmp_path, CUE)
    assert (book.name, book.slots["warm"]) == ("mine", ("kind", "very kind"))
    assert book.version == written(tmp_path, CUE).version != written(tmp_path, CUE + "\n").version


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('line = "kind"', 'line = "rude"', "no line 'rude'"),
        ('counter = "What kind is it?"', "", "add counter"),
        ('id = "how-kind"', 'id = "how-kind"\ncolour = 1', "colour is not known"),
        ('id = "how-kind"', 'id = "how-kind"\nstrength = 2', "between 0 and 1"),
        ('id = "how-kind"', 'id = "how-kind"\nscope = ["at noon"]', "scope knows only"),
        ("[lines]", "[lines", "mine.toml"),
    ],
)
def test_a_broken_playbook_is_refused_with_the_place_and_the_reason(tmp_path, before, after, reason):
    with pytest.raises(BrokenPlaybook, match=reason) as refused:
        written(tmp_path, CUE.replace(before, after))
    assert str(refused.value).startswith("mine.toml")


def test_two_cues_of_one_name_are_refused(tmp_path):
    twice = CUE + CUE[CUE.index("[[cue]]") :]
    with pytest.raises(BrokenPlaybook, match="two cues are called how-kind"):
        written(tmp_path, twice)


def test_a_slot_that_is_not_there_is_refused_when_the_phrases_are_compiled(tmp_path):
    with pytest.raises(BrokenPlaybook, match="no slot is called"):
        cues.compiled(written(tmp_path, CUE.replace("{warm}", "{cold}")))
