#!/usr/bin/env bash
# All tests, on SQLite and on a private PostgreSQL server that lives only as long as the tests.
set -uo pipefail
cd "$(dirname "$0")/.."
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
code=0

say "Tests on SQLite"
.venv/bin/python -m pytest "$@" 2>&1 | tee "$log/sqlite" || code=1

say "Tests on PostgreSQL"
.venv/bin/python scripts/with_postgres.py .venv/bin/python -m pytest -m "not pure" "$@" 2>&1 | tee "$log/postgres" || code=1

# Both halves as one line, so that a skipped half can't look like success.
summary() { grep -oE '[0-9]+ (passed|failed|skipped|errors?)' "$log/$1" | tail -n 4 | tr '\n' ' '; }
say "SQLite:     $(summary sqlite)"
say "PostgreSQL: $(summary postgres)"
if ! grep -qE '[0-9]+ passed' "$log/postgres"; then echo "The PostgreSQL half did not run." >&2; code=1; fi
if [ "${FRANKPLEDGE_NO_SKIPS:-}" = 1 ] && grep -qE '[0-9]+ skipped' "$log/sqlite" "$log/postgres"; then
  echo "Tests were skipped where none may be:" >&2; grep -hE '^SKIPPED' "$log/sqlite" "$log/postgres" >&2; code=1
fi
if [ $code -eq 0 ]; then say "All tests passed. Next: make demo"; else say "Some tests failed: see above."; fi
exit $code
