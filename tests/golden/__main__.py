"""Writes the golden payloads anew: python -m tests.golden. Then read what changed: git diff tests/golden."""

import json
import shutil

from tests.golden.test_golden import HERE, payloads


def main() -> None:
    """One JSON file a payload."""
    for folder in [each for each in HERE.iterdir() if each.is_dir() and each.name != "__pycache__"]:
        shutil.rmtree(folder)
    for name, payload in payloads().items():
        file = HERE / f"{name}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(payload, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
