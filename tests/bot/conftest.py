"""The HTTP face of the real bot, ready for requests."""

import pytest

from bot.database import Database
from tests.bot.face import Face, face_of


@pytest.fixture
def face(database: Database) -> Face:
    return face_of(database)
