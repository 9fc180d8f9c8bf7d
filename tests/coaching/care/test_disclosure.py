"""No figure about fewer than k people can be derived from what is published, and most groups still get one."""

import random
from collections.abc import Collection, Mapping

import pytest

from bench.differencing import K, audit, derivable
from coaching.care.disclosure import publishable
from coaching.care.figures import half_points, participation, share


def people(*ranges: tuple[int, int]) -> set[str]:
    return {f"p{number}" for start, end in ranges for number in range(start, end)}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ({}, set()),
        ({"small": people((0, 4))}, set()),
        ({"team": people((0, 5))}, {"team"}),
        ({"team": people((0, 8)), "all but one": people((0, 7))}, {"all but one"}),
        ({"team": people((0, 5)), "both": people((0, 10))}, {"team", "both"}),
        ({"a": people((0, 5)), "b": people((5, 9)), "both": people((0, 9))}, {"a"}),
        ({"a": people((0, 6)), "twin": people((0, 6))}, {"a", "twin"}),
        ({"a": people((0, 6)), "b": people((6, 12)), "c": people((0, 5), (6, 11))}, {"a", "b"}),
        ({"a": people((0, 10)), "b": people((5, 15)), "c": people((0, 5), (10, 15))}, {"a", "b", "c"}),
    ],
    ids=["nothing", "too small", "just enough", "one apart", "five apart", "a rest of four", "the same people",
         "two by two", "halves of a sum"],
)  # fmt: skip
def test_a_group_is_published_only_if_nobody_can_subtract_their_way_to_a_few(groups, expected):
    assert publishable(groups, k=5) == expected


def test_a_combination_of_three_groups_that_isolates_one_person_is_seen():
    x, y, z = people((0, 5)), people((5, 10)), people((10, 15))
    groups = {"x+y+1": x | y | {"one"}, "y+z": y | z, "x+z": x | z, "everyone": x | y | z}

    kept = publishable(groups, k=5)

    assert not {"x+y+1", "y+z", "x+z", "everyone"} <= kept
    assert not derivable({name: groups[name] for name in kept})


def test_a_higher_threshold_publishes_less():
    groups = {"team": people((0, 6)), "both": people((0, 14))}

    assert publishable(groups, k=5) == {"team", "both"}
    assert publishable(groups, k=7) == {"both"}


def test_a_threshold_under_one_is_refused_and_nobody_is_no_group():
    with pytest.raises(ValueError, match="k is 0"):
        publishable({"team": people((0, 9))}, k=0)
    assert publishable({"nobody": set()}, k=1) == set()


def test_of_very_many_groups_those_that_cannot_be_checked_in_time_are_held_back():
    dice, ids = random.Random(8), [f"p{number}" for number in range(300)]
    groups = {f"g{number}": set(dice.sample(ids, dice.randint(5, 60))) for number in range(6_000)}

    kept = publishable(groups)

    assert 0 < len(kept) < len(groups)
    assert not derivable({name: groups[name] for name in kept})


def test_the_names_of_people_and_groups_change_nothing():
    dice = random.Random(3)
    ids = [f"p{number}" for number in range(30)]
    groups = {f"g{number}": set(dice.sample(ids, dice.randint(5, 20))) for number in range(8)}
    other = {name: [f"x{person}" for person in sorted(members)] * 2 for name, members in groups.items()}

    assert publishable(groups) == publishable(other)


def test_in_300_organisations_nothing_is_derivable_and_four_of_five_groups_are_kept():
    figures = audit(300, seed=11)

    assert figures["leaks"] == 0
    assert figures["kept"] >= 0.8


def threshold_only(groups: Mapping[str, Collection[str]], k: int = 5) -> set[str]:
    return {name for name, members in groups.items() if len(members) >= k}


def test_the_audit_fails_a_size_threshold(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bench.differencing.publishable", threshold_only)

    assert audit(40, seed=11)["leaks"] >= 15


def test_the_audit_looks_for_every_size_of_small_rest():
    whole = people((0, 12))

    for rest in range(1, 8):
        pair = {"whole": whole, "part": people((rest, 12))}
        assert derivable(pair, K) == (rest < K), rest


def test_means_are_published_in_half_points_with_coded_ends():
    assert half_points([1, 1, 1, 1, 1]) == half_points([1, 2, 2, 3, 2]) == "2.0 or less"
    assert half_points([5, 5, 5, 5, 5]) == half_points([4, 4, 5, 5, 5]) == "4.5 or more"
    assert half_points([3, 3, 4, 4, 3]) == "3.5"


def test_shares_and_participation_are_published_in_bands():
    assert [share(yes, 8) for yes in (0, 2, 3, 5, 7)] == ["few", "few", "some", "many", "most"]
    assert [participation(n, 8) for n in (3, 4, 6, 7)] == ["under 50 %", "50 to 75 %", "50 to 75 %", "over 75 %"]


def test_many_teams_that_share_nobody_are_all_published():
    teams = {f"team {number}": [f"{number}.{one}" for one in range(5)] for number in range(300)}

    assert publishable(teams) == teams.keys()


def test_a_department_does_not_give_away_the_team_that_was_held_back():
    large = {f"team {number}": [f"{number}.{one}" for one in range(8)] for number in range(20)}
    small = [f"x.{one}" for one in range(3)]
    everybody = [person for people in large.values() for person in people] + small

    assert publishable({**large, "small": small, "all": everybody}) == large.keys()
