# Each target sets itself up: a clean clone needs nothing but Python 3.11 or newer and a network.
PYTHON ?= python3
VENV   := .venv
# On Windows (make from Chocolatey, under Git Bash) a virtual environment has its programs elsewhere and paths are joined by a semicolon.
ifeq ($(OS),Windows_NT)
RUN    := $(VENV)/Scripts/python
export PYTHONPATH := MicrocalcCAD;MicrocalcTrain
else
RUN    := $(VENV)/bin/python
export PYTHONPATH := MicrocalcCAD:MicrocalcTrain
endif
export OMP_NUM_THREADS ?= 2
export QT_QPA_PLATFORM ?= offscreen

.PHONY: help demo test test-all bench lint screenshots translations sample onnx conformance packages dist dist-check wheelhouse wheelhouse-list wheelhouse-check kinds kinds-picture keep-findings odds slicer-test source-test clean

help:
	@echo "make demo         detect calcifications on a real mammogram with an inserted cluster; prints the page it wrote"
	@echo "make test         tests that take a few minutes in all"
	@echo "make test-all     all tests, with the slow ones"
	@echo "make bench        speed, as ratios to a plain build in the same run"
	@echo "make lint         ruff check and format, and types of both libraries by mypy"
	@echo "make screenshots  pictures of the panel and the slice view into Docs/screenshots"
	@echo "make translations templates of all texts of the panels into Resources/Translations"
	@echo "make sample       the computed sample mammogram, drawn again (the real one: tools/make_real_sample.py IMAGE)"
	@echo "make onnx         the ONNX files of the shipped models, written again from their weights"
	@echo "make conformance  the tables of Docs/conformance.md, written again from the code"
	@echo "make kinds-picture  a picture of each kind of calcification and what the program says of it, for Docs/kinds.md"
	@echo "make keep-findings  what is said of twelve mammograms, kept anew for the test that compares (Testing/Kept)"
	@echo "make kinds        the tables of Docs/kinds.md, written again from the code"
	@echo "make odds         the tables of Docs/odds.md, written again from the shipped model"
	@echo "make packages     the tables of Docs/installing.md, written again from pyproject.toml and what is installed"
	@echo "make dist         wheel and sdist into dist, checked, and the conda-forge recipe of this version"
	@echo "make dist-check   the same, then the wheel in an empty environment: the sample and the demo"
	@echo "make wheelhouse   archives that install without a network, one a platform (PLATFORMS=linux-x86_64)"
	@echo "make wheelhouse-list   what would be in them, asked of the index"
	@echo "make wheelhouse-check  this machine's archive, made, installed without a network, and used"
	@echo "make slicer-test  the modules' own tests in the application (SLICER=folder of 3D Slicer 5.12 or newer)"
	@echo "make source-test  tests of the panels on Slicer's own Python (SLICER_SOURCE and CTK_SOURCE: checkouts of Slicer/Slicer and commontk/CTK)"

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

# What builds and checks a release.
$(VENV)/.releases: pyproject.toml
	@echo "Setting up $(VENV) for building a release."
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet "pip>=25.1"
	@$(RUN) -m pip install --quiet --group dist
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

$(VENV)/.types: $(VENV)/.tests
	@$(RUN) -m pip install --quiet "pip>=25.1"
	@$(RUN) -m pip install --quiet --group lint
	@touch $@

lint: $(VENV)/.types
	@echo "Checking style with ruff, types with mypy."
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

screenshots: $(VENV)/.tests
	@echo "Drawing the panel and the slice view into Docs/screenshots."
	$(RUN) Testing/Python/screenshots.py
	$(RUN) Testing/Python/screenshots_effects.py
	$(RUN) Testing/Python/screenshots_exam.py
	$(RUN) Testing/Python/screenshots_train.py
	$(RUN) Testing/Python/screenshots_first_run.py
	$(RUN) Testing/Python/screenshots_reading.py

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

