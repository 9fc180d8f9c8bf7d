"""What the bench concludes: the simulation agrees with the recorded points, a slope is told from noise."""

import json
import random

import pytest

from bench.load.places import ALONE, OURS
from bench.scale import sizes
from bench.scale.__main__ import MOST_OFF, POINTS, off
from bench.scale.costs import Cost
from bench.soak.watch import slope

RECORDED = json.loads(POINTS.read_text())
SERVED = [point for point in RECORDED["taking"] if point["what"] in (OURS, ALONE)]


@pytest.mark.parametrize(
    "point", SERVED, ids=lambda point: f"{point['what']}-{point['database']}-{point['processes']}-{point['senders']}"
)
def test_the_simulation_reproduces_what_was_measured(point: dict):
    assert off(point, RECORDED) <= MOST_OFF


def test_a_simulation_that_forgets_the_cost_of_the_server_does_not():
    point = next(point for point in SERVED if point["database"] == "PostgreSQL")
    assert off({**point, "cpu": [point["cpu"][0] / 2, 0.0, 0.0]}, RECORDED) > MOST_OFF


@pytest.mark.parametrize("grown", [0.0, 1.0, 20.0])
def test_a_slope_is_told_from_noise(grown: float):
    chance = random.Random(1)
    points = [(hour / 720, 150 + grown * hour / 720 + chance.gauss(0, 0.1)) for hour in range(240)]
    found, error = slope(points)
    assert abs(found - grown) < 4 * error < 0.5


def test_a_hundred_people_fit_into_one_process_and_a_million_into_no_single_workspace():
    calls = {"reactions.add": 1.0}
    one = Cost(45.0, {"workflow_status": 1.0}, 3_500.0, calls)
    costs = dict.fromkeys(sizes.WEEK, one)
    assert sizes.need(100, 100, costs).first[1] < 0.1
    assert sizes.need(1_000_000, 1_000_000, costs).first[1] > 1
