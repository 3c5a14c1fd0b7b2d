# Two commands on a fresh machine: `make demo` and `make test`.
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LAB := lab1_xor
# a worker more than cores: many tests wait for kernels, browsers and limits
WORKERS := $(shell expr $$(nproc) + 1)
# a test that hangs ends with its name and traceback, not with the clock of the whole run
HANG := -o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true


# Modules that need a package which only an extra brings; the others must all be importable.
OPTIONAL := course.hpo.syne_tune course.hpo.searchers.optuna course.hpo.searchers.smac3 course.nas.nsga2

.PHONY: demo wheel test test-full selftest bench docs gallery lint sandbox browser constraints clean

demo: sandbox $(READY)  ## a class of twelve, from a lab's text to feedback pages; LAB=lab2_optimizers for another
	$(BIN)/autograde demo --lab $(LAB)

wheel: $(READY)  ## what a student installs, into dist/: the course, data, labs without solutions
	$(BIN)/python -m build --wheel --no-isolation

# The exam takes what lint and tests leave of the processor: they often wait. All must pass.
# What failed comes last, where a long log is read. Threads of linear algebra that wait for one
# another on busy cores make small problems twenty times as slow.
test: export OPENBLAS_NUM_THREADS := 1
test: export OMP_NUM_THREADS := 1
test:  ## what .ci/run runs
	@$(MAKE) --no-print-directory -j 2 browser $(READY)
	@set -o pipefail; mkdir -p build; rm -f build/tests.log; \
	nice -n 10 $(BIN)/autograde selftest --whole-every 16 > build/exam.log 2>&1 & exam=$$!; \
	$(MAKE) --no-print-directory lint && \
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow" $(HANG) \
		| tee build/tests.log; tests=$$?; \
	wait $$exam; exam=$$?; cat build/exam.log; \
	grep -E '^(FAILED|ERROR) |^=.* in .*=$$' build/tests.log; \
	exit $$((tests | exam))

test-full: sandbox browser $(READY) lint  ## the slow tests too, and every variant through engine and nbgrader
	$(BIN)/python -m pytest -n auto --dist worksteal
	$(BIN)/autograde selftest
	$(BIN)/autograde selftest --through engine
	$(BIN)/autograde selftest --through nbgrader

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

selftest: $(READY)  ## the grader's own exam
	$(BIN)/autograde selftest

bench: sandbox $(READY)  ## every measured figure of the docs; ONLY=name,… for some
	$(BIN)/python -m tests.bench $(ONLY)

# Its warnings are errors, but for modules left out, and annotations (mypy reads those better).
docs: $(READY)  ## build/docs: every module, class and function, from its docstring
	PDOC_ALLOW_EXEC=1 $(BIN)/python -W error::UserWarning \
		-W "ignore:Couldn't import" -W "ignore:Error parsing type annotation" \
		-m pdoc --docformat numpy \
		--output-directory build/docs course autograde $(OPTIONAL:%='!%') '!autograde.__main__'

gallery: $(READY)  ## build/gallery: every figure of the labs and tables on one page; pictures/: the README's
	$(BIN)/autograde gallery --out build/gallery --covers pictures

# What Debian and its kin have; installed where we may, and otherwise named.
install = @command -v $(1) >/dev/null || \
	$$([ "$$(id -u)" = 0 ] || echo sudo -n) sh -c \
		'apt-get update -qq && apt-get install -qq --no-install-recommends $(2)' >/dev/null 2>&1 || \
	{ echo "$(3) needs $(1); on Debian or Ubuntu: sudo apt-get install $(2)"; exit 1; }

sandbox:  ## submissions run in bubblewrap
	$(call install,bwrap,bubblewrap,Grading)

browser: sandbox  ## the tests look at feedback pages in a real browser
	$(call install,chromium,chromium,The tests of feedback pages)

# The environment is made once, and again when what it is made from changes.
$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Sixteen Seeds needs Python 3.11 or newer: make PYTHON=/path/to/python3 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "Python lacks venv; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
		--constraint constraints.txt --editable ".[instructor,dev]"
	@# pip compiles on one core, and the packages' own tests, too; some hold files that cannot be
	@$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib >/dev/null || true
	@touch $(READY)

constraints: $(READY)  ## pin what is installed now, with torch for the later labs
	$(BIN)/python -m pip install --quiet "torch==2.13.0"
	( sed -n '/^#/p' constraints.txt; \
		$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' ) > $(VENV)/pins
	mv $(VENV)/pins constraints.txt

clean:
	rm -rf $(VENV) demo build dist
