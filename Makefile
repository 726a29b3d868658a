# Each target sets itself up: a clean clone needs nothing but Python 3.11 or newer and a network.
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python
export PYTHONPATH := MicrocalcCAD:MicrocalcTrain
export OMP_NUM_THREADS ?= 2
export QT_QPA_PLATFORM ?= offscreen

.PHONY: help demo test test-all bench lint screenshots translations sample onnx conformance kinds clean

help:
	@echo "make demo         detect calcifications on a real mammogram with an inserted cluster; prints the page it wrote"
	@echo "make test         tests that take a few minutes in all"
	@echo "make test-all     all tests, with the slow ones"
	@echo "make bench        speed, as ratios to a plain build in the same run"
	@echo "make lint         ruff check and format"
	@echo "make screenshots  pictures of the panel and the slice view into Docs/screenshots"
	@echo "make translations templates of all texts of the panels into Resources/Translations"
	@echo "make sample       the sample mammogram, drawn again"
	@echo "make onnx         the ONNX files of the shipped models, written again from their weights"
	@echo "make conformance  the tables of Docs/conformance.md, written again from the code"
	@echo "make kinds        the tables of Docs/kinds.md, written again from the code"

# What detection needs, and the films that the demo detects on.
$(VENV)/.detects: pyproject.toml
	@echo "Setting up $(VENV) for detection."
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --editable ".[demo]"
	@touch $@

# The rest: what training, the tests and the stand-in for the Slicer application need.
$(VENV)/.tests: $(VENV)/.detects
	@echo "Adding to $(VENV) what training and tests need."
	@$(RUN) tools/install_torch.py
	@$(RUN) -m pip install --quiet --editable ".[train,test]"
	@$(RUN) -m pip install --quiet --editable ".[host]" \
	  || echo "The stand-in for the Slicer application is not to be had here: its tests will be skipped."
	@touch $@

demo: $(VENV)/.detects
	@echo "Detecting on a real mammogram with a simulated cluster whose place is known."
	$(RUN) Testing/demo.py

test: $(VENV)/.tests
	@echo "Running the tests that take a few minutes in all."
	$(RUN) -m pytest -q -m "not slow"

test-all: $(VENV)/.tests
	@echo "Running all tests, with the slow ones."
	$(RUN) -m pytest -q

bench: $(VENV)/.tests
	@echo "Measuring speed, each time against a plain build in the same run."
	$(RUN) Testing/Benchmarks

lint: $(VENV)/.tests
	@echo "Checking style with ruff."
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

screenshots: $(VENV)/.tests
	@echo "Drawing the panel and the slice view into Docs/screenshots."
	$(RUN) Testing/Python/screenshots.py
	$(RUN) Testing/Python/screenshots_effects.py
	$(RUN) Testing/Python/screenshots_exam.py
	$(RUN) Testing/Python/screenshots_train.py

translations: $(VENV)/.tests
	@echo "Collecting the texts of the panels for translators."
	$(RUN) tools/make_translations.py

sample: $(VENV)/.tests
	@echo "Drawing the sample mammogram and its thumbnail."
	$(RUN) tools/make_sample.py

onnx: $(VENV)/.tests
	@echo "Writing the ONNX files of the shipped models."
	$(RUN) tools/write_onnx.py

conformance: $(VENV)/.tests
	@echo "Filling the tables of the conformance statement."
	$(RUN) tools/make_conformance.py

kinds: $(VENV)/.tests
	@echo "Filling the tables of the kinds of calcification."
	$(RUN) tools/make_kinds_page.py

clean:
	rm -rf $(VENV) build dist demo-output
