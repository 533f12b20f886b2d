# The front door. `make` lists what there is.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
REFERENCE := seeds/pactwire_seeds/reference.bin
ARTICLES ?=
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help install check fmt test faults demo demo-picture quality reader seeds docs bench bench-compare bench-stages bench-extraction bench-backtest bench-ledger bench-watches bench-pipeline bench-start compose-check release-check up down

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

install: $(STAMP) ## make the environment in .venv, every package pinned by hash

$(STAMP): deploy/requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "pactwire needs Python 3.11: install it, or say make PYTHON=..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(REFERENCE) ## article to signed webhook, on this machine, in a minute; ARTICLES=path adds yours
	@$(BIN)/pactwire demo $(ARTICLES)

demo-picture: $(REFERENCE) ## docs/demo.svg, the picture in the README, from a real run of the demo
	@$(BIN)/python docs/demo_picture.py

test: $(REFERENCE) ## everything a commit must pass
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile

faults: $(REFERENCE) ## every fault run, with what went in and came out; takes minutes
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist load -m fault

check: install ## format, lint, types, layers, contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q tests/contract

fmt: install ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(REFERENCE) ## the extraction's scorecard, also written to docs/quality.md
	@PYTHONPATH=tests $(BIN)/python -m quality.scorecard --write
	@$(BIN)/python -m pytest -q tests/quality

reader: install ## train the second reader anew and write its card; GOLD=folder adds labelled texts, HALF=1 is quicker on new processors, SEEDS="11 12" averages two, FURTHER=set only trains it further on that set
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements/train.txt
	PYTHONPATH=tests $(BIN)/python seeds/reader/make_reader.py $(if $(GOLD),--gold $(GOLD)) $(if $(HALF),--half) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FURTHER),--further $(FURTHER)) $(if $(VERSION),--version $(VERSION))

seeds: install ## compile the reference data
	$(BIN)/python seeds/compile.py

$(REFERENCE): $(STAMP) $(shell find seeds/reference seeds/grammar seeds/grammar_compiler services/pactwire/domain -name '*.yaml' -o -name '*.py')
	@$(BIN)/python seeds/compile.py
	@touch $@

docs: install ## write what follows from the code: schemas, AsyncAPI, events, settings, metrics, NOTICE
	$(BIN)/python schemas/generate.py
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/notice.py

BENCH := PYTHONPATH=services:schemas:seeds:tests:tests/speed $(BIN)/python tests/speed

bench: $(REFERENCE) ## every benchmark; the table goes into docs/performance.md
	$(BENCH)/bench.py --write

bench-compare: $(REFERENCE) ## every benchmark, here and at the commit REF, with ratios
	$(BENCH)/bench.py --compare $(REF)

bench-stages: $(REFERENCE) ## CPU an article of each stage's own work, without Kafka; AGAINST=worktree adds ratios
	$(BENCH)/bench_stages.py $(if $(AGAINST),--against $(AGAINST))

bench-extraction: $(REFERENCE) ## articles a second on one core, beside peers in the same run
	$(BENCH)/bench_extraction.py

bench-backtest: $(REFERENCE) ## back-tests over a topic: articles a second; AGAINST=worktree adds ratios
	$(BENCH)/bench_backtest.py $(if $(AGAINST),--against $(AGAINST))

bench-ledger: ## claims a second of the ledger, beside the commit REF and SQLite's own limit
	$(BENCH)/bench_ledger.py $(REF)

bench-pipeline: $(REFERENCE) ## articles a second and CPU an article, all services on a Kafka; BEFORE=checkout adds ratios
	$(BENCH)/bench_pipeline.py $(if $(BEFORE),--before $(BEFORE))

bench-watches: $(REFERENCE) ## matching by the number of watches: time, memory, additions; AGAINST=worktree adds ratios
	$(BENCH)/bench_watches.py $(SIZES) $(if $(AGAINST),--against $(AGAINST))

bench-start: $(REFERENCE) ## seconds from start to help and first alert, and the memory of each service
	$(BENCH)/bench_start.py

compose-check: install ## build the image and run the containers for real: kills, restarts, down and up
	PACTWIRE_TEST_COMPOSE=1 $(BIN)/python -m pytest -q tests/e2e/test_compose.py

release-check: install ## build the wheel, install it into an environment of its own, read a text
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	$(PYTHON) -m venv dist/venv
	dist/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements/runtime.txt
	dist/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/pactwire-*.whl
	dist/venv/bin/python -m pip check
	cd dist && venv/bin/pactwire --version
	cd dist && echo '{"id": "1", "text": "Fiji has asked to join ASEAN."}' | venv/bin/pactwire tag --ndjson

up: ## the pipeline in containers
	docker compose up --detach --build

down: ## stop the containers
	docker compose down
