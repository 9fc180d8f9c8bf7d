"""A worker that never comes back is noticed, and what it had in hand goes out at once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL, create_engine, text

from bot.database import Database
from bot.jobs import Jobs
from bot.takeover import Presence
from coaching import outbox, people
from coaching.records.outbox import Letter
from tests.conftest import on_server

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def url(database: Database) -> URL:
    return database.url


@pytest.fixture
def ann(url: URL) -> Iterator[Presence]:
    worker = Presence(url, "ann")
    yield worker
    worker.close()


def died(worker: Presence) -> None:
    """A worker is gone, and the server has noticed: it clears up after a connection in its own time."""
    url = worker._engine.url
    worker.close()
    held = text(
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database()"
        " AND l.locktype = 'advisory' AND l.objid = hashtext(:name)::bigint & 4294967295"
    )
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for _ in range(5_000):
            if not connection.scalar(held, {"name": worker.name}):
                break
        else:
            raise TimeoutError
    engine.dispose()


@ON_POSTGRESQL
def test_a_worker_that_lives_leaves_nothing_to_anybody(url: URL, ann: Presence):
    bob = Presence(url, "bob")
    with ann.inherited(["ann", "bob"]) as dead:
        assert dead == []
    bob.close()


@ON_POSTGRESQL
def test_a_worker_that_died_leaves_its_work_to_one_other_alone(url: URL, ann: Presence):
    died(Presence(url, "bob"))
    eve = Presence(url, "eve")
    with ann.inherited(["bob"]) as first, eve.inherited(["bob"]) as second:
        assert (first, second) == (["bob"], [])
    with eve.inherited(["bob"]) as later:
        assert later == ["bob"]
    eve.close()


@ON_POSTGRESQL
def test_two_workers_never_go_by_one_name(url: URL, ann: Presence):
    with pytest.raises(RuntimeError, match="another worker"):
        Presence(url, "ann")


@ON_POSTGRESQL
def test_a_worker_whose_connection_broke_takes_its_lock_again(url: URL, ann: Presence):
    eve = Presence(url, "eve")
    address, name = url.set(database="postgres"), url.database
    on_server(
        address,
        f"SELECT pg_terminate_backend(a.pid, 10000) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid "
        f"WHERE a.datname = '{name}' AND l.locktype = 'advisory' AND l.objid = hashtext('ann')::bigint & 4294967295",
    )
    with eve.inherited(["ann"]) as dead:
        assert dead == ["ann"]

    ann.renew()

    with eve.inherited(["ann"]) as dead:
        assert dead == []
    eve.close()


@ON_POSTGRESQL
@pytest.mark.parametrize("lives", [True, False])
def test_letters_of_a_dead_worker_are_free_once_no_call_can_be_under_way_and_those_of_a_live_one_are_not(
    database: Database, url: URL, lives: bool
):
    bob = Presence(url, "bob")
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        letter = outbox.post(session, workspace="T1", key="k", kind="help", facts={}, now=NOW, person="U1").id
    with database.sessions.begin() as session:
        assert outbox.claim(session, letter, "bob", NOW)
    if not lives:
        died(bob)
    carried: list[str] = []
    work = Jobs(database, lambda: NOW)
    work.attach()
    work.start(lambda letters: carried.extend(letters) or {}, alone=False)
    try:
        assert work.inherit() == ([] if lives else ["bob"])
        with database.sessions() as session:
            free = session.get_one(Letter, letter).lease_until
        assert free == NOW + (outbox.LEASE if lives else outbox.CALL)
    finally:
        work.stop(0)
        bob.close()


def test_on_sqlite_whoever_starts_is_alone_and_ends_the_leases_of_the_dead(database: Database):
    with database.sessions.begin() as session:
        people.workspace(session, "T1")
        letter = outbox.post(session, workspace="T1", key="k", kind="help", facts={}, now=NOW, person="U1").id
    with database.sessions.begin() as session:
        assert outbox.claim(session, letter, "dead", NOW)
    work = Jobs(database, lambda: NOW)
    work.attach()
    work.start(lambda letters: {}, alone=True)
    try:
        with database.sessions() as session:
            left = session.get_one(Letter, letter)
            assert (left.lease_until, left.owner) == (NOW, None)
    finally:
        work.stop(0)
