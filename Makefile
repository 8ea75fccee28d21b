# Every target sets up what it needs; a second run installs nothing again.

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
# The first of these that is new enough makes .venv; to choose: make site PYTHON=/path/to/python3

VENV := $(CURDIR)/.venv
BIN := .venv/bin
NODE_MODULES := node_modules/.package-lock.json
PIP_INSTALL := $(BIN)/python -m pip install -qq --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
  --generate-hashes --no-emit-index-url --no-emit-find-links --annotation-style line \
  --custom-compile-command "make lock"
export NO_MKDOCS_2_WARNING := 1

# What builds the site in the place of MkDocs and its theme: ENGINE=properdocs make site
ENGINES := properdocs materialx
ENGINE ?=
$(if $(filter-out $(ENGINES),$(ENGINE)),$(error There is no engine '$(ENGINE)': leave ENGINE out, or choose one of $(ENGINES)))
ENGINE_PYTHON := $(if $(ENGINE),.engines/$(ENGINE)/bin,$(BIN))/python
ENGINE_INSTALLED := $(if $(ENGINE),.engines/$(ENGINE)/.site,.venv/.site)
ENGINE_THEME := $(if $(filter materialx,$(ENGINE)),THEME=materialx )

.PHONY: help site serve check status accept ledger files quiz reading test quick recipes bench mutants fuzz lock schemas messages language course license notices engines audit audit-dependencies clean
.NOTPARALLEL: # two pips must never write to one .venv
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' Makefile

site: $(ENGINE_INSTALLED) ## build the site into site/
	$(ENGINE_THEME)$(ENGINE_PYTHON) hooks build --strict
	@echo
	@echo "Built: $(CURDIR)/site/index.html"
	@echo "Read:  $(BIN)/python -m http.server -d site    then open http://localhost:8000/"

serve: $(ENGINE_INSTALLED) ## show the site while you write, at http://127.0.0.1:8000/; or ADDRESS=127.0.0.1:8001; for a phone, 0.0.0.0:8000
	$(ENGINE_THEME)$(ENGINE_PYTHON) hooks serve $(if $(SERVED_AT),-a $(SERVED_AT))

# HOST=0.0.0.0 says the same as ADDRESS=0.0.0.0:8000; not the variable by which a shell names the machine.
SERVED_AT = $(or $(ADDRESS),$(if $(filter command line,$(origin HOST)),$(HOST):8000))

check: .venv/.site ## check the content alone, in a second or two; FORMAT=github, json or sarif for programs
	@PYTHONPATH=hooks $(BIN)/python -m sitegen check $(if $(FORMAT),--format=$(FORMAT))

status: .venv/.site ## show how the translations stand; FORMAT=markdown for a pull request
	@PYTHONPATH=hooks $(BIN)/python -m sitegen status $(if $(FORMAT),--format=$(FORMAT)) $(ONE)

accept: .venv/.site ## record that a translation is right: PAGE=page.md#section, FILE=file.yml:key, or all of it
	@PYTHONPATH=hooks $(BIN)/python -m sitegen accept $(ONE) $(foreach place,$(PAGE) $(FILE),'$(place)')

# The language of a translation; not the variable by which a desktop says its own.
CHOSEN = $(if $(filter command line,$(origin LANGUAGE)),$(LANGUAGE))
ONE = $(if $(CHOSEN),--language='$(CHOSEN)')

ledger: .venv/.site ## record all that links may carry: addresses, sections, terms, ids of the quiz
	@PYTHONPATH=hooks $(BIN)/python -m sitegen ledger

files: .venv/.site ## list the files that are published as they lie, in docs/ and beside pages
	@PYTHONPATH=hooks $(BIN)/python -m sitegen files

quiz: .venv/.site ## show what is proved of the quiz
	@PYTHONPATH=hooks $(BIN)/python -m sitegen quiz

reading: .venv/.site ## show how easily each page reads
	@PYTHONPATH=hooks $(BIN)/python -m sitegen reading

schemas: .venv/.site ## write the schemas by which editors complete and explain keys, and name them in each file of data
	@PYTHONPATH=hooks $(BIN)/python -m sitegen schemas

messages: .venv/.site ## bring the interface strings up to date; LANGUAGE=xx begins another language
	@PYTHONPATH=hooks $(BIN)/python -m sitegen messages $(CHOSEN)

