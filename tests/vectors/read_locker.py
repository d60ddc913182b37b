#!/usr/bin/env python3
"""An independent reader of a locker, written from src-tauri/crates/store/FORMAT.md alone.

    read_locker.py LOCKER < passphrase                          opens the slots, prints what hangs on the locker key
    read_locker.py LOCKER --key-file F < passphrase
    read_locker.py LOCKER --source S-1 --source-key HEX --blob NAME --blob-key HEX < passphrase > plaintext

The database is SQLCipher 4 with the raw key printed here; any sqlcipher opens it and lists the wrapped keys.
Needs `cryptography` and `argon2-cffi`. It is a check on the format, not a tool for people: keys are printed.
"""
import argparse
import hashlib
import json
import pathlib
import sys
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PAGE, SLOT, SLOTS = 4096, 65536, 8
COPY = PAGE + SLOTS * SLOT
UNIT, STRIPES = 256, 255
CHUNK, TAG, HEADER = 256 * 1024, 16, 72
MAX_MEMORY_KIB, MAX_PASSES, MAX_LANES, MAX_WORK_KIB = 4 << 20, 64, 16, 32 << 20
KINDS = {1: "owner", 2: "recovery", 3: "duress"}


class Refused(Exception):
    """What the program would refuse too, as its code."""


def hkdf(salt: bytes, secret: bytes, label: str, length: int = 32) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt or None, info=label.encode()).derive(secret)


def number(data: bytes) -> int:
    return int.from_bytes(data, "little")


# --- slots ---


def read_copy(copy: bytes) -> bytes:
    if copy[:16] == b"vouchsafe wiped\x01":
        raise Refused("locker-wiped")
    if copy[:15] != b"vouchsafe slots":
        raise Refused("slots-damaged")
    if copy[15] != 1:
        raise Refused("locker-is-newer")
    if hashlib.sha256(copy[:4064] + copy[PAGE:]).digest() != copy[4064:PAGE]:
        raise Refused("slots-damaged")
    return copy


def newest_copy(data: bytes) -> bytes:
    if len(data) != 2 * COPY:
        raise Refused("slots-damaged")
    good, why = [], None
    for half in (data[:COPY], data[COPY:]):
        try:
            good.append(read_copy(half))
        except Refused as error:
            if str(error) == "locker-wiped":
                raise
            why = why or error
    if not good:
        raise why
    return max(good, key=lambda copy: number(copy[80:88]))


def stretch(copy: bytes, passphrase: str, key_file: bytes | None) -> bytes:
    memory, passes, lanes = (number(copy[at : at + 4]) for at in (32, 36, 40))
    if not (1 <= lanes <= MAX_LANES and 1 <= passes <= MAX_PASSES and 8 * lanes <= memory <= MAX_MEMORY_KIB):
        raise Refused("slots-cost-too-high")
    if memory * passes > MAX_WORK_KIB:
        raise Refused("slots-cost-too-high")
    secret = unicodedata.normalize("NFC", passphrase).encode()
    stretched = hash_secret_raw(secret, copy[48:80], passes, memory, lanes, 32, Type.ID)
    second = hashlib.sha256(key_file).digest() if key_file is not None else bytes(32)
    return hkdf(second, stretched, "vouchsafe v1 root")


def diffuse(unit: bytes) -> bytes:
    blocks = (i.to_bytes(4, "big") + unit[32 * i : 32 * i + 32] for i in range(UNIT // 32))
    return b"".join(hashlib.sha256(block).digest() for block in blocks)


def xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b))


def merge(split: bytes) -> bytes:
    d = bytes(UNIT)
    for i in range(STRIPES - 1):
        d = diffuse(xor(d, split[UNIT * i : UNIT * (i + 1)]))
    return xor(d, split[UNIT * (STRIPES - 1) :])


