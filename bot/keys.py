"""The key directory: where the keys of open check-in rounds live, outside the database and its backups.

`ROUND.key` (0600) holds the private key and is read by the worker alone; `ROUND.slot` (0640) holds what a web process
needs to put ballots in. Web and worker may run as two users of one group. `probe` holds a number that is in the
database too: a process that cannot read it does not see the same directory.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from coaching.care.ballots import Key, Slot

PROBE = "probe"
LOCK = "lock"


class SlotDirectory:
    """The slots of open rounds: all that a web process is given."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def slot(self, round: str) -> Slot | None:
        """The slot of a round, or None when it is not there or cut short."""
        raw = self._read(f"{round}.slot")
        return Slot(raw[:32], raw[32:]) if raw and len(raw) == 64 else None

    def seen(self) -> str | None:
        """The number in the probe, or None where it cannot be read."""
        raw = self._read(PROBE)
        return raw.decode("ascii", "replace") if raw else None

    def _read(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except OSError:
            return None


class KeyDirectory(SlotDirectory):
    """The worker's: it creates, reads and destroys keys."""

    def create(self, round: str, key: Key) -> None:
        """Keep a key; it is on disk when this returns. Raises OSError."""
        self._write(f"{round}.key", key.private_key, 0o600)
        self._write(f"{round}.slot", key.slot.public_key + key.slot.tag_key, 0o640)

    def key(self, round: str) -> Key | None:
        """The key of a round, or None when it is lost."""
        private, slot = self._read(f"{round}.key"), self.slot(round)
        return Key(private, slot) if private and len(private) == 32 and slot else None

    def destroy(self, round: str) -> None:
        """Overwrite and delete a round's key and slot.

        Overwriting is not reliable on SSDs and copy-on-write disks, which is why we say "unlinked", not "shredded".
        """
        for name in (f"{round}.key", f"{round}.slot"):
            path = self.path / name
            if path.exists():
                with path.open("r+b") as file:
                    file.write(secrets.token_bytes(path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
        self._sync()

    def rounds(self) -> list[str]:
        """The rounds that a key or slot is kept for."""
        files = self.path.iterdir() if self.path.is_dir() else ()
        return sorted({file.stem for file in files if file.suffix in (".key", ".slot")})

    def write_probe(self) -> str:
        """Make the directory where needed and put a fresh number there; returns it. Raises OSError."""
        self.path.mkdir(mode=0o750, parents=True, exist_ok=True)
        number = secrets.token_hex(8)
        self._write(PROBE, number.encode("ascii"), 0o640)
        return number

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other worker is at the same keys just now; they are left alone until this ends."""
        with (self.path / LOCK).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def _write(self, name: str, content: bytes, mode: int) -> None:
        part = self.path / f".{name}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(self.path / name)
        self._sync()

    def _sync(self) -> None:
        folder = os.open(self.path, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def folder(setting: str, database: URL) -> Path:
    """Where the keys live: as the setting says, else outside the database's folder, in one for each database."""
    if setting:
        return Path(setting).expanduser().absolute()
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    name = database.set(password=None).render_as_string()
    return Path(state) / "takefive" / "keys" / hashlib.sha256(name.encode()).hexdigest()[:12]


def problem(path: Path, database: Path | None) -> str | None:
    """Why check-ins cannot use this key directory, in words, or None."""
    if database and database.parent in (path, path.parent):
        return (
            f"the key directory {path} lies beside the database, where one backup takes both: "
            "set TAKEFIVE_KEYS to a folder elsewhere that is not backed up"
        )
    if path.exists() and path.stat().st_mode & 0o007:
        return f"everybody on this machine may enter the key directory {path}: chmod o-rwx it"
    return None
