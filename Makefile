# Needs Python 3.11 or newer, Node and make. `make help` lists the targets.

PYTHON ?= python3
NODE := tests/conformance/node
FACET := facet-app
BIN := .venv/bin
READY := .venv/ready
PAGE := src/moment/facet/app.html
PAGE_PARTS := $(addprefix facet-app/,build.mjs template.html package.json package-lock.json tsconfig.json) $(shell find facet-app/src -type f)
TREES := src tests benchmarks tools facet-app/payload_types.py hatch_build.py

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types golden bench bench-facet kill docs facet facet-types gallery sizes lock

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="	" read -r name text; do printf '  %-11s %s\n' "$$name" "$$text"; done

setup: $(READY) ## make the environment in .venv and install the judges of generated code

$(READY): pyproject.toml requirements/dev.txt $(NODE)/package.json $(NODE)/package-lock.json $(FACET)/package-lock.json scripts/chromium.sh
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/dev.txt
	cd $(FACET) && npm ci --silent && node build.mjs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	cd $(NODE) && npm ci --silent
	sh scripts/chromium.sh
	touch $@

demo: $(READY) ## check, generate and run the small example
	PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: $(READY) $(PAGE) ## run every test
	$(BIN)/pytest -n 2

check: lint types test ## all that must hold before a change is merged

format: $(READY) ## write the code in its one format
	$(BIN)/ruff format $(TREES)
	$(BIN)/ruff check --fix $(TREES)

lint: $(READY) ## say what the format or the linter would change
	$(BIN)/ruff format --check $(TREES)
	$(BIN)/ruff check $(TREES)

types: $(READY) ## check all types
	$(BIN)/mypy --explicit-package-bases $(TREES)

golden: $(READY) $(PAGE) ## write the golden files anew, to be read in the diff
	$(BIN)/pytest -n 2 --update

kill: $(READY) ## kill a writing process a thousand times
	$(BIN)/python -m tests.process.killed 500
	$(BIN)/python -m tests.process.killed_commands 500

bench: $(READY) ## print the figures of benchmarks/
	cd benchmarks/node && npm ci --silent
	$(BIN)/python -m benchmarks

bench-facet: $(READY) $(PAGE) ## print the figures of the page of Facet beside its bars
	$(BIN)/python -m benchmarks.facet

docs: $(READY) ## write the pages that are made from the code
	$(BIN)/python -m tools.docs

facet: $(PAGE) ## build the page of moment facet

$(PAGE): $(PAGE_PARTS)
	test -d facet-app/node_modules || (cd facet-app && npm ci --silent)
	cd facet-app && node build.mjs

facet-types: $(READY) ## write the types of the page from those of Python
	$(BIN)/python facet-app/payload_types.py

gallery: $(READY) $(PAGE) ## take the pictures of docs/facet anew
	$(BIN)/python -m tools.gallery

sizes: $(READY) ## print medians and outliers of modules, classes and functions
	$(BIN)/python -m tools.sizes

lock: $(READY) ## pin what is installed, without an address
	$(BIN)/python -m tools.lock
