#!/usr/bin/env python3
"""A system bus of its own with a stand-in for logind: the system's part of going to sleep. The program's part is real.

usage: bus.py FOLDER     prints `address …`, then one line for each thing that happens:
  inhibited WHAT MODE    somebody asked that sleep waits      released    the descriptor was closed, sleep may go on
Understands on standard input: sleep, wake, lock. Ends with its input. Speaks the D-Bus wire format itself; needs dbus-daemon.
"""

import array
import os
import pathlib
import select
import socket
import struct
import subprocess
import sys

SESSION = "/org/freedesktop/login1/session/_31"
MANAGER = "org.freedesktop.login1.Manager"
CALL, RETURN, ERROR, SIGNAL = 1, 2, 3, 4


def pad(data, to):
    return data + b"\0" * (-len(data) % to)


def text(value):
    return struct.pack("<I", len(value)) + value.encode() + b"\0"


def signature(value):
    return bytes([len(value)]) + value.encode() + b"\0"


def message(kind, serial, fields, body=b""):
    """fields: (code, type, value) with types o, s, g, u."""
    packed = b""
    for code, of, value in fields:
        packed = pad(packed, 8) + bytes([code]) + signature(of)
        packed = pad(packed, 1 if of == "g" else 4)
        packed += signature(value) if of == "g" else struct.pack("<I", value) if of == "u" else text(value)
    head = struct.pack("<BBBBIII", ord("l"), kind, 0, 1, len(body), serial, len(packed))
    return pad(head + packed, 8) + body


def read(data):
    """The fields, the body and the length of the first whole message, or nothing."""
    if len(data) < 16:
        return None
    _, kind, _, _, length, serial, fields = struct.unpack_from("<BBBBIII", data)
    start = 16 + fields + (-fields % 8)
    if len(data) < start + length:
        return None
    at, found = 16, {}
    while at < 16 + fields:
        at += -at % 8
        code, size = data[at], data[at + 1]
        of = data[at + 2 : at + 2 + size].decode()
        at += 3 + size
        if of == "g":
            found[code] = data[at + 1 : at + 1 + data[at]].decode()
            at += data[at] + 2
        else:
            at += -at % 4
            number = struct.unpack_from("<I", data, at)[0]
            at += 4
            if of != "u":
                found[code] = data[at : at + number].decode()
                at += number + 1
            else:
                found[code] = number
    return kind, serial, found, data[start : start + length], start + length


def strings(body):
    at, found = 0, []
    while at + 4 <= len(body):
        at += -at % 4
        size = struct.unpack_from("<I", body, at)[0]
        found.append(body[at + 4 : at + 4 + size].decode())
        at += 5 + size
    return found


class Logind:
    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(address)
        self.serial, self.data, self.waiting = 0, b"", []
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        assert self.socket.recv(4096).startswith(b"OK")
        self.socket.sendall(b"NEGOTIATE_UNIX_FD\r\n")
        assert self.socket.recv(4096).startswith(b"AGREE")
        self.socket.sendall(b"BEGIN\r\n")
        bus = [(1, "o", "/org/freedesktop/DBus"), (2, "s", "org.freedesktop.DBus"), (6, "s", "org.freedesktop.DBus")]
        self.send(CALL, [*bus, (3, "s", "Hello")])
        self.send(CALL, [*bus, (3, "s", "RequestName"), (8, "g", "su")], pad(text("org.freedesktop.login1"), 4) + struct.pack("<I", 0))

    def send(self, kind, fields, body=b"", descriptors=()):
        self.serial += 1
        beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
        self.socket.sendmsg([message(kind, self.serial, fields, body)], beside)

    def signal(self, path, interface, member, of="", body=b""):
        self.send(SIGNAL, [(1, "o", path), (2, "s", interface), (3, "s", member), *([(8, "g", of)] if of else [])], body)

    def answer(self, kind, serial, fields, body):
        if kind != CALL:
            return
        back = [(5, "u", serial), (6, "s", fields[7])]
        if fields.get(3) == "Inhibit":
            ours, theirs = os.pipe()
            self.send(RETURN, [*back, (8, "g", "h"), (9, "u", 1)], struct.pack("<I", 0), [theirs])
            os.close(theirs)
            self.waiting.append(ours)
            what = strings(body)
            print("inhibited", what[0], what[3], flush=True)
        elif fields.get(3) == "GetSessionByPID":
            self.send(RETURN, [*back, (8, "g", "o")], text(SESSION))
        else:
            self.send(ERROR, [*back, (4, "s", "org.freedesktop.DBus.Error.UnknownMethod")])

    def heard(self):
        self.data += self.socket.recv(65536)
        while whole := read(self.data):
            kind, serial, fields, body, length = whole
            self.data = self.data[length:]
            self.answer(kind, serial, fields, body)

    def told(self, word):
        if word in ("sleep", "wake"):
            self.signal("/org/freedesktop/login1", MANAGER, "PrepareForSleep", "b", struct.pack("<I", word == "sleep"))
        elif word == "lock":
            self.signal(SESSION, "org.freedesktop.login1.Session", "Lock")

    def run(self):
        while True:
            for ready in select.select([self.socket, sys.stdin, *self.waiting], [], [])[0]:
                if ready is self.socket:
                    self.heard()
                elif ready is sys.stdin:
                    if not (line := sys.stdin.readline()):
                        return
                    self.told(line.strip())
                else: # nobody ever writes into it: readable means that the other end was closed
                    self.waiting.remove(ready)
                    os.close(ready)
                    print("released", flush=True)


def main():
    path = pathlib.Path(sys.argv[1]) / "bus"
    daemon = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={path}", "--print-address"], stdout=subprocess.PIPE)
    try:
        daemon.stdout.readline()
        logind = Logind(str(path))
        print("address", f"unix:path={path}", flush=True)
        logind.run()
    finally:
        daemon.terminate()


if __name__ == "__main__":
    main()
