# Everything runs in .venv, which the first target that needs it makes; only python3 >= 3.11, make and a network are needed.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -p tests.needless
# many processes start here, and each would compile the library anew
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help reports examples test test-builds test-wide test-pages test-slow coverage mutants faults lab check format notebooks golden bench audit sbom clean

help: ## show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{printf "make %-11s %s\n", $$1, $$2}'

.venv/base: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Yosan needs Python 3.11 or later") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/test: .venv/base
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,cluster]'
	touch $@

.venv/quality: .venv/test
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,cluster,quality]'
	touch $@

.venv/dev: .venv/test
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,cluster,dev,bench]'
	touch $@

reports: .venv/base ## build all reports into reports/build
	$(BIN)/yosan build

examples: .venv/base ## build the projects under examples/, and build/examples.html, which leads to them
	$(BIN)/python tools/examples.py

# compiled once for all the processes that tests start, whatever the caller's environment says
test test-builds test-wide test-pages test-slow coverage mutants faults: export PYTHONDONTWRITEBYTECODE :=

test: .venv/test ## run the tests: library, data, notebooks, reports
	$(PYTEST) -p tests.warm_kernels -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow and not builds and not wide" --nbval-lax tests lib notebooks

test-builds: .venv/test ## change, damage and kill projects while they are built
	$(PYTEST) -q -n $(WORKERS) --dist loadfile -m "builds and not slow" tests

test-wide: .venv/test ## run reports with many other parameters, and hold what functions give to what is on record
	$(PYTEST) -q -n $(WORKERS) --dist loadfile -m "wide and not slow" tests

test-pages: .venv/test ## open every report in both languages in a browser
	$(PYTEST) -q -n $(WORKERS) tests/browser/test_pages.py tests/browser/test_gallery.py

test-slow: .venv/test ## run the tests that take minutes
	$(PYTEST) -q -n $(WORKERS) -m slow tests

# what coverage asks of the disk counts as read by the report that it measures, in either program something else
MEASURED := tests/render/test_cache.py::test_another_program_with_more_jobs_writes_the_same_bytes
EXACT := lib/yosan/subsidy/*,lib/yosan/budget/*,lib/yosan/data/*,lib/yosan/units.py

coverage: .venv/quality ## measure branch coverage: of tests, and of the processes that they start and fork
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/coverage run $(BIN)/yosan build --force
	$(BIN)/coverage run -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow" --deselect $(MEASURED) tests lib
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --include="$(EXACT)" --fail-under=100

MUTANTS ?=
mutants: .venv/quality ## break the library in small ways, one at a time, and count which ways no test notices
	$(BIN)/python benchmarks/mutants.py $(MUTANTS)

faults: .venv/test ## disturb builds: kills, signals, a full disk, two at once; a quarter of an hour, one seed
	$(BIN)/python tests/faults.py

lab: .venv/base ## open JupyterLab on the reading guide and the list of notebooks
	$(BIN)/jupyter lab workspaces import lab/yosan.jupyterlab-workspace
	JUPYTER_CONFIG_PATH=$(CURDIR)/lab $(BIN)/jupyter lab

check: .venv/dev ## formatting, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev ## format code and notebooks
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebooks: .venv/dev ## run all notebooks and keep the output of their checked cells only
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace notebooks/[0-9]*.ipynb
	$(BIN)/nbstripout --keep-count --keep-id --extra-keys "metadata.language_info cell.metadata.execution" notebooks/[0-9]*.ipynb

golden: .venv/base ## take the values and the README's figures from freshly built reports; say in the commit why they moved
	$(BIN)/yosan build
	mkdir -p reports/readme
	for report in budget-growth consortium; do for lang in ja en; do \
		$(BIN)/python -m yosan.render.drawings reports/build/$$lang/$$report.html > reports/readme/$$report-$$lang.svg; done; done
	$(BIN)/python tests/golden.py reports/build/en
	$(BIN)/python tests/recorded.py

bench: .venv/dev ## measure speed, as ratios in one run
	$(BIN)/python benchmarks/reports.py
	$(BIN)/python benchmarks/award.py
	$(BIN)/python benchmarks/season.py

audit: .venv/base ## ask the advisory databases about the pinned packages; needs a network
	$(PYTHON) -m venv build/audit
	build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --disable-pip --no-deps --requirement constraints.txt

sbom: ## write build/sbom.json, the bill of materials of the pinned packages
	mkdir -p build
	$(PYTHON) tools/sbom.py > build/sbom.json

clean: ## remove what was built, the environment too
	rm -rf .venv reports/build build lib/*.egg-info
