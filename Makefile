# Needs Python 3.11, Node 20, git and make; nothing else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Compiled modules make every start three times as fast; some machines switch them off.
unexport PYTHONDONTWRITEBYTECODE
PORT ?= 8000
HOST ?= 127.0.0.1
PYTEST ?= .venv/bin/pytest
ARGS ?=
ROUNDS ?= 200

.PHONY: help setup setup-dev setup-bench demo dev test trials check lint types contracts bench lock clean

help:  ## 本说明 · This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | column -t -s '|'

setup:  ## 准备运行环境 · Virtual environment, locked dependencies, built assets
	@.ci/setup run

setup-dev:
	@.ci/setup dev

setup-bench:
	@.ci/setup bench

demo: setup  ## 演示省：make demo PORT=8811 · Make and serve the demo province
	@exec .venv/bin/creditport demo --host $(HOST) --port $(PORT)

dev: setup-dev  ## 开发：改动后自动重启 · Serve with reload, own state in var/dev
	@export CREDITPORT_HOME=$${CREDITPORT_HOME:-var/dev} CREDITPORT_DEBUG=1; \
	.venv/bin/creditport migrate --quiet && exec .venv/bin/creditport serve --port $(PORT) --workers 1 --reload

test: setup-dev  ## 全部测试 · All tests, browser tests included
	@.ci/browser
	@$(PYTEST) -n 2 --dist loadfile $(ARGS)

trials: setup-dev  ## 大规模试炼：make trials ROUNDS=200 · Trials at a larger scale, with their figures
	@CREDITPORT_TRIAL_ROUNDS=$(ROUNDS) $(PYTEST) -s tests/trials $(ARGS)

lint: setup-dev  ## 代码检查 · ruff
	@.venv/bin/ruff check src tests
	@.venv/bin/ruff format --check src tests

types: setup-dev  ## 类型检查 · mypy, strict
	@.venv/bin/mypy

contracts: setup-dev  ## 架构约束 · Import contracts (tests/contracts holds the rest)
	@.venv/bin/lint-imports

check: lint types contracts test  ## 持续集成的全部内容 · Everything that CI runs

bench: setup-bench  ## 性能测量 · Each figure with its limit
	@.venv/bin/python -m benchmarks $(ARGS)

lock:  ## 重新锁定依赖（需要 uv）· Lock the dependencies again (needs uv)
	@.ci/lock

clean:  ## 删除虚拟环境和生成物，不动 var/ · Remove what was built; var/ stays
	rm -rf .venv frontend/node_modules src/creditport/sites/static/built
	find src -name '*.mo' -delete
