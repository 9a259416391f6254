#!/usr/bin/env bash
# Sets everything up that running or testing needs. Safe to run again: what is there is left alone.
#   scripts/setup.sh run    what the demonstration needs
#   scripts/setup.sh test   that, and a browser and Java for the tests
set -euo pipefail
cd -P "$(dirname "$0")/.."
goal=${1:-run}
case "$goal" in run | test) ;; *) echo "Usage: scripts/setup.sh [run|test]" >&2; exit 2 ;; esac
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
PATH=$PATH:/usr/sbin:/sbin # where ldconfig is; not on everybody's path

# --- system packages: all are named before anything is changed ---------------------------------------------------
python=
for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done

missing=()
if [ -z "$python" ]; then
  missing+=(python3 python3-venv)
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  missing+=(python3-venv)
fi
libraries=$(ldconfig -p 2>/dev/null || true)
fonts=$(fc-list 2>/dev/null || true)
needs_library() { case "$libraries" in *"$1"*) ;; *) missing+=("$2") ;; esac; }
needs_library libpango-1.0.so libpango-1.0-0
needs_library libpangoft2-1.0.so libpangoft2-1.0-0
needs_library libharfbuzz-subset.so libharfbuzz-subset0
[ -n "$fonts" ] || missing+=(fontconfig fonts-dejavu-core)
if [ "$goal" = test ] && ! command -v chromium >/dev/null 2>&1; then missing+=(chromium); fi
if [ "$goal" = test ] && ! command -v java >/dev/null 2>&1; then missing+=(openjdk-17-jre-headless); fi # for Spark

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing system packages: ${missing[*]}. Install them (as root: apt-get install ${missing[*]}), then run this again." >&2
    exit 1
  fi
  say "Installing system packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  python=${python:-python3}
fi

# --- Python packages: exactly those of the locks, each with its checksum ----------------------------------------
lock=requirements/dev.lock
export UV_SYSTEM_CERTS=1 # as pip does: an office's network may have a certificate authority of its own
loud=(--quiet)
[ -t 2 ] && loud=() # a progress bar on a terminal, none in a pipe
# The stamp names the locks and this folder: a folder that was moved or copied is set up anew.
stamp=.venv/.frankpledge-$( (cat "$lock" requirements/nodeps.lock requirements/*.in pyproject.toml; pwd) | sha256sum | cut -c1-16)
if [ ! -e "$stamp" ] || ! .venv/bin/python -c 'import frankpledge' 2>/dev/null; then
  say "Installing Python packages into .venv ($(grep -c '==' "$lock") in the lock; some 1.5 GB)"
  # An environment that was moved here, or whose Python is gone, is made anew; any other is brought up to date.
  if ! grep -qsF "$PWD/.venv" .venv/bin/activate || ! .venv/bin/python -c '' 2>/dev/null; then
    "$python" -m venv --clear .venv
  fi
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
    -r <(sed -n '/^uv==/,/^[a-z].*==/{/^uv==/p;/^ /p}' "$lock")
  .venv/bin/uv pip sync "${loud[@]}" --require-hashes -p .venv/bin/python "$lock"
  .venv/bin/uv pip install "${loud[@]}" -p .venv/bin/python --no-deps --require-hashes -r requirements/nodeps.lock
  .venv/bin/uv pip install "${loud[@]}" -p .venv/bin/python --no-deps --no-build-isolation -e .
  rm -f .venv/.frankpledge-*
  touch "$stamp"
else
  say "Python packages are up to date"
fi

# --- compiled once, here: no program and no analysis waits for a compiler -----------------------------------------
# Also where PYTHONDONTWRITEBYTECODE is set: there every start would compile hundreds of modules anew, and keep none.
# Not left to `uv --compile-bytecode`, which compiles what it installs, and not what an earlier run installed.
if [ ! -e "$stamp.bytecode" ]; then
  say "Compiling the Python packages"
  # Some packages carry files of an older Python, which cannot be compiled and are never imported.
  .venv/bin/python -m compileall -qq -j 0 .venv/lib/python3*/site-packages || true
  touch "$stamp.bytecode"
fi
.venv/bin/python -m compileall -q src
say "Compiling the loops of the evidence library (some 30 s the first time)"
.venv/bin/python -m frankpledge.evidence.warm

.venv/bin/python scripts/build_embedding_model.py
