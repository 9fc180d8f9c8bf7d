"""Results of a round: who and what counts, from how many it is shown, and what two weeks give away."""

import pytest

from coaching.care import ballots, box, letters
from coaching.people import Refused
from coaching.records.care import Ballot, Round
from tests.coaching.care.office import TEAM, Office, opened, support
from tests.conftest import ON_BOTH


def test_thresholds_and_questions_are_frozen_when_the_round_opens(office: Office):
    opened(office)
    office.arrange(support(TEAM, k=9, questions=["load"]))
    for id in TEAM[:6]:
        office.answer(id, mood=4)
    office.tick(days=4)

    (round,) = office.rounds()
    assert round.k == 5
    assert office.results(round.id)["Support", "mood"] == "4.0"


def test_a_ballot_smuggled_in_by_somebody_with_a_pen_in_the_database_does_not_count(office: Office):
    round = opened(office)
    slot = office.keys.slot(round)
    for id in TEAM[:5]:
        office.answer(id, mood=5)
    with office.database.sessions.begin() as session:
        for number in range(20):
            tag = ballots.tag(slot, "T1", f"UGHOST{number}")
            session.add(Ballot(round=round, tag=tag, box=ballots.seal(slot, "T1", round, tag, {"mood": 1})))
            session.add(Ballot(round=round, tag=bytes([number]) * 16, box=b"nonsense"))
    office.tick(days=4)

    assert office.results(round)["Support", "mood"] == "4.5 or more"


def test_answers_that_do_not_fit_the_questions_are_left_out(office: Office):
    round = opened(office)
    for id in TEAM[:6]:
        office.answer(id, mood=9, load="4", nonsense=3, hard=1)
    office.tick(days=4)

    assert office.results(round)["Support", "mood"] is None
    assert office.results(round)["Support", "load"] is None
    assert office.results(round)["Support", "hard"] == "most"


def test_whoever_is_erased_while_a_round_is_open_is_not_counted(office: Office):
    round = opened(office)
    for id in TEAM[:5]:
        office.answer(id, mood=5)
    with office.database.sessions.begin() as session:
        box.remove(session, office.keys, "T1", "U0")
    assert office.ballots() == 4
    office.tick(days=4)

    assert office.results(round)["Support", "mood"] is None
    with pytest.raises(Refused):
        office.answer("U0", mood=1)


def test_words_are_shown_from_ten_only_and_in_no_order(office: Office):
    office.arrange(support(TEAM, comments=True))
    for many in (9, 10):
        office.tick(days=2)
        for id in TEAM[:many]:
            office.answer(id, team=f"words of {id}")
        office.tick(days=5)
        assert len(office.comments()) == (many if many == 10 else 0)
    assert sorted(office.comments()) == sorted(f"words of {id}" for id in TEAM[:10])


def test_small_teams_join_under_a_name_and_get_one_result_together(office: Office):
    given = {
        "team": [{"name": name, "members": members} for name, members in (("Early", TEAM[:4]), ("Late", TEAM[4:8]))],
        "group": [{"name": "Both shifts", "teams": ["Early", "Late"], "checkin": {"reminders": 0}}],
    }
    office.arrange(given)
    office.tick()
    round = opened(office)
    for id in TEAM[:8]:
        office.answer(id, mood=2)
    office.tick(days=4)

    assert {group for group, _ in office.results(round)} == {"Both shifts"}
    assert office.results(round)["Both shifts", "mood"] == "2.0 or less"


def test_a_split_group_shows_teams_only_as_far_as_nobody_can_be_singled_out(office: Office):
    given = {
        "team": [{"name": name, "members": members} for name, members in (("Early", TEAM[:7]), ("Late", TEAM[4:]))],
        "group": [{"name": "Everybody", "teams": ["Early", "Late"], "checkin": {"reminders": 0, "split": True}}],
    }
    office.arrange(given)
    office.tick()
    round = opened(office)
    for id in TEAM:
        office.answer(id, mood=4)
    office.tick(days=4)

    shown = {group for (group, question), value in office.results(round).items() if question == "mood" and value}
    assert shown == {"Early", "Late"}  # with everybody's sum, the three in both teams could be worked out
    with office.database.sessions() as session:
        told = letters.results_of(session, session.get_one(Round, round))["groups"]
    assert [group for group, _ in told] == ["Everybody", "Early", "Late"]  # a picture shows the first


def weeks(office: Office, rosters: list[list[str]]) -> list[str | None]:
    found = []
    for members in rosters:
        office.arrange(support(members))
        office.tick(days=2)
        for id in members:
            office.answer(id, mood=4 if id != "U11" else 1)
        office.tick(days=5)
        found.append(office.results(office.rounds()[-1].id)["Support", "mood"])
    return found


def test_after_one_person_joined_four_rounds_are_told_in_coarser_steps(office: Office):
    values = weeks(office, [TEAM[:10], *[[*TEAM[:10], "U11"]] * 6])

    assert values == ["4.0", *["4 or more"] * 4, "3.5", "3.5"]


def test_after_five_people_changed_half_points_go_on(office: Office):
    assert weeks(office, [TEAM[:6], TEAM[:11]]) == ["4.0", "4.0"]


def test_subtracting_two_weeks_leaves_whoever_joined_with_any_answer():
    from coaching.care.figures import half_points, three_steps

    def sums(value: str, people: int) -> set[int]:
        shown = three_steps if "." not in value else half_points
        return {total for total in range(people, 5 * people + 1) if shown(spread(total, people)) == value}

    def spread(total: int, people: int) -> list[int]:
        low, more = divmod(total, people)
        return [low + 1] * more + [low] * (people - more)

    def possible(before: list[int], joiner: int, coarse: bool) -> set[int]:
        shown = three_steps if coarse else half_points
        after = sums(shown([*before, joiner]), len(before) + 1)
        return {new - old for new in after for old in sums(half_points(before), len(before))} & set(range(1, 6))

    kept = {True: 0, False: 0}
    cases = [(spread(total, size), joiner) for size in (5, 8, 12) for total in range(size, 5 * size + 1)
             for joiner in range(1, 6)]  # fmt: skip
    for before, joiner in cases:
        for coarse in kept:
            kept[coarse] += len(possible(before, joiner, coarse)) == 5
    assert kept[True] / len(cases) > 0.85  # the rest is where the mean itself moved by a whole step
    assert kept[True] > kept[False] + len(cases) / 10


@ON_BOTH
def test_two_answers_of_one_person_are_one_ballot(office: Office):
    opened(office)
    office.answer("U0", mood=1)
    office.answer("U0", mood=5)

    assert office.ballots() == 1


def test_nothing_is_published_before_the_close_and_nothing_changes_after_it(office: Office):
    round = opened(office)
    for id in TEAM:
        office.answer(id, mood=2)
    office.tick(days=3)
    assert office.results(round) == {}
    office.tick(days=1)
    published = office.results(round)
    with pytest.raises(Refused):
        office.answer("U0", mood=5)
    office.tick(days=30)

    assert office.results(round) == published
