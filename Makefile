# The front door. Every target calls Python; nothing is decided here.
PYTHON ?= python3
KANBEN := .venv/bin/kanben
BUILD := @$(PYTHON) pipeline/bootstrap.py build
TEST := @$(PYTHON) pipeline/bootstrap.py test

.DEFAULT_GOAL := help
.PHONY: pdf epub docx html all figures check gates test lint format docs handbook bench mutants mutants-of-outputs kills fuzz fuzz-proof fuzz-kept clreq bare proof proof-pdf print-pdf clean doctor setup lock help

pdf epub docx html: ## Build one format into out/
	$(BUILD)
	@$(KANBEN) build $@

proof-pdf: ## Build the PDF for proofreading into out/report-proof.pdf
	$(BUILD)
	@$(KANBEN) build pdf --proof --fail-on never

proof: ## Send a round of proofs to the editors: out/proof/N
	$(BUILD)
	@$(KANBEN) proof send

print-pdf: ## Build the PDF for the press into out/report-print.pdf
	$(BUILD)
	@$(KANBEN) build pdf --print

all: ## Build all four formats
	$(BUILD)
	@$(KANBEN) build

figures: ## Draw the figures alone into out/figures, with a page to look at them
	$(BUILD)
	@$(KANBEN) figures

check: ## Check the source and the four built formats
	$(BUILD)
	@$(KANBEN) check --fail-on warning --gate pdf --gate epub --gate html --gate docx pdf epub docx html

gates: ## Install the outside judges that `kanben check --gate` asks
	$(TEST)

test: ## Lint, types and all tests, with the outside judges
	$(TEST)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@# Modules are compiled once, and not anew by each of the hundreds of processes that tests start.
	@PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest -n auto --dist worksteal

lint: ## Lint and types
	$(TEST)
	@.venv/bin/ruff check .
	@.venv/bin/mypy

format: ## Format the code
	$(TEST)
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

docs: ## Draw the pictures of the docs, write their tables from the code, and build the handbook
	$(TEST)
	@.venv/bin/python docs/make_docs.py
	@$(MAKE) --no-print-directory handbook

handbook: ## Build the handbook in four formats into docs/handbook/out, and check it
	$(BUILD)
	@$(KANBEN) build --project docs/handbook --fail-on warning
	@$(KANBEN) check --project docs/handbook --fail-on warning

bench: ## Measure against the peers named in benchmarks/README.md
	$(TEST)
	@.venv/bin/python benchmarks/bench.py
	@.venv/bin/python benchmarks/start.py
	@.venv/bin/python benchmarks/figures.py
	@.venv/bin/python benchmarks/links.py
	@.venv/bin/python benchmarks/entries.py
	@.venv/bin/python -m benchmarks.proofs
	@.venv/bin/python -m benchmarks.desk
	@.venv/bin/python benchmarks/pdf.py
	@.venv/bin/python -m benchmarks.word
	@.venv/bin/python -m benchmarks.book
	@.venv/bin/python benchmarks/formulas.py
	@.venv/bin/python benchmarks/clreq.py

mutants: ## Count how many small changes of the code the tests notice (takes about twenty minutes)
	$(TEST)
	@.venv/bin/python -m benchmarks.mutants

mutants-of-outputs: ## Count how many changes of finished outputs the checks find, and note it for the docs
	$(TEST)
	@.venv/bin/python -m benchmarks.mutants_of_outputs

fuzz: ## Feed the readers with what a machine makes up, for ten minutes
	$(TEST)
	@.venv/bin/python -m pip install --quiet atheris==3.0.0
	@.venv/bin/python -m benchmarks.fuzz

fuzz-proof: ## Make a thousand random edits in LibreOffice, and count what comes back into the source
	$(TEST)
	@.venv/bin/python -m benchmarks.fuzz_proof

fuzz-kept: ## Make two hundred random edits, and build after each with what was kept and without
	$(TEST)
	@.venv/bin/python -m benchmarks.fuzz_kept

kills: ## Kill a hundred builds at random moments, and count what is left of them
	$(TEST)
	@.venv/bin/python -m benchmarks.kills --count 100

clreq: ## Set and score the board of Chinese typography
	$(TEST)
	@.venv/bin/python -m tests.clreq.board

bare: ## Try the two commands of the README on bare Debian 12 and 13 (as root, with debootstrap; RUNS="12:pdf 13:pdf" for a part)
	@$(PYTHON) tests/bare.py $(RUNS)

clean: ## Remove what was built
	$(BUILD)
	@$(KANBEN) clean

doctor: ## Say which outside parts are there
	$(BUILD)
	@$(KANBEN) doctor

setup: ## Install what building needs
	$(BUILD)

lock: ## Pin all packages anew, with hashes
	$(TEST)
	@.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build -o requirements.lock pyproject.toml
	@.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra dev -o requirements-dev.lock pyproject.toml

help: ## Show this
	@grep -hE '^[a-z ]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 24
