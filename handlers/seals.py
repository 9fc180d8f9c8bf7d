"""Seals: ids that travel in buttons and modals are opaque, and bound to workspace, person and purpose."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

MAC = 12  # bytes; 96 bits cannot be guessed through Slack's rate limits


def seal(key: bytes, workspace: str, user: str, purpose: str, id: str) -> str:
    """A token that only `user` of `workspace` can use, for `purpose` alone. `id` is 16 hexadecimal digits."""
    raw = bytes.fromhex(id)
    return urlsafe_b64encode(_mac(key, workspace, user, purpose, raw) + raw).decode().rstrip("=")


def unseal(key: bytes, workspace: str, user: str, purpose: str, token: str) -> str | None:
    """The id in a token, or None when it was made for somebody else, for something else, or by somebody else."""
    try:
        data = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    mac, raw = data[:MAC], data[MAC:]
    return raw.hex() if hmac.compare_digest(mac, _mac(key, workspace, user, purpose, raw)) else None


def _mac(key: bytes, workspace: str, user: str, purpose: str, raw: bytes) -> bytes:
    words = "\0".join((workspace, user, purpose)).encode()
    return hmac.new(key, words + b"\0" + raw, hashlib.sha256).digest()[:MAC]