def open_slots(copy: bytes, root: bytes) -> tuple[int, bytes]:
    for index in range(SLOTS):
        slot = copy[PAGE + SLOT * index : PAGE + SLOT * (index + 1)]
        salt = slot[:32]
        if hkdf(salt, root, "vouchsafe v1 slot commitment") != slot[32:64]:
            continue
        sealed = slot[64 : 64 + UNIT * STRIPES + TAG]
        key = hkdf(salt, root, "vouchsafe v1 slot key")
        return index, merge(AESGCM(key).decrypt(bytes(12), sealed, copy[:80] + bytes([index])))
    raise Refused("wrong-passphrase")


def unwrap(sealed: bytes, key: bytes, context: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], context)


def read_table(copy: bytes, locker_key: bytes) -> list[dict]:
    plain = unwrap(copy[88:628], hkdf(copy[16:32], locker_key, "vouchsafe v1 slot table"), copy[:88])
    if plain[:32] != hashlib.sha256(copy[PAGE:]).digest():
        raise Refused("slots-damaged")
    uses = []
    for index in range(SLOTS):
        use = plain[32 + 56 * index : 32 + 56 * (index + 1)]
        if use[0]:
            uses.append({"slot": index, "kind": KINDS[use[0]], "label": use[2 : 2 + use[1]].decode()})
    return uses


# --- blobs ---


def read_blob(blob: bytes, key: bytes) -> bytes:
    header, body = blob[:HEADER], blob[HEADER:]
    if header[:8] != b"vsblob\x00\x01":
        raise Refused("unknown-format")
    salt = header[8:40]
    if hkdf(salt, key, "vouchsafe v1 blob commitment") != header[40:]:
        raise Refused("wrong-key")
    aes = AESGCM(hkdf(salt, key, "vouchsafe v1 blob stream key"))
    prefix = hkdf(salt, key, "vouchsafe v1 blob nonce prefix", 7)
    chunks = [body[at : at + CHUNK + TAG] for at in range(0, len(body), CHUNK + TAG)]
    if not chunks or (len(chunks) > 1 and len(chunks[-1]) <= TAG):
        raise Refused("altered")
    plain = []
    for index, chunk in enumerate(chunks):
        nonce = prefix + index.to_bytes(4, "big") + bytes([index == len(chunks) - 1])
        plain.append(aes.decrypt(nonce, chunk, header))
    return b"".join(plain)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("locker", type=pathlib.Path)
    parser.add_argument("--key-file", type=pathlib.Path)
    for name in ("source", "source-key", "blob", "blob-key"):
        parser.add_argument(f"--{name}")
    args = parser.parse_args()
    passphrase = sys.stdin.readline().rstrip("\n")
    copy = newest_copy((args.locker / "slots").read_bytes())
    key_file = args.key_file.read_bytes() if args.key_file else None
    slot, unit = open_slots(copy, stretch(copy, passphrase, key_file))
    locker_id, locker_key = copy[16:32], unit[:32]
    if args.blob:
        wrap = hkdf(locker_id, locker_key, "vouchsafe v1 source key wrap")
        source = unwrap(bytes.fromhex(args.source_key), wrap, f"vouchsafe v1 source {args.source}".encode())
        wrap = hkdf(b"", source, "vouchsafe v1 blob key wrap")
        blob_key = unwrap(bytes.fromhex(args.blob_key), wrap, f"vouchsafe v1 blob {args.blob}".encode())
        blob = (args.locker / "blobs" / args.blob[:2] / args.blob).read_bytes()
        sys.stdout.buffer.write(read_blob(blob, blob_key))
        return 0
    seed = hkdf(locker_id, locker_key, "vouchsafe v1 signing seed")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    report = {
        "locker_id": locker_id.hex(),
        "generation": number(copy[80:88]),
        "slot": slot,
        "kind": KINDS[unit[32]],
        "uses": read_table(copy, locker_key),
        "database_key": hkdf(locker_id, locker_key, "vouchsafe v1 database key").hex(),
        "public_key": public.decode(),
    }
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as error:
        sys.exit(f"error: {error}")
    except InvalidTag:
        sys.exit("error: altered")
