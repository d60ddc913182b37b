#!/usr/bin/env bash
# What the shipped window asks of the system in a short session: no socket to a network is given, and nothing is written outside
# the locker's folder and the throw-away folder of the web view. Then the same of `vouchsafe demo`, in a namespace without network.
# usage: tests/desktop/trace.sh FOLDER     the folder with vouchsafe-desktop (not the driven build), vouchsafe-worker, vouchsafe
# Needs strace, xdotool and a display.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(realpath "$1")
work=${TRACE_FOLDER:-$(mktemp -d)}
trap '[ -n "${TRACE_FOLDER:-}" ] || rm -rf "$work"' EXIT
calls=network,openat,open,creat,openat2,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,symlink,symlinkat,link,linkat,mknod,mknodat,truncate,chdir,fchdir,execve
failed=0

# --- the window -------------------------------------------------------------------------------------------------------------
mkdir -p "$work/home"
"$bin/vouchsafe" demo "$work/sample" >/dev/null
(cd "$work" && HOME="$work/home" strace -f -y -s 300 -o "$work/window.trace" -e trace="$calls" "$bin/vouchsafe-desktop" --sample "$work/sample/Sample case.locker" >/dev/null 2>"$work/said") &
tracer=$!
end() { # the program itself, so that it closes as it does for a person; then the tracer is gone too
  local child
  child=$(pgrep -P "$(pgrep -P "$tracer" -x strace || echo "$tracer")" | head -1 || true)
  [ -n "$child" ] && kill "$child" 2>/dev/null
  for _ in $(seq 100); do kill -0 "$tracer" 2>/dev/null || return 0; sleep 0.1; done
  kill "$tracer" 2>/dev/null
}
trap 'end 2>/dev/null || true; [ -n "${TRACE_FOLDER:-}" ] || rm -rf "$work"' EXIT
python3 tests/desktop/session.py "$work/sample/Sample case.locker" || { echo "the traced session did not get through"; cat "$work/said"; failed=1; }
end || true
python3 tests/desktop/read_trace.py window "$work/window.trace" --may "$work/sample/Sample case.locker" || failed=1

# --- the command line -------------------------------------------------------------------------------------------------------
mkdir -p "$work/demo-home"
if unshare -n true 2>/dev/null; then alone=(unshare -n); elif unshare -rn true 2>/dev/null; then alone=(unshare -rn); else alone=(); echo "no right to make a network namespace: demo runs without one"; fi
(cd "$work" && HOME="$work/demo-home" "${alone[@]}" strace -f -y -s 300 -o "$work/demo.trace" -e trace="$calls" "$bin/vouchsafe" demo "$work/demo" >/dev/null) || { echo "demo failed without a network"; failed=1; }
python3 tests/desktop/read_trace.py "demo without a network" "$work/demo.trace" --may "$work/demo" || failed=1
exit $failed