language: .venv/.site ## begin another language, with all that it needs: LANGUAGE=es
	@PYTHONPATH=hooks $(BIN)/python -m sitegen language $(if $(CHOSEN),'$(CHOSEN)')

course: .venv/.site ## begin another course, with this generator: FOLDER=../mine LANGUAGES="en es"
	@PYTHONPATH=hooks $(BIN)/python -m sitegen course $(if $(FOLDER),'$(FOLDER)') --languages='$(LANGUAGES)'

license: .venv/.site $(NODE_MODULES) ## write the files of the licences that extra.license in mkdocs.yml names
	@PYTHONPATH=hooks $(BIN)/python -m sitegen license

notices: .venv/.site $(NODE_MODULES) ## write the list of what the site ships of others, with their licences
	@PYTHONPATH=hooks $(BIN)/python tests/notices.py

test: .venv/.test $(NODE_MODULES) ## run linters, type checkers and every test
	@CHROMIUM=$$($(BIN)/python tests/chromium.py) || exit; export CHROMIUM; $(call run,tests)

quick: .venv/.test $(NODE_MODULES) ## the same without a browser, while you work
	@$(call run,tests --ignore=tests/browser)

# Linters, types, and the tests on all cores; all steps run, whichever fails.
run = PATH="$(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$$PATH"; \
  set -- "ruff check" "ruff format --check" mypy "lint-imports" "biome check --error-on-warnings" tsc \
    "pytest -n auto --dist worksteal --durations=10 $(1)"; \
  failed=0; number=0; \
  for step; do \
    number=$$((number + 1)); echo "== $$number of $$\#: $$step"; PYTHONPATH=hooks $$step || failed=1; \
  done; exit $$failed

recipes: .venv/.test $(NODE_MODULES) ## follow every recipe of CONTRIBUTING.md on a copy of the content, and run every test on it
	@rm -rf .recipes && PYTHONPATH=hooks:tests $(BIN)/python tests/recipes.py .recipes
	@CHROMIUM=$$($(BIN)/python tests/chromium.py) || exit; export CHROMIUM; cd .recipes && \
	PYTHONPATH=hooks $(VENV)/bin/python -m pytest -n auto --dist worksteal $(TESTS)

bench: .venv/.test ## measure build, proofs and quiz, with their goals; or more often, or of larger courses: ROUNDS=3 SIZES="100 500 2000"
	@CHROMIUM=$$($(BIN)/python tests/chromium.py) || exit; export CHROMIUM; \
	PYTHONPATH=hooks:tests $(BIN)/python tests/bench.py $(if $(SIZES),--sizes $(SIZES)) $(if $(ROUNDS),--rounds $(ROUNDS))

mutants: .venv/.test ## break the graph, the wording and the code in turn: is every defect noticed?
	@CHROMIUM=$$($(BIN)/python tests/chromium.py) || exit; export CHROMIUM; \
	PYTHONPATH=hooks:tests $(BIN)/python tests/mutants.py

fuzz: .venv/.test ## look for inputs that break the generator: MINUTES=10 TARGET=page, MUTATIONS=100000 SEED=1, or INPUT=file
	@$(if $(MUTATIONS)$(INPUT),,$(MAKE) --silent .venv/.fuzz &&) PYTHONPATH=hooks:tests $(BIN)/python -m fuzz \
	  $(if $(MINUTES),--minutes=$(MINUTES)) $(if $(TARGET),--target=$(TARGET)) $(if $(MUTATIONS),--mutations=$(MUTATIONS)) \
	  $(if $(SEED),--seed=$(SEED)) $(if $(INPUT),--input='$(INPUT)')

engines: .venv/.site $(ENGINES:%=.engines/%/.site) ## build the site with what could take the place of MkDocs and its theme, and compare
	@$(BIN)/python tests/engines.py

