#!/usr/bin/env python3
"""What is left in memory after a lock: the shipped window is used by real keys, then its memory is read from outside.

usage: memory.py FOLDER     the folder with vouchsafe-desktop (not the driven build), vouchsafe-worker, vouchsafe
A locker is made whose passphrase, protected name and messages stand nowhere else. While it is open the scan must find a message,
or else it sees nothing. After the lock the program's own process must hold none of them. What the web view's processes hold is
said, not judged: they are not ours. Reads /proc/PID/mem, which takes root. Needs xdotool and a display.
"""

import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import time

from session import is_open, until, xdotool

ITS_OWN_WORDS = "bcdfghjklmnpqrstvwxz"
WIDE = 1 << 30
PAGE = os.sysconf("SC_PAGESIZE")
THERE = re.compile(rb"[\x40-\xff]+") # last bytes of pagemap entries of pages that are present or swapped: proc(5)


def word(length=10):
    """Letters that make no word of any language."""
    return "".join(secrets.choice(ITS_OWN_WORDS) for _ in range(length))


def regions(pid):
    for line in pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines():
        span, rights, *rest = line.split(maxsplit=5)
        name = rest[3] if len(rest) > 3 else ""
        if rights.startswith("rw") and name not in ("[vvar]", "[vsyscall]"):
            start, end = (int(part, 16) for part in span.split("-"))
            yield start, end, name or "anonymous"


def pieces(memory, pages, start, end):
    """The runs of pages that are in memory or in swap: a web engine reserves gigabytes that it never touches."""
    for wide in range(start, end, WIDE):
        pages.seek(wide // PAGE * 8)
        flags = pages.read(min(WIDE, end - wide) // PAGE * 8)[7::8]
        for run in THERE.finditer(flags):
            try:
                memory.seek(wide + run.start() * PAGE)
                yield memory.read(len(run.group()) * PAGE)
            except OSError:
                pass # the system's own, which cannot be read


def scan(pid, needles):
    """How often each needle stands in the memory of a process, as UTF-8 and as UTF-16, and in which kind of region."""
    forms = {(name, form): text.encode(form) for name, text in needles.items() for form in ("utf-8", "utf-16-le")}
    found = {}
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory, open(f"/proc/{pid}/pagemap", "rb", buffering=0) as pages:
        for start, end, kind in regions(pid):
            for data in pieces(memory, pages, start, end):
                for (name, form), needle in forms.items():
                    if count := data.count(needle):
                        key = (name, form, kind)
                        found[key] = found.get(key, 0) + count
    return found


def children(pid):
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [int(one) for one in listed] + [deeper for one in listed for deeper in children(one)]


def name_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0")[0].rsplit("/", 1)[-1]
    except OSError: # it has ended meanwhile
        return "gone"


def say(of, found):
    total = sum(found.values())
    print(f"  {of}: {total}" + "".join(f"\n      {name}, {form}, {kind}: {count}" for (name, form, kind), count in sorted(found.items())))


def make_locker(binary, folder, secret):
    """A locker with one source, one protected name and one chat whose every message carries the marker."""
    key, chat, locker = folder / "key", folder / "chat", folder / "case.locker"
    key.write_text(f"{secret['passphrase']}\n{secret['passphrase']}\n")
    chat.mkdir()
    messages = [
        {"id": at, "type": "message", "date": f"2024-10-17T{at // 60:02}:{at % 60:02}:00", "from": "Weigher", "from_id": "user1", "text": f"{secret['message']} number {at}"}
        for at in range(300)
    ]
    (chat / "result.json").write_text(json.dumps({"name": "Scales", "type": "personal_chat", "id": 1, "messages": messages}))
    for arguments in (
        ["create", locker],
        ["source", "add", locker, "Alder", "--protect", secret["name"]],
        ["import", "--source", "Alder", "--timezone", "Europe/Kyiv", locker, chat],
    ):
        subprocess.run([binary / "vouchsafe", *arguments, "--passphrase-file", key], check=True, stdout=subprocess.DEVNULL)
    key.unlink()
    return locker


def use(window, locker, shell, secret):
    """Unlocks, looks the chat up by a word of it, and looks at it. Returns what the scan sees then."""
    xdotool("windowfocus", "--sync", window)
    for _ in range(12):
        xdotool("key", "ctrl+a")
        xdotool("type", "--delay", "20", secret["passphrase"])
        xdotool("key", "Return")
        if until(lambda: is_open(locker), None, 5.0):
            break
    until(lambda: is_open(locker), "the locker to open", 1.0)

    def looked():
        xdotool("key", "Escape", "ctrl+k", "ctrl+a")
        xdotool("type", "--delay", "20", secret["message"])
        time.sleep(1.0)
        for key in ("Down", "Return"):
            xdotool("key", key)
        time.sleep(1.0)
        pages = [one for one in children(shell) if "WebProcess" in name_of(one)]
        return any(any(name == "message" for name, _, _ in scan(one, secret)) for one in pages)

    until(looked, "the chat in the window", 60.0)
    return scan(shell, secret)


def main():
    if os.geteuid() != 0:
        print("memory after a lock: left out, reading another process's memory takes root")
        return 0
    binary = pathlib.Path(sys.argv[1]).resolve()
    secret = {"passphrase": f"{word()} {word()} {word()}", "name": word(), "message": word()}
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        locker = make_locker(binary, folder, secret)
        (folder / "home").mkdir()
        program = subprocess.Popen(
            [binary / "vouchsafe-desktop", "--locker", locker],
            env={**os.environ, "HOME": str(folder / "home")}, stdout=subprocess.DEVNULL, stderr=(folder / "said").open("w"),
        )
        try:
            return look(program.pid, locker, secret)
        finally:
            program.terminate()
            program.wait(20)


def look(shell, locker, secret):
    window = until(lambda: xdotool("search", "--onlyvisible", "--name", "^Vouchsafe$").split("\n")[0], "the window")
    before = children(shell)
    open_now = use(window, locker, shell, secret)
    print("while the locker is open and a chat in sight")
    say("the program itself", open_now)
    until(lambda: xdotool("key", "ctrl+shift+l") or not is_open(locker), "the hotkey to lock")
    until(lambda: not any("WebProcess" in name_of(one) and one in before for one in children(shell)), None, 10.0)
    time.sleep(2.0)
    print("after the lock")
    locked = scan(shell, secret)
    say("the program itself", locked)
    for one in children(shell):
        say(f"{name_of(one)} ({'as before' if one in before else 'new'}; said, not judged)", scan(one, secret))
    if not any(name == "message" for name, _, _ in open_now):
        print("FAILED: the scan does not see a message that is shown")
        return 1
    if locked:
        print("FAILED: something of the locker is left in the program's memory")
        return 1
    print("nothing of the locker is left in the program's memory")
    return 0


if __name__ == "__main__":
    sys.exit(main())
