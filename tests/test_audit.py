"""`make audit` is green only when every locked package was really audited."""

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

AT = str(Path(__file__).parent.parent / ".ci" / "audit")
loader = SourceFileLoader("audit", AT)
audit = module_from_spec(spec_from_loader("audit", loader))
loader.exec_module(audit)
NAMES = {"flask", "alembic"}


def answer(*found: dict) -> str:
    return json.dumps({"dependencies": found, "fixes": []})


FLASK = {"name": "Flask", "version": "3.1", "vulns": []}
ALEMBIC = {"name": "alembic", "version": "1.20", "vulns": []}


def test_all_audited_and_none_vulnerable_is_fine():
    assert audit.judge(answer(FLASK, ALEMBIC), NAMES) == []


def test_a_skipped_a_missing_and_a_vulnerable_package_each_fail():
    skipped = {"name": "alembic", "skip_reason": "not found on this index"}
    assert audit.judge(answer(FLASK, skipped), NAMES) == ["alembic was skipped: not found on this index"]
    assert audit.judge(answer(FLASK), NAMES) == ["alembic was not audited"]
    assert audit.judge(answer(FLASK), NAMES, {"alembic"}) == []
    bad = {**ALEMBIC, "vulns": [{"id": "PYSEC-2026-1"}]}
    assert audit.judge(answer(FLASK, bad), NAMES) == ["alembic 1.20: PYSEC-2026-1"]


def test_an_empty_or_unreadable_answer_fails():
    assert len(audit.judge(answer(), NAMES)) == 2
    assert audit.judge("", NAMES) == ["pip-audit gave no readable answer: nothing was audited"]


def test_every_package_of_the_lock_is_asked_for():
    lock = (Path(AT).parent.parent / "requirements.lock").read_text("utf-8")
    assert {"sqlalchemy", "slack-bolt", "prometheus-client"} <= audit.locked(lock)


def test_who_gets_no_answer_is_told_why_and_where_else_to_ask(tmp_path: Path, capsys):
    tool, lock = tmp_path / "pip-audit", tmp_path / "some.lock"
    tool.write_text("#!/bin/sh\necho 'not found on this index' >&2\nexit 1\n", "utf-8")
    tool.chmod(0o700)
    lock.write_text("flask==3.1 \\\n    --hash=sha256:00\n", "utf-8")

    assert audit.main(str(tool), lock) == 1
    nothing, why, elsewhere = capsys.readouterr().out.splitlines()
    assert nothing.endswith("nothing was audited")
    assert why == "not found on this index"
    assert "PIP_AUDIT_VULNERABILITY_SERVICE=osv" in elsewhere
