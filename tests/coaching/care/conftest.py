"""An office in which twelve people are asked."""

import pytest

from bot.database import Database
from tests.coaching.care.office import TEAM, Office, support


@pytest.fixture
def office(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(database, tmp_path_factory.mktemp("elsewhere") / "keys")
    made.arrange(support(TEAM))
    made.tick()
    return made
