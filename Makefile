# Two commands do everything on a fresh Debian machine with python3 >= 3.11: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
SAMPLE := workbooks/samples/改制测算示例.xlsx
JOBS ?= 2
# Compiled files are kept, whatever the machine says: hundreds of tests start the program, and each would compile it anew.
unexport PYTHONDONTWRITEBYTECODE
# One list of packages that cannot be had (a mirror in the middle of its sync) is no reason to give up: installing tells.
APT_UPDATE := apt-get update -qq || echo "有的软件包清单没有取到，用已有的继续"
APT_INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.PHONY: help demo test test-long fuzz test-corpus test-libreoffice test-calc test-windows test-service test-wps test-office manifest-validator package libreoffice node wine check format lint types bench docs references site pictures browser workbooks clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.runtime ## compute and check the sample workbook, print a summary, write out/
	@mkdir -p out
	@$(BIN)/xl-addin run $(SAMPLE) -o out/改制测算示例-校验.xlsx || [ $$? -eq 1 ]

test: $(VENV)/.test ## the tests that need no spreadsheet program and no patience (about 3 minutes on 2 cores)
	$(BIN)/python -m pytest -n $(JOBS)

test-long: $(VENV)/.test ## the slow ones of tests/slow.txt, then the big differential, kill and fuzz runs, with stored seeds
	$(BIN)/python -m pytest -n $(JOBS) -m long $(LONG)

FUZZ_SECONDS ?= 180
fuzz: $(VENV)/.fuzz ## coverage-guided search for files and formulas that break a promise, FUZZ_SECONDS a target
	@mkdir -p out/fuzz
	@for target in container parts scan formula patch masking foreign; do \
		$(BIN)/python -m tests.fuzz.fuzz $$target -max_total_time=$(FUZZ_SECONDS) || exit 1; done

test-corpus: $(VENV)/.test ## a small book for each trait of public ones: nothing of the user's is lost
	$(BIN)/python -m pytest -n $(JOBS) -m corpus

test-libreoffice: $(VENV)/.test libreoffice ## each sample in other formats, written by LibreOffice: the same findings and amounts
	XL_ADDIN_LIBREOFFICE=1 $(BIN)/python -m pytest -m libreoffice

test-calc: $(VENV)/.test libreoffice ## every function and button in LibreOffice Calc
	@if ! command -v xdotool >/dev/null || ! command -v Xvfb >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			$(APT_UPDATE); $(APT_INSTALL) xvfb xdotool imagemagick fonts-noto-cjk >/dev/null; \
		else echo "缺少 Xvfb、xdotool：真实点击的测试跳过"; fi; fi
	XL_ADDIN_LIBREOFFICE=1 $(BIN)/python -m pytest -m calc tests/hosts/libreoffice

libreoffice: # Debian's LibreOffice, if it is missing and may be installed
	@if ! command -v soffice >/dev/null || ! /usr/bin/python3 -c 'import uno' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			$(APT_UPDATE); $(APT_INSTALL) libreoffice-calc python3-uno >/dev/null; \
		else echo "缺少 LibreOffice：请先运行 sudo apt-get install libreoffice-calc python3-uno"; fi; fi

test-wps: $(VENV)/.test node ## the WPS add-in: every function and button in a WPS played by Node
	$(BIN)/python -m pytest -m wps tests/hosts/service/wps -s --no-header

test-office: $(VENV)/.test browser manifest-validator ## the add-in for Excel 365: every function and button in an Excel played by Chromium
	XL_ADDIN_OFFICE=1 $(BIN)/python -m pytest -m office tests/hosts/service/office -s --no-header

# Microsoft's own validator of the unified manifest, where Node's packages can be had; without it that one test is skipped.
manifest-validator: $(VENV)/.test
	@if command -v npm >/dev/null && [ ! -d $(VENV)/validator/node_modules/office-addin-manifest ]; then \
		npm install --silent --no-audit --no-fund --prefix $(VENV)/validator office-addin-manifest@2.1.6 >/dev/null 2>&1 || \
		echo "没有装上 office-addin-manifest（npm），不用它检查清单"; fi

node: # Debian's Node, if it is missing and may be installed
	@if ! command -v node >/dev/null && ! command -v nodejs >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			$(APT_UPDATE); $(APT_INSTALL) nodejs >/dev/null; \
		else echo "缺少 Node：请先运行 sudo apt-get install nodejs"; fi; fi

