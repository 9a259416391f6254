#!/usr/bin/env bash
# All tests, on SQLite and on a private PostgreSQL server that lives only as long as the tests.
# The rooms' own tests first (fast), then the whole: the told story, real server, real browser.
#   FRANKPLEDGE_NO_SKIPS=1   a skipped test fails the run
#   FRANKPLEDGE_SHARED=…     where the real data lie (default: ../shared)
#   FRANKPLEDGE_TEST_PROCESSES=…  processes for the rooms' tests (default: one for each processor, 4 at most)
set -uo pipefail
cd -P "$(dirname "$0")/.."
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
for name in $(compgen -v FRANKPLEDGE_); do # nothing of this machine's own office may reach the tests
  case "$name" in FRANKPLEDGE_NO_SKIPS | FRANKPLEDGE_SHARED | FRANKPLEDGE_TEST_PROCESSES | FRANKPLEDGE_MODELS) ;; *) unset "$name" ;; esac
done
unset DATABASE_URL DJANGO_SETTINGS_MODULE PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTEST_ADDOPTS

scratch=$(mktemp -d /tmp/frankpledge-XXXXXX) # short: a socket's path may have 107 characters
export TMPDIR=$scratch
mkdir "$scratch/log"
trap 'rm -rf "$scratch"' EXIT
code=0
python=.venv/bin/python
processes=${FRANKPLEDGE_TEST_PROCESSES:-$(nproc)}
[ "$processes" -le 4 ] || processes=4

run() { # name, what it is, then the command
  local name=$1 words=$2 since=$SECONDS
  shift 2
  say "$words"
  "$@" --color=no </dev/null 2>&1 | tee "$scratch/log/$name" || code=1
  grep -qE '^=+ .*[0-9]+ passed' "$scratch/log/$name" || { echo "Nothing passed in: $words" >&2; code=1; }
  say "$words: $(((SECONDS - since) / 60)) min $(((SECONDS - since) % 60)) s"
  return $code
}
rooms=(-m pytest -n "$processes" --dist loadfile src tests/architecture)
postgres=("$python" scripts/with_postgres.py)
quick_postgres=("${postgres[@]}" --no-fsync) # for tests that say nothing about durability

run rooms-sqlite "Rooms, on SQLite" "$python" "${rooms[@]}"
run rooms-postgres "Rooms, on PostgreSQL" "${quick_postgres[@]}" "$python" "${rooms[@]}" -m "not pure"
# The whole is one process that waits as much as it works, so the two databases go side by side. With job control the
# second has signals of its own: a job that the shell puts aside would otherwise leave Ctrl+C unheard.
set -m
run whole-postgres "The whole, on PostgreSQL" "${postgres[@]}" "$python" -m pytest tests/world -m "not one_database and not pure" \
  >"$scratch/aside" 2>&1 &
aside=$!
set +m
trap 'kill -- -$aside 2>/dev/null; rm -rf "$scratch"' EXIT
run whole-sqlite "The whole, on SQLite" "$python" -m pytest tests/world
wait "$aside" || code=1
cat "$scratch/aside"

total() { # how many tests ended as $1, in all four runs
  grep -hE '^=+ .*(passed|failed|skipped|error).* =+$' "$scratch"/log/* | grep -oE "[0-9]+ $1" | awk '{n += $1} END {print n + 0}'
}
passed=$(total passed) failed=$(($(total failed) + $(total error))) skipped=$(total skipped)
if [ "$skipped" -gt 0 ]; then
  say "Skipped:"
  grep -hE '^SKIPPED' "$scratch"/log/* | sort | uniq -c
fi
if [ "${FRANKPLEDGE_NO_SKIPS:-}" = 1 ] && [ "$skipped" -gt 0 ]; then
  echo "Tests were skipped where none may be." >&2
  code=1
fi
if [ $code -eq 0 ]; then say "All tests passed on both databases. Next: make demo"; else say "Not all is well: see above."; fi
echo "$passed passed, $failed failed, $skipped skipped, in $((SECONDS / 60)) min"
exit $code
