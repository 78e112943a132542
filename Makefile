# make site: set up and build the portal.   make test: set up and run the whole gate.   make bench: measure.
# Everything is installed into .venv from requirements.lock, with hashes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check test docs lint bench lock clean

site: $(VENV)/installed
	$(BIN)/policy-site build

serve: $(VENV)/installed
	$(BIN)/policy-site serve

check: $(VENV)/installed
	$(BIN)/policy-site check

test: $(VENV)/installed lint check
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# Renew the reference pages of the documentation.
docs: $(VENV)/installed
	$(BIN)/policy-site docs docs/reference

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed
	$(BIN)/python tests/bench.py

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || \
		{ echo "Python 3.11.5 or newer is needed; name it with: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Renew the pinned versions after changing pyproject.toml.
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet pip-tools
	$(VENV)/lock/bin/pip-compile --quiet --strip-extras --extra dev --all-build-deps --allow-unsafe --generate-hashes \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml

clean:
	rm -rf site .policy-site build dist *.egg-info
