#!/usr/bin/env bash
# Builds the window as WebDriver drives it, starts a display, runs the tests, and ends whatever it started.
# usage: tests/desktop/run.sh [file.test.mjs …]     pictures: tests/desktop/artefacts
set -euo pipefail
cd "$(dirname "$0")/../.."
here=tests/desktop
target=$(cargo metadata --format-version 1 --no-deps --offline | node -pe 'JSON.parse(require("fs").readFileSync(0)).target_directory')
out="$target/desktop-test"

packaging/setup.sh desktop-test
if [ ! -e $here/node_modules/axe-core ]; then
  (cd $here && npm ci --no-audit --no-fund --loglevel=error)
fi

# The window's page and four programs. The ordinary build of the window comes last, so that it is the one left in the target folder.
if [ -z "${DESKTOP_NO_BUILD:-}" ]; then
  [ -e ui/node_modules ] || (cd ui && npm ci --no-audit --no-fund --loglevel=error)
  (cd ui && npm run --silent build)
  cargo build -p vouchsafe-cli -p vouchsafe-intake
  mkdir -p "$out/shipped"
  cargo build -p vouchsafe-desktop --features custom-protocol,desktop-test
  cp "$target/debug/vouchsafe-desktop" "$target/debug/vouchsafe-worker" "$target/debug/vouchsafe" "$out/"
  cargo build -p vouchsafe-desktop --features custom-protocol
  cp "$target/debug/vouchsafe-desktop" "$target/debug/vouchsafe-worker" "$target/debug/vouchsafe" "$out/shipped/"
fi

mkdir -p $here/artefacts
display_pipe=$(mktemp)
exec 7<>"$display_pipe"
Xvfb -displayfd 7 -screen 0 1600x1000x24 -nolisten tcp >/dev/null 2>&1 &
xvfb=$!
trap 'kill "$xvfb" 2>/dev/null || true; rm -f "$display_pipe"' EXIT
for _ in $(seq 100); do [ -s "$display_pipe" ] && break; kill -0 "$xvfb" || { echo "Xvfb did not start" >&2; exit 1; }; sleep 0.05; done
export DISPLAY=":$(tr -d '[:space:]' <"$display_pipe")"
export DESKTOP_BIN="$out" DESKTOP_ARTEFACTS="$PWD/$here/artefacts"
unset WAYLAND_DISPLAY
export GDK_BACKEND=x11

status=0
# Without arguments the whole path; `--all` adds every screen's looks, the long chat, the scan of memory after a lock, and the trace of sockets and files.
all=; if [ "${1:-}" = --all ]; then all=yes; shift; fi
if [ $# -gt 0 ]; then tests=("$@"); elif [ $all ]; then tests=($here/*.test.mjs); else tests=($here/path.test.mjs); fi
drive() { node --test --test-reporter=spec --test-concurrency=1 "$1"; }
for one in "${tests[@]}"; do drive "$one" || { echo "== $one once more: a window under load can miss its time"; drive "$one" || status=1; }; done
if [ $all ]; then
  python3 $here/memory.py "$out/shipped" || status=$?
  if command -v strace >/dev/null; then $here/trace.sh "$out/shipped" || status=$?; else echo "strace is not here: the trace of sockets and files was left out"; fi
fi
echo "pictures: $here/artefacts"
exit $status
