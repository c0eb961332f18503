# Everything the project does starts here; `make help` lists it. Set-up steps leave a stamp, so a second run is quick.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

export PORT ?= 8000
export PYTHON ?=
WORKERS ?= 2
VENV := .venv/bin
ifeq ($(shell uname),Darwin)  # a Python that is not Homebrew's does not look for libraries there by itself
VENV := DYLD_FALLBACK_LIBRARY_PATH=$$(brew --prefix)/lib .venv/bin
endif
STAMPS := .venv/stamps
SETUP := tools/setup.sh

.PHONY: help demo serve test check bench test-long screenshots messages clean \
	setup setup-tests demo-libraries test-programs browser assets \
	check-style check-types check-imports check-templates check-translations check-migrations

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## Install what is missing, fill a demo database, serve both sides on 127.0.0.1 (PORT=8000)
	@$(VENV)/portal demo

serve: setup ## Serve both sides as configured in the environment (README: Configuration)
	@$(VENV)/portal serve

test: setup-tests check ## Install what is missing, then run every check and the whole suite on SQLite and PostgreSQL
	@echo "→ Running the suite on SQLite and PostgreSQL"
	@$(VENV)/pytest --numprocesses $(WORKERS) --dist worksteal --database both -q

test-long: setup-tests ## Run whole what `make test` narrows: grids, mutants, long state machine, load (prints denominators)
	@$(VENV)/pytest --numprocesses $(WORKERS) --dist worksteal --database both --long -q

check: setup check-style check-types check-imports check-templates check-translations check-migrations ## Style, types, import contracts, templates, translations, migration drift

bench: setup-tests ## Measure pages, lists and documents against the numbers of the README
	@$(VENV)/python -m tests.bench

screenshots: setup-tests ## Make the README's screenshots anew from the demo
	@$(VENV)/python tools/make_screenshots.py

messages: setup ## Bring the translation catalogues in line with the texts in the code
	@$(VENV)/python tools/check_translations.py --update

clean: ## Forget what set-up and builds made (the demo's database too)
	rm -rf .venv node_modules build var portal/static/build
	find portal/translations -name '*.mo' -delete

# What each check is

check-style:
	@echo "→ Style: ruff"
	@$(VENV)/ruff check --quiet && $(VENV)/ruff format --check --quiet || { echo "Style: try '.venv/bin/ruff format' and '.venv/bin/ruff check --fix'"; exit 1; }

check-types:
	@echo "→ Types: mypy --strict"
	@$(VENV)/mypy --no-error-summary

check-imports:
	@echo "→ Who may import whom: import-linter"
	@$(VENV)/lint-imports --no-cache > build/imports.log 2>&1 || { cat build/imports.log; exit 1; }

check-templates:
	@echo "→ Templates: djlint"
	@$(VENV)/djlint templates --lint --quiet

check-translations:
	@echo "→ Finnish and Swedish: every text, every placeholder"
	@$(VENV)/python tools/check_translations.py

check-migrations:
	@echo "→ Migrations: the upgraded database is the one the models describe"
	@$(VENV)/python tools/check_migrations.py

# Set-up

setup: demo-libraries $(STAMPS)/packages assets $(STAMPS)/translations
	@mkdir -p build var

setup-tests: setup test-programs browser

demo-libraries:
	@$(SETUP) demo-libraries

test-programs:
	@$(SETUP) test-programs

browser: $(STAMPS)/packages
	@$(SETUP) browser

$(STAMPS)/packages: requirements.lock pyproject.toml tools/setup.sh
	@$(SETUP) packages
	@mkdir -p $(STAMPS) && touch $@

node_modules/.package-lock.json: package.json package-lock.json | $(STAMPS)/packages
	@$(SETUP) frontend
	@touch $@

assets: $(STAMPS)/packages node_modules/.package-lock.json
	@echo -n "→ "
	@$(VENV)/python tools/build_assets.py

$(STAMPS)/translations: $(STAMPS)/packages $(wildcard portal/translations/*/LC_MESSAGES/*.po)
	@$(SETUP) translations
	@touch $@
