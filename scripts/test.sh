#!/usr/bin/env bash
# All tests, on SQLite and on a private PostgreSQL server that lives only as long as the tests.
# The rooms' own tests first (fast), then the whole: the told story, real server, real browser.
set -uo pipefail
cd "$(dirname "$0")/.."
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
code=0
python=.venv/bin/python
unset FRANKPLEDGE_HOME DATABASE_URL

run() { # name, then the command
  local name=$1; shift
  "$@" 2>&1 | tee "$log/$name" || code=1
  grep -qE '[0-9]+ passed' "$log/$name" || { echo "Nothing ran in: $name" >&2; code=1; }
}

say "Rooms, on SQLite";        run rooms-sqlite $python -m pytest src tests/architecture
say "The whole, on SQLite";    run whole-sqlite $python -m pytest tests/world
say "Rooms, on PostgreSQL";    run rooms-postgres $python scripts/with_postgres.py $python -m pytest -m "not pure" src tests/architecture
say "The whole, on PostgreSQL"; run whole-postgres $python scripts/with_postgres.py $python -m pytest tests/world

total() { cat "$log"/* | grep -E '^=+ .*(passed|failed|skipped).* =+$' | grep -oE "[0-9]+ $1" | awk '{n += $1} END {print n + 0}'; }
passed=$(total passed); failed=$(( $(total failed) + $(total error) )); skipped=$(total skipped)
if [ "$skipped" -gt 0 ]; then say "Skipped:"; grep -hE '^SKIPPED' "$log"/* | sort | uniq -c; fi
if [ "${FRANKPLEDGE_NO_SKIPS:-}" = 1 ] && [ "$skipped" -gt 0 ]; then
  echo "Tests were skipped where none may be." >&2; code=1
fi
if [ $code -eq 0 ]; then say "All tests passed on both databases. Next: make demo"; else say "Not all is well: see above."; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit $code
