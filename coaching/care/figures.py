"""In how coarse a form a figure about a group is told: half points, bands, steps, with coded ends."""

from collections.abc import Sequence


def half_points(values: Sequence[int]) -> str:
    """A mean of answers from 1 to 5, to half a point and with coded ends: "2.0 or less", "3.5", "4.5 or more"."""
    halves = round(2 * sum(values) / len(values) + 1e-9)
    if halves <= 4:
        return "2.0 or less"
    return "4.5 or more" if halves >= 9 else f"{halves / 2:.1f}"


def three_steps(values: Sequence[int]) -> str:
    """A mean of answers from 1 to 5 in whole points with coded ends: "2 or less", "3", "4 or more"."""
    mean = sum(values) / len(values)
    if mean < 2.5:
        return "2 or less"
    return "3" if mean < 3.5 else "4 or more"


def share(yes: int, answered: int) -> str:
    """How many said yes, in four bands with coded ends."""
    part = yes / answered
    bands = ((0.25, "few"), (0.5, "some"), (0.75, "many"))
    return next((words for most, words in bands if part <= most), "most")


def half_share(yes: int, answered: int) -> str:
    """How many said yes, in two bands."""
    return "half or fewer" if 2 * yes <= answered else "more than half"


def about(count: int) -> str:
    """How often something happened, in steps with a coded end; asked only about k people or more."""
    steps = ((10, "fewer than 10 times"), (20, "10 to 19 times"), (50, "20 to 49 times"))
    return next((words for under, words in steps if count < under), "50 times or more")


def participation(answered: int, eligible: int) -> str:
    """How many took part, in three bands; never asked about fewer than k eligible people."""
    part = answered / eligible
    if part < 0.5:
        return "under 50 %"
    return "50 to 75 %" if part <= 0.75 else "over 75 %"
