# Take Five. Each target is one thing a person wants to do; CONTRIBUTING.md tells the rest.
BIN := .venv/bin
UV  := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
       --custom-compile-command "make lock"

.PHONY: setup demo test check bench train screenshots lock audit

setup: .venv/ready                ## an environment with every artefact checked against its hash

.venv/ready: requirements-dev.lock pyproject.toml
	python3 -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup                       ## a short story in the terminal, with no Slack account
	@$(BIN)/takefive demo

test: setup                       ## everything, on SQLite and PostgreSQL
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses 4 --dist worksteal

check: setup                      ## lint, types, import contracts
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup                      ## quality and speed, side by side with what people would use instead
	$(BIN)/python -m bench

train: .venv/trained              ## learn the weights of the reading anew from training/corpus
	$(BIN)/python training/train.py

.venv/trained: requirements-train.lock .venv/ready
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-train.lock
	@touch $@

screenshots: setup                ## every surface in light and dark, taken in headless Chromium
	$(BIN)/python -m docs.screenshots

lock: setup                       ## compile the lock files anew from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(UV) pyproject.toml --output-file requirements.lock
	$(UV) pyproject.toml --extra dev --output-file requirements-dev.lock
	$(UV) pyproject.toml --extra dev --extra train --output-file requirements-train.lock
	$(UV) --group audit --output-file requirements-audit.lock

audit: .venv-audit/ready          ## no locked package is known to be vulnerable, and none was skipped
	.ci/audit .venv-audit/bin/pip-audit requirements.lock

.venv-audit/ready: requirements-audit.lock
	python3 -m venv .venv-audit
	.venv-audit/bin/pip install --quiet --require-hashes --requirement requirements-audit.lock
	@touch $@
