"""The sealed ballot: what an answer looks like while a round is open.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305. Every box has one size, whatever was answered; the
tag says that two boxes come from the same person, and to nobody without the tag key from whom.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
SIZE = 4_096  # bytes of an answer before it is sealed, whatever was answered
TAG = 16

Answers = dict[str, Any]


class Unopened(Exception):
    """A box does not open: it was sealed for another round or tag, or changed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What it takes to put a ballot into a round's box, and nothing more: this is all that a web process holds."""

    public_key: bytes
    tag_key: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """What it takes to open the ballots of a round: the worker's alone, destroyed when the round has closed."""

    private_key: bytes
    slot: Slot


class Slots(Protocol):
    """Where a web process finds the slots of open rounds."""

    def slot(self, round: str) -> Slot | None:
        """The slot of a round, or None when it is not there."""


class Keys(Slots, Protocol):
    """Where the worker keeps the keys of open rounds, outside the database and its backups."""

    def create(self, round: str, key: Key) -> None:
        """Keep a key; it is on disk when this returns."""

    def key(self, round: str) -> Key | None:
        """The key of a round, or None when it is lost."""

    def destroy(self, round: str) -> None:
        """Destroy a round's key and slot; nothing happens when they are gone."""

    def rounds(self) -> list[str]:
        """The rounds that a key or slot is kept for."""


def new_key() -> Key:
    """A fresh key for one round."""
    private = X25519PrivateKey.generate()
    return Key(private.private_bytes_raw(), Slot(private.public_key().public_bytes_raw(), secrets.token_bytes(32)))


def tag(slot: Slot, workspace: str, person: str) -> bytes:
    """The name of a person's ballot in a round; without the tag key it says nothing about the person."""
    return hmac.new(slot.tag_key, f"{workspace}|{person}".encode(), hashlib.sha256).digest()[:TAG]


def seal(slot: Slot, workspace: str, round: str, tag: bytes, answers: Answers) -> bytes:
    """The answers in a box that only the round's private key opens, as this tag's in this round.

    Raises ValueError when they do not fit.
    """
    plain = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(plain) > SIZE - 2:
        raise ValueError(f"the answers take {len(plain)} bytes, {SIZE - 2} fit into a ballot")
    padded = (len(plain).to_bytes(2, "big") + plain).ljust(SIZE, b"\0")
    return SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(slot.public_key), _about(workspace, round, tag))


def unseal(key: Key, workspace: str, round: str, tag: bytes, box: bytes) -> Answers:
    """What is in a box. Raises Unopened."""
    private = X25519PrivateKey.from_private_bytes(key.private_key)
    try:
        padded = SUITE.decrypt(box, private, _about(workspace, round, tag))
    except (InvalidTag, ValueError) as error:
        raise Unopened(f"a ballot of round {round} does not open") from error
    answers: Answers = json.loads(padded[2 : 2 + int.from_bytes(padded[:2], "big")])
    return answers


def _about(workspace: str, round: str, tag: bytes) -> bytes:
    return b"|".join((b"takefive check-in", workspace.encode(), round.encode(), tag))
