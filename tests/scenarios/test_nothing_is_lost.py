"""Whatever dies in the middle: an acknowledged snippet is answered, and public kudos are posted once."""

import shutil
from datetime import timedelta
from pathlib import Path

from bot.practice import Fault
from handlers import delivery
from tests.bot import engine
from tests.conftest import ON_BOTH, House
from tests.scenarios.test_sharing_a_snippet import STRONG, in_thread


@ON_BOTH
def test_a_snippet_acknowledged_just_before_a_stop_is_answered_after_the_start(house: House, impatient):
    house.slack.fail("*", Fault.rate_limited(retry_after="1"), times=1)
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.settle()
    house.restart()

    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts), 10)
    house.settled()
    assert len(in_thread(house, house.snippets, ts)) == 1


@ON_BOTH
def test_dropping_the_engines_own_tables_loses_nothing(house: House, impatient):
    house.slack.fail("*", Fault.rate_limited(retry_after="1"), times=1)
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.settle()
    house.restart(run=False)
    engine.drop(house.database)
    house.restart()

    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts), 10)


def test_after_the_file_was_replaced_by_a_copy_of_it_letters_are_delivered_from_the_copy(house: House):
    house.slack.say(house.ana, house.snippets, STRONG)
    house.settled()
    house.database.scrub()
    house.database.engine.dispose()
    file = Path(str(house.database.url.database))
    shutil.copy(file, file.with_suffix(".copy")).replace(file)
    for part in ("-wal", "-shm"):
        Path(f"{file}{part}").unlink(missing_ok=True)

    ts = house.slack.say(house.ana, house.snippets, STRONG.replace("cot", "pram"))

    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts), 10)


def test_a_connection_lost_after_slack_took_the_kudos_does_not_post_them_twice(house: House, impatient):
    house.slack.fail("chat.postMessage", Fault.reset_after(), times=1)
    ts = house.slack.say(house.ana, house.snippets, STRONG)
    house.slack.wait_for(lambda slack: in_thread(house, house.snippets, ts))
    house.settled()

    assert len(in_thread(house, house.snippets, ts)) == 1
    assert "sent" in {letter.state for letter in house.letters() if letter.kind == "kudos"}


def test_kudos_that_nobody_can_see_are_given_up_and_the_person_is_told(house: House, impatient, monkeypatch):
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(0))
    house.slack.command(house.ana, house.drafts, "/takefive", "kudos thread")  # so that nothing leaves but the kudos
    house.settled()
    house.slack.fail("chat.postMessage", Fault.reset_before(), times=1)
    ts = house.slack.say(house.ana, house.snippets, STRONG)

    told = house.slack.wait_for(
        lambda slack: [m for m in house.told(house.ana) if "can't see whether" in m["text"]], 20
    )
    assert len(told) == 1
    assert in_thread(house, house.snippets, ts) == []
