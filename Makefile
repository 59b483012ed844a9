# Two commands for a newcomer: `make demo` and `make test`. Each sets up what it needs in .venv first.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo serve test check slow bench clean

demo: $(VENV)/base ## A filled monitor in ./demo, its figures as tables, and its page
	$(BIN)/ketenmonitor demo --home demo

serve: $(VENV)/base ## The same in a browser, with an account of each role
	$(BIN)/ketenmonitor demo --home demo --serve

test: check ## Everything that must hold before a change may land, each file of tests by one of two workers
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/test ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

slow: $(VENV)/test ## What takes long: many generated chains, many kills
	$(BIN)/python -m pytest -m slow --hypothesis-profile=new
	$(BIN)/python -m pytest tests/generative --hypothesis-profile=new

bench: $(VENV)/bench ## Time and memory beside peers, against size: tables and plots in ./bench (docs/how-to/run-the-benchmarks.md)
	$(BIN)/python -m benchmarks.sizes --out bench

$(VENV)/base: pyproject.toml requirements/base.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -r requirements/base.txt
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/test: $(VENV)/base requirements/test.txt
	$(PIP) install -r requirements/test.txt
	@touch $@

$(VENV)/bench: $(VENV)/base requirements/bench.txt
	$(PIP) install -r requirements/bench.txt
	@touch $@

clean:
	rm -rf $(VENV) demo bench
