# The whole vocabulary: setup, demo, run, test, check.
.PHONY: help setup demo run test check shots
PY := .venv/bin/python
PORT ?= 8000

help:
	@echo "make demo   set everything up and serve the demonstration on http://localhost:$(PORT)/"
	@echo "make test   set everything up and pass all tests, on SQLite and on PostgreSQL"
	@echo "make run    serve the office of FRANKPLEDGE_HOME"
	@echo "make check  style, types, import contracts, licences"
	@echo "make shots  make the screenshots in docs/screenshots again"

setup:
	@scripts/setup.sh run

demo: setup
	@.venv/bin/frankpledge demo --port $(PORT)

run: setup
	@.venv/bin/frankpledge serve --port $(PORT)

check:
	@scripts/setup.sh test
	@scripts/check.sh

test:
	@scripts/setup.sh test
	@scripts/check.sh
	@scripts/test.sh

shots:
	@scripts/setup.sh test
	@$(PY) scripts/screenshots.py
