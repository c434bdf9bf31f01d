# Everything a newcomer needs; each target does its own set-up. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check bench replay soak fuzz lock clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make .venv with the locked packages and this project, editable

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "Amur needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.11"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# uv installs the rest; itself it comes by pip, in the version and with the hashes of the lock.
	@test -x $(BIN)/uv || { sed -n '/^uv==/,/^    #/p' requirements.lock > $(VENV)/uv.txt \
		&& $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r $(VENV)/uv.txt; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

demo: setup ## Run the main job on the bundled sample site: no network, no services
	@$(BIN)/amur demo

run: setup ## One pass over the real feeds (needs the network)
	@$(BIN)/amur run

test: setup ## Run the default tests
	@# Every process would compile all packages anew where no bytecode may be kept.
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest

check: setup ## Lint, types, import rules, SQL style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## Speed and quality tables, peers beside us
	@$(BIN)/python -m bench

replay: setup ## Run the main job over recorded real feeds in ../shared/real
	@$(BIN)/python -m bench.replay

soak: setup ## The long tests: kill -9, failing receivers, readers beside a writer, all files of events
	@$(BIN)/python -m pytest -m soak -n 0

fuzz: setup ## Read 100,000 broken articles: no crash, none slow
	@$(BIN)/python -m bench.fuzz

lock: setup ## Resolve the dependencies again into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock

clean: ## Remove the virtual environment, caches and the data folder of the demo
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis data/demo
