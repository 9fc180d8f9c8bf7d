"""Copies of what the workspace holds, so that what was handed out does not change afterwards."""

from __future__ import annotations

import json
from typing import TypeVar

Found = TypeVar("Found")


def snapshot(found: Found) -> Found:
    """A copy of something that JSON can say: several times as fast as `copy.deepcopy`, and each call makes some."""
    copied: Found = json.loads(json.dumps(found))
    return copied
