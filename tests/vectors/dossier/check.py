#!/usr/bin/env python3
"""Checks a dossier without a line of our code: Python's standard library, `age` and `ssh-keygen`.

usage: check.py FILE [AGE_KEY_FILE]      prints what it found and ends with 0 when the dossier is intact
"""
import base64, hashlib, io, json, re, subprocess, sys, tempfile, zipfile
from pathlib import Path


def fail(what):
    sys.exit(f"NOT INTACT: {what}")


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    """RFC 8785 for what dossiers hold: ASCII keys, whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def manifest(text):
    lines = [re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in text.decode().splitlines()]
    if not all(lines):
        fail("a manifest line that is none")
    listed = {line[2]: line[1] for line in lines}
    return listed if len(listed) == len(lines) else fail("a path listed twice")


def root_of(leaf, index, size, proof):
    """RFC 9162, 2.1.3.2."""
    node, last = leaf, size - 1
    for sibling in proof:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = sha(b"\1", sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha(b"\1", node, sibling)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def check_custody(slice_):
    origin, size, root = slice_["checkpoint"].split("\n")[:3]
    chains, counts = {}, {}
    for disclosed in slice_["entries"]:
        leaf = sha(b"\0", bytes.fromhex(disclosed["nonce"]), canonical(disclosed["entry"]))
        proof = [bytes.fromhex(node) for node in disclosed["proof"]]
        if root_of(leaf, disclosed["entry"]["n"] - 1, int(size), proof) != base64.b64decode(root):
            fail(f"custody entry {disclosed['entry']['n']} is not in the log")
        item = disclosed["entry"]["item"]
        counts[item] = counts.get(item, 0) + 1
        chains[item] = sha(b"vouchsafe v1 item chain\0", chains.get(item, bytes(32)), leaf)
    for head in slice_["items"]:
        if counts.get(head["item"], 0) + head["withheld"] != head["entries"]:
            fail(f"the entries of {head['item']} are not as many as counted")
        if not head["withheld"] and chains.get(head["item"], bytes(32)).hex() != head["head"]:
            fail(f"the chain of {head['item']} does not end where it should")
    return len(slice_["entries"]), int(size) - len(slice_["entries"])


def check_signature(files):
    with tempfile.TemporaryDirectory() as folder:
        for name in ("allowed_signers", "tagmanifest-sha256.txt.sig"):
            Path(folder, name).write_bytes(files[name])
        done = subprocess.run(
            ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", "reporter", "-n", "vouchsafe-dossier", "-s", "tagmanifest-sha256.txt.sig"],
            input=files["tagmanifest-sha256.txt"], cwd=folder, capture_output=True)
    if done.returncode:
        fail("the signature does not hold")
    return done.stdout.decode().strip()


def main(path, key=None):
    data = Path(path).read_bytes()
    if data.startswith(b"age-"):
        done = subprocess.run(["age", "-d", "-i", key, path], capture_output=True)
        data = done.stdout if done.returncode == 0 else fail("age does not open it")
    archive = zipfile.ZipFile(io.BytesIO(data))
    if archive.testzip():
        fail("a checksum of the archive")
    files = {info.filename: archive.read(info) for info in archive.infolist()}
    if len(files) != len(archive.infolist()):
        fail("a name twice in the archive")
    tags, payload = manifest(files["tagmanifest-sha256.txt"]), manifest(files["manifest-sha256.txt"])
    for name, digest in {**tags, **payload}.items():
        if name not in files:
            fail(f"missing {name}")
        if sha(files[name]).hex() != digest:
            fail(f"altered {name}")
    for name in files.keys() - tags.keys() - payload.keys() - {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}:
        fail(f"extra {name}")
    print(check_signature(files))
    for name in ("data/dossier.json", "data/custody.json"):
        if name in files and canonical(json.loads(files[name])) != files[name]:
            fail(f"{name} is not canonical")
    contents = json.loads(files["data/dossier.json"])
    for item in contents["evidence"]:
        if item["file"] and payload.get(item["file"]) != item.get("sha256"):
            fail(f"{item['id']} is not the file it names")
        if not item["file"] and item.keys() & {"sha256", "bytes", "name", "title"}:
            fail(f"{item['id']} tells of a file that is withheld")
    proofs, withheld = check_custody(json.loads(files["data/custody.json"])) if "data/custody.json" in files else (0, 0)
    print(f"INTACT: {len(tags) + len(payload)} files, {len(contents['claims'])} claims, {proofs} proofs, {withheld} withheld")


main(*sys.argv[1:])
