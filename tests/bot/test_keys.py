"""The key directory: who may read what, where it may lie, and that what is destroyed is gone."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot import keys
from bot.keys import KeyDirectory, SlotDirectory
from coaching.care import ballots


@pytest.fixture
def kept(tmp_path: Path) -> KeyDirectory:
    made = KeyDirectory(tmp_path / "keys")
    made.write_probe()
    return made


def test_the_worker_gets_its_key_back_and_a_web_process_the_slot_alone(kept: KeyDirectory):
    key = ballots.new_key()
    kept.create("a1", key)

    assert kept.key("a1") == key
    assert SlotDirectory(kept.path).slot("a1") == key.slot
    assert not hasattr(SlotDirectory(kept.path), "key")
    assert key.private_key not in (kept.path / "a1.slot").read_bytes()


def test_the_private_key_is_readable_by_its_owner_only(kept: KeyDirectory):
    kept.create("a1", ballots.new_key())

    modes = {file.suffix: stat.S_IMODE(file.stat().st_mode) for file in kept.path.iterdir()}
    assert modes[".key"] == 0o600
    assert modes[".slot"] & 0o027 == 0


def test_a_destroyed_key_leaves_nothing_and_may_be_destroyed_again(kept: KeyDirectory):
    key = ballots.new_key()
    kept.create("a1", key)
    with (kept.path / "a1.key").open("rb") as opened:
        kept.destroy("a1")
        assert opened.read() != key.private_key
    kept.destroy("a1")

    assert kept.rounds() == []
    assert kept.key("a1") is None


@pytest.mark.parametrize("name", ["a1.key", "a1.slot"])
def test_half_a_key_is_a_lost_key(kept: KeyDirectory, name: str):
    kept.create("a1", ballots.new_key())
    (kept.path / name).write_bytes(b"short")

    assert kept.key("a1") is None
    assert kept.rounds() == ["a1"]


def test_two_workers_are_never_at_the_keys_at_once(kept: KeyDirectory):
    with kept.alone() as first, kept.alone() as second:
        assert (first, second) == (True, False)
    with kept.alone() as third:
        assert third


def test_by_default_each_database_has_its_keys_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    one, other = (keys.folder("", make_url(f"sqlite:///{tmp_path}/{name}.db")) for name in ("one", "other"))

    assert one != other
    assert one.is_relative_to(tmp_path / "state")
    assert keys.problem(one, tmp_path / "one.db") is None
    same = {keys.folder("", make_url(f"postgresql://me:{word}@host/db")) for word in ("a", "b")}
    assert len(same) == 1


def test_keys_beside_the_database_or_open_to_everybody_are_refused(tmp_path: Path):
    database = tmp_path / "takefive.db"

    assert "beside the database" in (keys.problem(tmp_path, database) or "")
    assert "beside the database" in (keys.problem(tmp_path / "keys", database) or "")
    open_to_all = tmp_path / "else" / "keys"
    open_to_all.mkdir(parents=True)
    open_to_all.chmod(0o755)
    assert "chmod o-rwx" in (keys.problem(open_to_all, database) or "")
