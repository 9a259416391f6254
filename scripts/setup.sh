#!/usr/bin/env bash
# Sets everything up that running or testing needs. Safe to run again: what is there is left alone.
#   scripts/setup.sh run    what the demonstration needs
#   scripts/setup.sh test   that, and a browser for the tests
set -euo pipefail
cd "$(dirname "$0")/.."
goal=${1:-run}
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

python=${PYTHON:-}
for candidate in $python python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=$candidate; break
  fi
done

# --- system packages: named before anything is changed ---------------------------------------------------------
missing=()
[ -n "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || missing+=(python3)
[ -n "$python" ] && "$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
has_library libpango-1.0.so || missing+=(libpango-1.0-0)
has_library libpangoft2-1.0.so || missing+=(libpangoft2-1.0-0)
has_library libharfbuzz-subset.so || missing+=(libharfbuzz-subset0)
fc-list 2>/dev/null | grep -q . || missing+=(fontconfig fonts-dejavu-core)
if [ "$goal" = test ]; then
  command -v chromium >/dev/null 2>&1 || missing+=(chromium)
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "Missing system packages: ${missing[*]}. Install them (as root: apt-get install ${missing[*]}), then run this again." >&2
    exit 1
  fi
  say "Installing system packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  [ -n "$python" ] || python=python3
fi

# --- Python packages: exactly those of the lock, each with its checksum -----------------------------------------
lock=requirements/dev.lock
stamp=.venv/.frankpledge-$(cat "$lock" requirements/nodeps.lock pyproject.toml | sha256sum | cut -c1-16)
if [ ! -e "$stamp" ]; then
  say "Installing Python packages into .venv ($(grep -c '==' "$lock") in the lock)"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes --no-deps -r <(sed -n '/^uv==/,/^[a-z].*==/{/^uv==/p;/^ /p}' "$lock")
  .venv/bin/uv pip sync --quiet --require-hashes -p .venv/bin/python "$lock"
  .venv/bin/uv pip install --quiet -p .venv/bin/python --no-deps --require-hashes -r requirements/nodeps.lock
  .venv/bin/uv pip install --quiet -p .venv/bin/python --no-deps --no-build-isolation -e .
  rm -f .venv/.frankpledge-*; touch "$stamp"
else
  say "Python packages are up to date"
fi

say "Preparing the sentence model (once)"
.venv/bin/python -c 'from frankpledge.evidence.text.model import model_file; print("    " + model_file().name)'
