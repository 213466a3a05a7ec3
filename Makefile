# Trạm's front door: `make demo` and `make test` need nothing but Python 3.11 and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup dev demo test lint bench browser evidence requirements clean
help:  ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Trạm needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --require-hashes -r requirements/base.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	touch $@

setup: $(VENV)/.base  ## make .venv with tram in it

dev: $(VENV)/.dev  ## the same, with what tests and lint need

demo: setup  ## set up, load Vĩnh Phúc 2019, run a dossier's round trip, serve on 127.0.0.1:8000
	$(BIN)/tram demo

test: dev  ## run every test (PG=system: on Debian's PostgreSQL instead of the embedded one)
	TRAM_PG=$(PG) $(BIN)/pytest -n 2 --dist worksteal

browser: dev  ## only the tests in a real browser
	$(BIN)/pytest tests/browser

lint: dev  ## ruff, mypy, import-linter, djlint, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet src/tram
	$(BIN)/tram manage makemigrations --check --dry-run

bench: dev  ## measure, in a scratch database, and write docs/evidence/bench.md
	$(BIN)/python -m bench

evidence: dev  ## write docs/evidence/ from a run of the tests and 100,000 due times counted twice
	$(BIN)/python -m tests.oracles.evidence
	$(BIN)/tram law --prove

requirements:  ## compile the pinned, hashed requirements
	uv pip compile -q pyproject.toml requirements/build.in --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements/base.txt
	uv pip compile -q requirements/dev.in --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
