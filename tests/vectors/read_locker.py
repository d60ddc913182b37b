#!/usr/bin/env python3
"""An independent reader of a locker, written from src-tauri/crates/store/FORMAT.md alone.

    read_locker.py LOCKER < passphrase                          opens the slots, prints what hangs on the locker key
    read_locker.py LOCKER --key-file F < passphrase
    read_locker.py LOCKER --source S-1 --source-key HEX --blob NAME --blob-key HEX < passphrase > plaintext
    read_locker.py BACKUP < passphrase                          opens the head of a backup, compares every file with its list
    read_locker.py LOCKER --shares WORD_LIST < shares           a line of thirty words for each share, instead of a passphrase

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


def read_table(copy: bytes, locker_key: bytes) -> tuple[list[dict], dict | None]:
    plain = unwrap(copy[88:628], hkdf(copy[16:32], locker_key, "vouchsafe v1 slot table"), copy[:88])
    if plain[:32] != hashlib.sha256(copy[PAGE:]).digest():
        raise Refused("slots-damaged")
    uses = []
    for index in range(SLOTS):
        use = plain[32 + 56 * index : 32 + 56 * (index + 1)]
        if use[0]:
            uses.append({"slot": index, "kind": KINDS[use[0]], "label": use[2 : 2 + use[1]].decode()})
    kept = plain[480:496]
    limits = {"tries": kept[1], "days": number(kept[2:4]), "last_opened": number(kept[8:16])} if kept[0] else None
    return uses, limits


# --- backup ---


def open_list(head: bytes, locker_key: bytes) -> dict:
    sealed = head[32 + COPY : -32]
    return json.loads(unwrap(sealed, hkdf(head[48:64], locker_key, "vouchsafe v1 backup list"), head[:32]))


def read_head(backup: pathlib.Path) -> bytes:
    why = None
    for name in ("vouchsafe-backup", "vouchsafe-backup-2"):
        head = (backup / name).read_bytes()
        if head[:16] != b"vouchsafe backup" or hashlib.sha256(head[:-32]).digest() != head[-32:]:
            why = why or Refused("backup-damaged")
        elif head[16:32] != b"\x01" + bytes(15):
            why = why or Refused("locker-is-newer")
        else:
            return head
    raise why


def compare(backup: pathlib.Path, files: dict) -> dict:
    found = {"blobs": 0, "damaged": [], "missing": files["missing"]}
    database = files["database"]
    wanted = {f"blobs/{name[:2]}/{name}": entry for name, entry in files["blobs"].items()}
    for path, entry in [(database["name"], database), *wanted.items()]:
        data = (backup / path).read_bytes()
        if len(data) != entry["bytes"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
            found["damaged"].append(path)
        else:
            found["blobs"] += path in wanted
    return found


# --- recovery shares ---

SHARE_WORDS, CHECKSUM = 30, 26


def read_share(line: str, words: list[str]) -> tuple[bytes, int, int, bytes]:
    typed = line.split()
    if len(typed) != SHARE_WORDS:
        raise Refused("share-length")
    bits = 0
    for word in typed:
        if word not in words:
            raise Refused("share-word-unknown")
        bits = bits << 11 | words.index(word)
    content, checksum = (bits >> CHECKSUM).to_bytes(38, "big"), bits & (1 << CHECKSUM) - 1
    digest = hashlib.sha256(b"vouchsafe v1 share" + content).digest()
    if int.from_bytes(digest[:4], "big") >> 32 - CHECKSUM != checksum:
        raise Refused("share-wrong")
    if content[0] != 1:
        raise Refused("locker-is-newer")
    return content[1:5], (content[5] >> 4) + 1, (content[5] & 15) + 1, content[6:]


def times(a: int, b: int) -> int:
    """In GF(2^8) with x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def over(a: int, b: int) -> int:
    return next(c for c in range(256) if times(c, b) == a)


def join(shares: list[tuple[bytes, int, int, bytes]]) -> str:
    needed = shares[0][1]
    if len({share[:2] for share in shares}) > 1 or len({share[2] for share in shares}) < needed:
        raise Refused("shares-too-few")
    secret = bytearray(32)
    for _, _, point, values in shares:
        weight = 1
        for _, _, other, _ in shares:
            if other != point:
                weight = times(weight, over(other, other ^ point))
        for i, value in enumerate(values):
            secret[i] ^= times(weight, value)
    return secret.hex()


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
    parser.add_argument("--shares", type=pathlib.Path)
    for name in ("source", "source-key", "blob", "blob-key"):
        parser.add_argument(f"--{name}")
    args = parser.parse_args()
    if args.shares:
        words = args.shares.read_text().split()
        passphrase = join([read_share(line, words) for line in sys.stdin if line.strip()])
    else:
        passphrase = sys.stdin.readline().rstrip("\n")
    head = None if (args.locker / "slots").exists() else read_head(args.locker)
    copy = read_copy(head[32 : 32 + COPY]) if head else newest_copy((args.locker / "slots").read_bytes())
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
    uses, limits = read_table(copy, locker_key)
    report = {
        "locker_id": locker_id.hex(),
        "generation": number(copy[80:88]),
        "slot": slot,
        "kind": KINDS[unit[32]],
        "uses": uses,
        "limits": limits,
        "database_key": hkdf(locker_id, locker_key, "vouchsafe v1 database key").hex(),
        "public_key": public.decode(),
    }
    if head:
        report["list"] = open_list(head, locker_key)
        report["found"] = compare(args.locker, report["list"])
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as error:
        sys.exit(f"error: {error}")
    except InvalidTag:
        sys.exit("error: altered")