lock: .venv/.site .venv/.lock $(NODE_MODULES) ## renew all locks: the newest versions that pyproject.toml and package.json allow
	$(COMPILE) pyproject.toml --group test -o requirements/test.txt
	$(COMPILE) pyproject.toml -c requirements/test.txt -o requirements/site.txt
	$(COMPILE) pyproject.toml --group properdocs -c requirements/test.txt -o requirements/properdocs.txt
	$(COMPILE) pyproject.toml --group materialx -c requirements/test.txt --no-emit-package mkdocs-material -o requirements/materialx.txt
	$(COMPILE) --group lock -o requirements/lock.txt
	$(COMPILE) --group audit -c requirements/test.txt -o requirements/audit.txt
	$(COMPILE) --group fuzz -o requirements/fuzz.txt
	npm update --package-lock-only
	$(BIN)/python tests/releases.py

audit: site .venv/.test .audit/node_modules/.package-lock.json ## measure the built site, and write what its accessibility statement says; or ONLY="markup browser"
	@CHROMIUM=$$($(BIN)/python tests/chromium.py) || exit; export CHROMIUM; \
	PYTHONPATH=hooks:tests $(BIN)/python -m siteaudit $(if $(ONLY),--only $(ONLY))

audit-dependencies: .venv/.test .venv/.audit $(NODE_MODULES) ## ask what is known against the locked packages
	@$(BIN)/python tests/audit.py

clean: ## remove all that these targets made
	rm -rf .venv .engines .audit audit.json node_modules site .site.* .recipes .pytest_cache .ruff_cache .mypy_cache .templates_cache .kept_cache .served_cache .fuzz_cache .hypothesis
	find hooks $(wildcard tests) -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.site: requirements/site.txt .venv/pyvenv.cfg
	@echo "Installing requirements/site.txt ..."
	@$(PIP_INSTALL) -r requirements/site.txt
	@touch $@

.engines/%/.site: requirements/%.txt .venv/pyvenv.cfg
	@echo "Installing $< into .engines/$* ..."
	@$(BIN)/python -m venv --clear .engines/$*
	@.engines/$*/bin/python -m pip install -qq --require-hashes -r $<
	@touch $@

.venv/.test: requirements/test.txt .venv/pyvenv.cfg
	@echo "Installing requirements/test.txt ..."
	@$(PIP_INSTALL) -r requirements/test.txt
	@touch .venv/.site $@

.venv/.lock: requirements/lock.txt .venv/pyvenv.cfg
	@$(PIP_INSTALL) -r requirements/lock.txt
	@touch $@

.venv/.audit: requirements/audit.txt requirements/lock.txt .venv/pyvenv.cfg
	@echo "Installing requirements/audit.txt ..."
	@$(PIP_INSTALL) -r requirements/audit.txt
	@$(PIP_INSTALL) -r requirements/lock.txt
	@touch .venv/.lock $@

.venv/.fuzz: requirements/fuzz.txt .venv/.test
	@echo "Installing requirements/fuzz.txt ..."
	@$(PIP_INSTALL) --only-binary :all: -r requirements/fuzz.txt 2>/dev/null || \
	  { echo "atheris, the fuzzer, has no package for this system and Python, or no index of packages answers" >&2; exit 1; }
	@touch $@

$(NODE_MODULES): package-lock.json package.json .npmrc
	@node -e "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)" 2>/dev/null && npm --version >/dev/null 2>&1 || \
	  { echo "The checks of the scripts need Node 18 or newer and npm (Debian: apt-get install npm)" >&2; exit 1; }
	@echo "Installing package-lock.json ..."
	@npm ci --silent
	@touch $@

.audit/node_modules/.package-lock.json: tests/siteaudit/package-lock.json tests/siteaudit/package.json .npmrc
	@echo "Installing tests/siteaudit/package-lock.json ..."
	@mkdir -p .audit && cp $^ .audit/ && cd .audit && npm ci --silent
	@touch $@

# A .venv that was moved, or whose Python is gone, is made anew.
VENV_WORKS := $(shell $(BIN)/python -c "import pip" 2>/dev/null && grep -F ' $(VENV)' .venv/pyvenv.cfg)
ifndef VENV_WORKS
.PHONY: .venv/pyvenv.cfg
endif
.venv/pyvenv.cfg:
	@for python in $(PYTHON); do \
	  "$$python" -c "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || continue; \
	  exec "$$python" -m venv --clear "$(VENV)"; \
	done; \
	echo "No Python 3.11 or newer with its venv module among: $(PYTHON)" >&2; \
	echo "Install one (Debian: apt-get install python3-venv) or name one: make PYTHON=/path/to/python3" >&2; exit 1
