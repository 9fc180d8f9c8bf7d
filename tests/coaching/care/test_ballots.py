"""A box opens with the round's key alone, for its own tag and round, and its size says nothing."""

import pytest

from coaching.care import ballots
from coaching.care.ballots import SIZE, Key, Unopened

ANSWERS = {"mood": 4, "team": "The new rota is kinder."}


def test_a_box_gives_back_what_was_answered():
    key = ballots.new_key()
    tag = ballots.tag(key.slot, "T1", "U-ANA")

    assert ballots.unseal(key, "T1", "r1", tag, ballots.seal(key.slot, "T1", "r1", tag, ANSWERS)) == ANSWERS


@pytest.mark.parametrize(
    ("workspace", "round", "person"), [("T2", "r1", "U-ANA"), ("T1", "r2", "U-ANA"), ("T1", "r1", "U-BEN")]
)
def test_a_box_that_was_moved_to_another_place_does_not_open(workspace, round, person):
    key = ballots.new_key()
    box = ballots.seal(key.slot, "T1", "r1", ballots.tag(key.slot, "T1", "U-ANA"), ANSWERS)

    with pytest.raises(Unopened):
        ballots.unseal(key, workspace, round, ballots.tag(key.slot, "T1", person), box)


def test_a_box_opens_with_no_other_key_nor_after_a_change():
    key, other = ballots.new_key(), ballots.new_key()
    tag = ballots.tag(key.slot, "T1", "U-ANA")
    box = ballots.seal(key.slot, "T1", "r1", tag, ANSWERS)

    with pytest.raises(Unopened):
        ballots.unseal(Key(other.private_key, key.slot), "T1", "r1", tag, box)
    with pytest.raises(Unopened):
        ballots.unseal(key, "T1", "r1", tag, box[:-1] + bytes([box[-1] ^ 1]))
    with pytest.raises(Unopened):
        ballots.unseal(key, "T1", "r1", tag, b"")


def test_every_box_has_one_size_whatever_is_in_it():
    slot = ballots.new_key().slot
    given = [{}, ANSWERS, {"team": "é" * 500}, {"team": "\0" * 500}, {"team": "\U0001f600" * 500}, {"t": "\ud800"}]

    assert len({len(ballots.seal(slot, "T1", "r1", b"x" * 16, answers)) for answers in given}) == 1


def test_answers_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="fit into a ballot"):
        ballots.seal(ballots.new_key().slot, "T1", "r1", b"x" * 16, {"team": "x" * SIZE})


def test_the_same_answer_twice_makes_two_different_boxes():
    slot = ballots.new_key().slot

    assert len({ballots.seal(slot, "T1", "r1", b"x" * 16, ANSWERS) for _ in range(5)}) == 5


def test_a_tag_is_the_same_for_a_person_in_a_round_and_different_in_the_next():
    one, next_one = ballots.new_key().slot, ballots.new_key().slot

    assert ballots.tag(one, "T1", "U-ANA") == ballots.tag(one, "T1", "U-ANA")
    assert (
        len({ballots.tag(one, "T1", "U-ANA"), ballots.tag(next_one, "T1", "U-ANA"), ballots.tag(one, "T1", "U")}) == 3
    )
