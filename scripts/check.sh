#!/usr/bin/env bash
# Style, types, import contracts, security patterns: the quick part of `make test`. All are run; any fault fails.
set -uo pipefail
cd -P "$(dirname "$0")/.."
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV DATABASE_URL FRANKPLEDGE_HOME
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
failed=()
# Settings are read while types are checked: they get a data folder that is thrown away.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export FRANKPLEDGE_HOME=$scratch
check() { # name, then the command
  local name=$1
  shift
  say "$name"
  "$@" || failed+=("$name")
}
check "Style (ruff)" .venv/bin/ruff check .
check "Layout (ruff format)" .venv/bin/ruff format --check .
check "Types (mypy)" .venv/bin/mypy
check "Imports run one way (import-linter)" .venv/bin/lint-imports --no-cache
check "Security patterns (bandit)" .venv/bin/bandit -q -r src -x '*/tests/*' -c pyproject.toml
if [ ${#failed[@]} -gt 0 ]; then
  printf 'Red: %s\n' "${failed[@]}" >&2
  exit 1
fi
say "Style, layout, types, imports and security patterns hold"
