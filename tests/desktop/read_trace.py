#!/usr/bin/env python3
"""Reads an strace and tells what was written where and which sockets were given.

usage: read_trace.py NAME TRACE --may FOLDER...
Fails when a socket of a network was given, or when anything was made, renamed or opened for writing outside the folders named,
the web view's throw-away folder in /dev/shm, and the few places below that are no files on a disk.
"""

import collections
import os
import re
import sys

# Devices, the kernel's own tables, and shared memory that the display needs: none of it reaches a disk.
NO_DISK = re.compile(r"^(/dev/(null|zero|tty|full|u?random|ptmx|dri/.*|shm/(WK2SharedMemory|wk).*|shm$)|/proc/.*|/sys/.*|/memfd:.*|anon_inode:.*|socket:.*|pipe:.*)")
WEB = re.compile(r"^/dev/shm/vouchsafe-web-\d+(/|$)")
NETWORK = re.compile(r"\bsocket\((AF_INET6?|AF_PACKET)\b")
CALL = re.compile(r"^(?:\[pid\s+)?(\d+)\]?\s+(\w+)\((.*)\)\s+= (-?\d+)(<[^>]*>)?(.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
MAKES = {"creat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat", "symlink", "symlinkat", "link", "linkat", "mknod", "mknodat", "truncate"}


def joined(lines):
    """Calls that another process interrupted, in one piece again."""
    begun = {}
    for line in lines:
        line = line.rstrip("\n")
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line[: -len("<unfinished ...>")].rstrip()
        elif (resumed := re.match(r"^(\d+)\s+<\.\.\. \w+ resumed>(.*)$", line)) and pid in begun:
            yield begun.pop(pid) + resumed.group(2)
        else:
            yield line


def unescaped(text):
    raw = re.sub(rb"\\([0-7]{1,3})", lambda m: bytes([int(m.group(1), 8)]), text.encode("latin-1", "replace"))
    return raw.replace(b'\\"', b'"').replace(b"\\\\", b"\\").decode("utf-8", "replace")


def absolute(arguments, given, home):
    """The paths a call names, absolute: relative to its directory handle where it has one, else to where the program began."""
    paths = []
    for match in QUOTED.finditer(given):
        path = unescaped(match.group(1))
        if not path.startswith("/"):
            handle = re.search(r"(?:AT_FDCWD|\d+)<([^>]*)>[^<]*$", given[: match.start()])
            path = os.path.join(unescaped(handle.group(1)) if handle else home, path)
        paths.append(os.path.normpath(path))
    return paths


def main():
    name, trace, _, *may = sys.argv[1:]
    may = [os.path.realpath(folder) for folder in may]
    refused, given, outside, inside = collections.Counter(), [], collections.Counter(), 0
    with open(trace, encoding="latin-1") as lines:
        for line in joined(lines):
            call = CALL.match(line)
            if not call:
                continue
            _, verb, arguments, result, _, _ = call.groups()
            done = int(result) >= 0
            if NETWORK.search(line):
                (given.append(line) if done else refused.update([line.split(" ", 1)[1].strip()]))
                continue
            writes = verb in MAKES or (verb.startswith("open") and WRITES.search(arguments))
            if not writes or not done:
                continue
            for path in absolute(verb, arguments, os.path.dirname(trace)):
                if any(path == folder or path.startswith(folder + "/") for folder in may):
                    inside += 1
                elif not WEB.match(path) and not NO_DISK.match(path):
                    outside[f"{verb} {path}"] += 1
    print(f"{name}: sockets of a network given: {len(given)}, refused: {sum(refused.values())}; writes inside: {inside}; outside: {sum(outside.values())}")
    for line, count in refused.most_common():
        print(f"  refused {count} x {line}")
    for line in given:
        print(f"  GIVEN {line}")
    for line, count in outside.most_common():
        print(f"  OUTSIDE {count} x {line}")
    return 1 if given or outside or inside == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
