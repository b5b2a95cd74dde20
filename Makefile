# The commands of this project; `make` lists them.
# PYTHON chooses the interpreter: make test PYTHON=python3.12
# ARGS are passed on:             make test ARGS='tests/model -x'
# One process, to see what prints: make test ARGS='tests/model -n 0 -s'

BIN := .venv/bin
PYTHON ?=
ARGS ?=
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run test bench lint format package setup-run setup-test

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' \
		$(MAKEFILE_LIST)

run: setup-run ## open the sample project (without a display: draw and export it)
	@$(BIN)/annotator demo $(ARGS)

test: lint ## check style, types and behaviour
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

bench: setup-test ## measure speed
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks $(ARGS)

lint: setup-test ## check style and types only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup-test ## put the code in the agreed form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

package: setup-test ## build the wheel and the source archive into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist .

setup-run:
	@bash .dev/setup.sh run

setup-test:
	@bash .dev/setup.sh test
