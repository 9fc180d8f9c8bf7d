"""An agent shares a reply in the snippets channel."""

import pytest

from tests.conftest import ON_BOTH, House

STRONG = (
    "Hi Maria, I'm so sorry to hear the cot arrived broken, that must be really upsetting with the baby due any day. "
    "I've ordered a new one for you and I'll call you tomorrow to make sure it is there."
)
WEAK = "You should have read the terms before you ordered. Please contact the shop where you bought it."


@ON_BOTH
def test_a_strong_snippet_earns_kudos_in_its_thread_with_the_words_that_showed(house: House):
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    kudos = house.slack.wait_for(lambda slack: slack.replies(house.snippets, ts)[1:])[0]
    assert "sorry to hear the cot arrived broken" in kudos["text"]
    assert "Maria" not in kudos["text"]
