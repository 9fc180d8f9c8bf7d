"""What may be asked: our own items and a team's, never an instrument that nobody here may use."""

import pytest

from coaching.care import plans, questions


@pytest.mark.parametrize(
    ("own", "name"),
    [
        ({"id": "q", "ask": "I know what is expected of me", "kind": "scale", "licence": "Gallup"}, "Gallup Q12"),
        ({"id": "mbi_1", "ask": "Drained?", "kind": "scale", "licence": "MBI"}, "Maslach"),
        ({"id": "q", "ask": "UWES: bursting with energy", "kind": "scale", "licence": "own"}, "Utrecht"),
        ({"id": "q", "ask": "Cheerful?", "kind": "scale", "licence": "WHO-5, CC BY-NC-SA"}, "WHO-5"),
    ],
)
def test_an_unlicensed_instrument_is_refused_by_name_with_the_reason(own, name):
    (problem,) = questions.problems("questions", [own])

    assert name in problem
    assert "may not be asked here" in problem


def test_a_bank_id_of_a_refused_instrument_says_why_too():
    assert "licence is not settled" in questions.problems("questions", ["who-5"])[0]


def test_every_question_of_the_bank_has_a_licence_and_no_refused_name():
    for question in questions.bank().values():
        assert question.licence
        assert questions.refused(f"{question.id} {question.ask} {question.licence}") is None


def test_own_questions_need_a_licence_and_an_id():
    fine = {"id": "rota", "ask": "Is the rota fair?", "kind": "yes_no", "licence": "own"}

    assert questions.problems("questions", ["mood", fine]) == []
    assert "has no licence" in questions.problems("questions", [{**fine, "licence": " "}])[0]
    assert "needs id" in questions.problems("questions", [{"ask": "?"}])[0]
    assert "the same id" in questions.problems("questions", ["mood", "mood"])[0]


def test_words_are_asked_for_only_where_comments_are_on():
    assert "team" not in [question.id for question in questions.chosen(questions.DEFAULT, comments=False)]
    assert "team" in [question.id for question in questions.chosen(questions.DEFAULT, comments=True)]


def test_without_checkin_there_is_no_care():
    assert plans.read({"team": [{"name": "Support", "members": ["U1"]}]}, "UTC").circles == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"team": [{"name": "A", "checkin": {"k": 4}}]}, "k must be a whole number from 5"),
        ({"team": [{"name": "A", "checkin": {"weekday": "freitag"}}]}, "weekday must be one of"),
        ({"team": [{"name": "A", "checkin": {"time": "3pm"}}]}, 'written as "15:00"'),
        ({"team": [{"name": "A", "checkin": {"reminders": 3}}]}, "reminders must be a whole number from 0 to 2"),
        ({"team": [{"name": "A", "checkin": {"talk_to": ["Lea"]}}]}, "user ids such as"),
        ({"team": [{"name": "A", "checkin": {"anonymous": True}}]}, "I don't know anonymous"),
        ({"team": [{"name": "A"}], "group": [{"name": "G", "teams": ["A"], "checkin": {}}]}, "two teams"),
        ({"team": [{"name": "A", "checkin": {}}, {"name": "B"}],
          "group": [{"name": "G", "teams": ["A", "B"], "checkin": {}}]}, "has a checkin of its own"),
        ({"care": {"countries": ["Narnia"]}}, "no helpline for"),
        ({"care": {"letters_per_minute": 0}}, "whole number from 1 to 600"),
        ({"care": {"holidays": ["2026-12-25"]}}, "move them there"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_named(given, words):
    assert any(words in problem for problem in plans.problems(given))
