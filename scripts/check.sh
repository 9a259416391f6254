#!/usr/bin/env bash
# Style, types, import contracts: the quick part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
say "Style (ruff)";             .venv/bin/ruff check .
.venv/bin/ruff format --check . 
say "Types (mypy)";             .venv/bin/mypy
say "Import contracts";         .venv/bin/lint-imports --no-cache
say "Security patterns (bandit)"; .venv/bin/bandit -q -r src -x '*/tests/*' -c pyproject.toml
