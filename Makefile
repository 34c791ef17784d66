# `make run` sets everything up and starts it; `make test` runs everything that CI runs. `make help` lists the rest.
.DEFAULT_GOAL := help
UV_VERSION := 0.13.9
VENV := .venv/bin
# Two files at a time, in their order: the tests of a file share what they start.
PYTEST := $(VENV)/pytest -n 2 --dist loadfile --no-loadscope-reorder

help:  ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.done  ## set up, train if need be, start Rasa, the actions and the desk
	@$(VENV)/recourse up

test: .venv/.dev  ## everything that CI runs
	@./scripts/system-packages
	$(MAKE) --no-print-directory check
	$(VENV)/recourse rasa test --stories tests/ --nlu tests/nlu --fail-on-prediction-errors --out results
	$(PYTEST) -m "system and not alone" --durations=5
	$(VENV)/pytest -m alone --durations=5

check: .venv/.dev .venv-torch/.done  ## fast: format, lint, types, quick tests, validation, golden cases
	$(VENV)/ruff format --check recourse actions tests bench
	$(VENV)/ruff check recourse actions tests bench
	$(VENV)/mypy
	$(VENV)/recourse policy check
	$(MAKE) --no-print-directory -j 2 trained validated
	$(PYTEST) -m "not system and not torch"
	.venv-torch/bin/pytest -m torch

trained: .venv/.dev
	$(VENV)/recourse train

validated: .venv/.dev
	$(VENV)/recourse rasa data validate --fail-on-warnings

bench: .venv/.dev  ## how long a turn takes, as ratios of one run
	$(VENV)/python -m bench.turn

format: .venv/.dev  ## mend what a machine can mend
	$(VENV)/ruff format recourse actions tests bench
	$(VENV)/ruff check --fix recourse actions tests bench

learn: .venv/.done  ## fit the risk heads to data/policy/risks.yml
	$(VENV)/recourse learn risks

evaluate: .venv/.done  ## how good the scores are, on the public sets in DATA: writes models/scorer/MODEL_CARD.md
	$(VENV)/recourse evaluate --data $(or $(DATA),$(error say where the public sets are: make evaluate DATA=FOLDER))

nlu: .venv/.dev  ## how well messages are understood: F1 by intent and the confusions, in about 5 minutes
	$(VENV)/recourse nlu
	$(VENV)/recourse train
	$(VENV)/recourse nlu --held-out

.venv/.done: pyproject.toml uv.lock
	@./scripts/setup $(UV_VERSION) --no-dev --inexact
	@touch $@

.venv/.dev: pyproject.toml uv.lock
	@./scripts/setup $(UV_VERSION)
	@touch $@ .venv/.done

# Apart, for all else must pass as it is shipped: without PyTorch, which spaCy loads into every process that finds it.
.venv-torch/.done: pyproject.toml uv.lock
	@UV_PROJECT_ENVIRONMENT=.venv-torch ./scripts/setup $(UV_VERSION) --extra torch
	@touch $@

.PHONY: help run test check trained validated bench format learn evaluate nlu
