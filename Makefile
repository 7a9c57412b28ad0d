# make run: the example Trust on http://localhost:8000 · make test: every check · make help: the rest
PYTHON ?= python3
BIN := .venv/bin
export EXAMPLE ?= yes
FLASK := $(BIN)/flask --app wsgi

ALONE := tests/failures/test_web_dies.py

.PHONY: run test suite check fix css words migration bench lock help

help: ## Say what can be asked for
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*##/:/'

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The portal needs Python 3.11 or newer. Set PYTHON=python3.11, say.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/test: tests/requirements.txt .venv/run
	@$(BIN)/python -m pip install --quiet --require-hashes -r tests/requirements.txt
	@touch $@

run: .venv/run ## Serve the example Trust, with its worker
	@$(FLASK) db upgrade
	@if [ "$$EXAMPLE" = yes ]; then $(FLASK) example; fi
	@exec $(FLASK) serve

test: .venv/test ## Every check, on SQLite and PostgreSQL, with browser journeys
	@$(MAKE) --no-print-directory -j 2 check suite

# What is measured in seconds for one person runs last and alone: no other test makes it slow.
suite: .venv/test
	@sh .ci/browser
	@$(BIN)/python -m pytest -n 3 tests --ignore=$(ALONE)
	@$(BIN)/python -m pytest $(ALONE)

check: .venv/test ## Style, types, imports, templates, words
	@$(BIN)/ruff check portal tests
	@$(BIN)/ruff format --check portal tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint templates --lint --quiet

fix: .venv/test ## Put right what a machine can
	@$(BIN)/ruff check --fix portal tests
	@$(BIN)/ruff format portal tests

css: ## Build the style sheets again (needs Node)
	@cd static/src && npm ci --no-audit --no-fund && node build.mjs

words: .venv/test ## Gather the words of pages and messages for translators
	@$(BIN)/pybabel -q extract -F translations/babel.cfg -k later -k ngettext:1,2 --no-location --sort-output --project portal --version 1 --copyright-holder "the portal's authors" -o translations/messages.pot .
	@for l in translations/*/LC_MESSAGES; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-pot-creation-date --no-wrap -i translations/messages.pot -l $$(basename $$(dirname $$l)) -d translations; done

migration: .venv/run ## Write the next migration: make migration WORDS="Opening times"
	@$(FLASK) db migration "$(WORDS)"

bench: .venv/test ## What the portal is fast at, beside bare Flask, in one run
	@$(BIN)/python -m tests.bench

lock: .venv/test ## Pin the newest versions again
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra tests pyproject.toml -o tests/requirements.txt