test-windows: $(VENV)/.test wine ## bundle, installer and every function by Excel's way, on a Windows played by Wine
	XL_ADDIN_WINDOWS=1 $(BIN)/python -m pytest tests/windows -s --no-header -p no:cacheprovider

test-service: $(VENV)/.test browser ## the page in Chromium, fuzzing, 200 clients for a minute, every button over the service
	XL_ADDIN_SERVICE=1 $(BIN)/python -m pytest -m 'not office and not wps' tests/hosts/service -s --no-header

package: $(VENV)/.package ## wheel and source archive in dist/, each tried as its user gets it, on every Python >= 3.11 here
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python -m twine check --strict dist/*
	XL_ADDIN_DIST=dist $(BIN)/python -m pytest -n $(JOBS) tests/package -rs --no-header -p no:cacheprovider

# For a 32-bit Excel: the 32-bit half of Wine, which Debian has as a package of another architecture, and a compiler.
wine: # Debian's Wine, if it is missing and may be installed; without its 32-bit half those tests are skipped and say so
	@if ! command -v wine >/dev/null || ! command -v localedef >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			$(APT_UPDATE); $(APT_INSTALL) wine64 wine locales >/dev/null; \
		else echo "缺少 Wine：请先运行 sudo apt-get install wine64 wine locales"; fi; fi
	@if ! command -v i686-w64-mingw32-gcc >/dev/null || ! dpkg -s wine32:i386 >/dev/null 2>&1; then \
		{ [ "$$(id -u)" = 0 ] && dpkg --add-architecture i386 && { $(APT_UPDATE); } && \
			$(APT_INSTALL) wine32:i386 gcc-mingw-w64-i686-win32 >/dev/null; } || \
		echo "没有装上 Wine 的 32 位部分，32 位 Excel 的测试会跳过并说明"; fi

check: lint types test ## format, lint, analysis of the VBA, types, doctests, layer test, tests

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m tests.hosts.excel.vba.analysis

types: $(VENV)/.dev
	$(BIN)/mypy

format: $(VENV)/.dev ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.bench ## speed beside peers: CPU seconds and ratios in one run
	$(BIN)/python benchmarks/severance.py
	$(BIN)/python benchmarks/table.py
	$(BIN)/python benchmarks/recalculation.py 10000
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/checks.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/writing.py 20000
	if command -v soffice >/dev/null; then $(BIN)/python benchmarks/libreoffice.py 10000; fi

docs: references pictures site ## what references does, and the documentation site in out/site, checked (about a minute)

references: $(VENV)/.runtime ## rewrite the function table, the manuals, the legal parameters and the drawings
	$(BIN)/python -m xl_addin.functions.manual
	$(BIN)/python -m xl_addin.hosts.excel.manual.checklist
	$(BIN)/python -m docs.architecture
	$(BIN)/python -m docs.law

pictures: $(VENV)/.runtime libreoffice # pictures of sheets, anew only where what they show has changed
	@if ! command -v pdftoppm >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		$(APT_UPDATE); $(APT_INSTALL) poppler-utils fonts-noto-cjk >/dev/null; fi
	$(BIN)/python -m docs.pictures

site: $(VENV)/.docs browser # build it, then look for dead links, ask its search in a browser, without a server
	$(BIN)/python -m docs.site.build
	$(BIN)/python -m pytest -m site tests/docs

browser: # Debian's Chromium, if it is missing and may be installed; without it the test of the search is skipped and says so
	@if ! command -v chromium >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			$(APT_UPDATE); $(APT_INSTALL) chromium >/dev/null; \
		else echo "缺少 Chromium：请先运行 sudo apt-get install chromium"; fi; fi

workbooks: $(VENV)/.test ## rebuild the sample and self-test workbooks (the only writer of the binaries)
	$(BIN)/python -m workbooks.build

clean: ## remove what make made
	rm -rf $(VENV) out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更高版本：sudo apt-get install python3 (need Python >= 3.11)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "缺少 venv 模块，请先运行：sudo apt-get install python3-venv (the venv module is missing)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime
	$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	$(PIP) --editable '.[test,dev]'
	@touch $@

$(VENV)/.package: $(VENV)/.test
	$(PIP) --editable '.[test,package]'
	@touch $@

$(VENV)/.docs: $(VENV)/.test
	$(PIP) --editable '.[test,docs]'
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test
	$(PIP) --editable '.[test,fuzz]'
	@touch $@

$(VENV)/.bench: $(VENV)/.test
	$(PIP) --editable '.[test,bench]'
	@touch $@
