"""Every example in the README is run, and prints what the README says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Commands with what they print."""
    blocks = "\n".join(CONSOLE.findall((HERE / "README.md").read_text("utf-8")))
    pairs = [part.partition("\n") for part in re.split(r"^\$ ", blocks, flags=re.MULTILINE)[1:]]
    return [(command, printed) for command, _, printed in pairs]


@pytest.mark.parametrize(("command", "printed"), examples())
def test_an_example_prints_what_the_readme_says(command: str, printed: str):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=HERE, env={**os.environ, "PATH": path, "PYTHONPATH": str(HERE)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == printed


def test_there_are_examples():
    assert len(examples()) >= 2
