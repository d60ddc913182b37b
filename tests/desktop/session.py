#!/usr/bin/env python3
"""A short session in the window by real keys: the shipped build cannot be driven by WebDriver. Needs xdotool and a display.

usage: session.py LOCKER     unlocks the sample, searches, and locks again by the system-wide hotkey.
Whether the locker is open is told by the database's write-ahead file, which stands beside it as long as it is open.
"""

import json
import pathlib
import subprocess
import sys
import time

CASE = pathlib.Path(__file__).resolve().parents[2] / "assets/sample-case/case.json"


def xdotool(*arguments):
    return subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False).stdout.strip()


def until(condition, what, patience=60.0):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    if what:
        raise SystemExit(f"waited {patience} s in vain for {what}")
    return None


def is_open(locker):
    return (locker / "db-wal").exists()


def main():
    locker = pathlib.Path(sys.argv[1])
    passphrase = json.loads(CASE.read_text(encoding="utf-8"))["passphrase"]
    window = until(lambda: xdotool("search", "--onlyvisible", "--name", "^Vouchsafe$").split("\n")[0], "the window")
    xdotool("windowfocus", "--sync", window)
    # Keys that come before the page is there are lost: they are typed again until the locker opens.
    for _ in range(12):
        xdotool("key", "ctrl+a")
        xdotool("type", "--delay", "20", passphrase)
        xdotool("key", "Return")
        if until(lambda: is_open(locker), None, 5.0):
            break
    until(lambda: is_open(locker), "the sample to open", 1.0)
    xdotool("key", "ctrl+k")
    xdotool("type", "--delay", "40", "order")
    for key in ("Down", "Return", "Escape"):
        xdotool("key", key)
    until(lambda: xdotool("key", "ctrl+shift+l") or not is_open(locker), "the hotkey to lock")
    return 0


if __name__ == "__main__":
    sys.exit(main())