kinds-picture: $(VENV)/.tests
	@echo "Drawing each kind and what the program says of it."
	$(RUN) tools/draw_kinds.py

keep-findings: $(VENV)/.tests
	@echo "Keeping what is said of twelve mammograms."
	$(RUN) Testing/Python/kept_findings.py

kinds: $(VENV)/.tests
	@echo "Filling the tables of the kinds of calcification."
	$(RUN) tools/make_kinds_page.py

odds: $(VENV)/.tests
	@echo "Filling the tables of the odds."
	$(RUN) tools/make_odds_page.py

packages: $(VENV)/.tests
	@echo "Filling the tables of the page of packages."
	$(RUN) tools/make_packages_page.py

dist: $(VENV)/.releases
	@echo "Building wheel and sdist into dist and checking them."
	@rm -rf dist/*.whl dist/*.tar.gz
	$(RUN) -m build --outdir dist
	$(RUN) -m twine check --strict dist/*.whl dist/*.tar.gz
	$(RUN) -m check_wheel_contents dist/*.whl
	$(RUN) tools/fill_recipe.py dist/*.tar.gz

dist-check: dist
	@echo "Installing the wheel into an empty environment and detecting with it."
	$(RUN) tools/check_release.py wheel dist/*.whl

wheelhouse: $(VENV)/.releases
	@echo "Packing what installs without a network."
	$(RUN) tools/make_wheelhouse.py $(PLATFORMS)

wheelhouse-list: $(VENV)/.releases
	@$(RUN) tools/make_wheelhouse.py --list $(PLATFORMS)

wheelhouse-check: $(VENV)/.releases
	@echo "Packing this machine's archive, installing it where there is no network, and detecting with it."
	$(RUN) tools/make_wheelhouse.py --here
	$(RUN) tools/check_release.py bundle $$(ls -t dist/microcalc-*.zip | head -1)

source-test: $(VENV)/.tests
	@test -d "$(SLICER_SOURCE)/Base/Python/slicer" -a -d "$(CTK_SOURCE)/Libs" || \
	  { echo "Give checkouts of Slicer and CTK: make source-test SLICER_SOURCE=FOLDER CTK_SOURCE=FOLDER"; exit 2; }
	SLICER_SOURCE="$(SLICER_SOURCE)" CTK_SOURCE="$(CTK_SOURCE)" $(RUN) -m pytest -q -m "not slow" \
	  $(wildcard Testing/Python/test_slicer_*.py Testing/Python/test_effect_*.py) $(addprefix Testing/Python/test_,host.py host_and_source.py self_tests.py sample_data.py set_scene.py)

slicer-test:
	@test -x "$(SLICER)/Slicer" || { echo "Give the folder of 3D Slicer 5.12 or newer: make slicer-test SLICER=FOLDER"; exit 2; }
	env -u PYTHONPATH "$(SLICER)/bin/PythonSlicer" -m pip install --quiet --requirement MicrocalcCAD/Resources/MicrocalcCAD-requirements.txt
	env -u PYTHONPATH -u QT_QPA_PLATFORM "$(SLICER)/Slicer" --no-splash --no-main-window --testing \
	  --additional-module-paths "$(CURDIR)/MicrocalcCAD" "$(CURDIR)/MicrocalcTrain" \
	  --python-code "import slicer.testing; slicer.testing.runUnitTest(['$(CURDIR)/MicrocalcCAD'], 'MicrocalcCAD')"
	env -u PYTHONPATH -u QT_QPA_PLATFORM "$(SLICER)/Slicer" --no-splash --no-main-window --testing \
	  --additional-module-paths "$(CURDIR)/MicrocalcCAD" "$(CURDIR)/MicrocalcTrain" \
	  --python-code "import slicer.testing; slicer.testing.runUnitTest(['$(CURDIR)/MicrocalcTrain'], 'MicrocalcTrain')"

clean:
	rm -rf $(VENV) build dist demo-output
