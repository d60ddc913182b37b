//! The format as it is promised: a locker made from fixed randomness has these bytes for ever, and a reader written from
//! FORMAT.md alone opens it. When a change here is meant, it is a new version of the format.

use model::{Quiet, Timestamp};
use seal::{FixedRandomness, KdfParams, KeyFile, Passphrase, Randomness, SlotKind, sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use store::{BlobId, Folder, HowVerified, Keys, Limits, Secret, Slots, Taken};

const VECTORS: &str = include_str!("../../../../tests/vectors/locker-1.json");
const SHARES: &str = include_str!("../../../../tests/vectors/shares-1.json");
const PASSPHRASE: &str = "три маяки and a lamp";
const SECOND: &str = "second";

struct Made {
    outer: tempfile::TempDir,
    keys: Keys,
    wrapped_source: String,
    blobs: Vec<(Taken, String)>,
}

impl Made {
    fn root(&self) -> PathBuf {
        self.outer.path().join("vector.locker")
    }
}

/// The locker that the vectors describe: seed 1, two passphrases, blobs of 0 bytes, 11 bytes and a little over a chunk.
fn made() -> Made {
    let randomness = FixedRandomness::new(1);
    let outer = tempfile::tempdir().expect("a temporary folder");
    let root = outer.path().join("vector.locker");
    let (first, second) = (Passphrase::copy_of(PASSPHRASE), Passphrase::copy_of(SECOND));
    let (first, second) = (first.expect("short"), second.expect("short"));
    let key_file = KeyFile::read(&b"key file"[..]).expect("small");
    let secret = Secret {
        passphrase: &first,
        key_file: None,
    };
    let (folder, keys) = Folder::create(&root, &secret, KdfParams::cheap_for_tests(), &randomness).expect("creates");
    let secret = Secret {
        passphrase: &second,
        key_file: Some(&key_file),
    };
    folder
        .slots()
        .add(&keys, &secret, SlotKind::Owner, "запасний", &randomness)
        .expect("free slots");
    let (source, wrapped) = keys.make_source_key("S-1", &randomness).expect("wraps");
    let blobs = contents().into_iter().map(|content| {
        let name = BlobId::make(&randomness).expect("fixed");
        let taken = folder
            .blobs()
            .take_in(name, &mut &content[..], &randomness, &Quiet, 0)
            .expect("room");
        let wrapped = store::wrap_blob_key(&taken.key, &source, taken.id, &randomness).expect("wraps");
        (taken, hex(&wrapped))
    });
    let blobs = blobs.collect();
    Made {
        outer,
        keys,
        wrapped_source: hex(&wrapped),
        blobs,
    }
}

fn contents() -> [Vec<u8>; 3] {
    [
        vec![],
        b"hello, file".to_vec(),
        (0..300_000u32).map(|i| (i % 251) as u8).collect(),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn description(made: &Made) -> serde_json::Value {
    let digest = |path: &Path| sha256(&fs::read(path).expect("there")).to_string();
    let blobs = made.blobs.iter().map(|(taken, wrapped)| {
        let name = taken.id.to_string();
        let path = made.root().join("blobs").join(&name[..2]).join(&name);
        serde_json::json!({
            "name": name, "wrapped_key": wrapped, "bytes": taken.bytes, "plain_sha256": taken.sha256.to_string(),
            "file_sha256": digest(&path),
        })
    });
    serde_json::json!({
        "about": "A locker made from fixed randomness: block i is SHA-256(seed ‖ i), both 64-bit little-endian. KDF 64 KiB, 1 pass, 1 lane.",
        "seed": 1,
        "passphrase": PASSPHRASE,
        "second": {"passphrase": SECOND, "key_file": "key file", "label": "запасний"},
        "slots_sha256": digest(&made.root().join("slots")),
        "database_key": database_key(&made.keys),
        "public_key": made.keys.public_key().expect("derives").to_string(),
        "fingerprint": made.keys.public_key().expect("derives").fingerprint(),
        "fingerprint_words": made.keys.public_key().expect("derives").words(),
        "age_recipient": made.keys.age_identity().expect("derives").recipient().to_string(),
        "source": {"name": "S-1", "wrapped_key": made.wrapped_source},
        "blobs": blobs.collect::<Vec<_>>(),
    })
}

fn database_key(keys: &Keys) -> String {
    let key = keys.database_key().expect("derives");
    key.expose_literal(|literal| literal.trim_start_matches("x'").trim_end_matches('\'').to_string())
}

#[test]
fn the_bytes_of_a_locker_are_what_they_were() {
    let description = description(&made());
    if std::env::var_os("WRITE_VECTORS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors/locker-1.json");
        fs::write(path, format!("{description:#}\n")).expect("writable");
        return;
    }
    let promised: serde_json::Value = serde_json::from_str(VECTORS).expect("JSON");
    assert_eq!(description, promised, "the format changed");
}

#[test]
fn an_independent_reader_opens_the_locker() {
    let Some(python) = python() else {
        eprintln!("skipped: neither this machine nor its package index has cryptography and argon2-cffi for Python");
        return;
    };
    let made = made();
    let opened = read(&python, &made.root(), PASSPHRASE, &[]);
    let report: serde_json::Value = serde_json::from_slice(&succeeded(&opened).stdout).expect("JSON");
    assert_eq!(report["database_key"], database_key(&made.keys));
    assert_eq!(
        report["public_key"],
        made.keys.public_key().expect("derives").to_string()
    );
    assert_eq!(report["uses"][1]["label"], "запасний");
    assert_eq!((&report["slot"], &report["kind"]), (&0.into(), &"owner".into()));

    let key_file = made.outer.path().join("key");
    fs::write(&key_file, "key file").expect("writable");
    let key_file = ["--key-file", key_file.to_str().expect("plain")];
    let second = read(&python, &made.root(), SECOND, &key_file);
    let report: serde_json::Value = serde_json::from_slice(&succeeded(&second).stdout).expect("JSON");
    assert_eq!(report["slot"], 1);

    for ((taken, wrapped), content) in made.blobs.iter().zip(contents()) {
        let name = taken.id.to_string();
        let keys = [
            "--source",
            "S-1",
            "--source-key",
            &made.wrapped_source,
            "--blob",
            &name,
            "--blob-key",
            wrapped,
        ];
        let blob = read(&python, &made.root(), PASSPHRASE, &keys);
        assert!(succeeded(&blob).stdout == content, "{} bytes", content.len());
    }
}

#[test]
fn the_independent_reader_refuses_what_we_refuse() {
    let Some(python) = python() else { return };
    let made = made();
    let refused = |passphrase: &str| {
        let output = read(&python, &made.root(), passphrase, &[]);
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).trim().to_string()
    };
    assert_eq!(refused("wrong"), "error: wrong-passphrase");
    let good = fs::read(made.root().join("slots")).expect("there");
    let mut bad = good.clone();
    for at in [5000, good.len() / 2 + 5000] {
        bad[at] ^= 1;
    }
    fs::write(made.root().join("slots"), &bad).expect("writable");
    assert_eq!(refused(PASSPHRASE), "error: slots-damaged");
}

/// A locker with a database, limits and shares, and its backup beside it; answers the shares.
fn carried() -> (tempfile::TempDir, Vec<String>) {
    let randomness = FixedRandomness::new(2);
    let outer = tempfile::tempdir().expect("a temporary folder");
    let first = Passphrase::copy_of(PASSPHRASE).expect("short");
    let secret = Secret {
        passphrase: &first,
        key_file: None,
    };
    let root = outer.path().join("vector.locker");
    let made = store::create(&root, &secret, KdfParams::cheap_for_tests(), &randomness);
    let (folder, keys, db) = made.expect("creates");
    let split = seal::make_shares(2, 3, &randomness).expect("sensible");
    let recovery = Secret {
        passphrase: &split.secret,
        key_file: None,
    };
    let limits = Limits { tries: 7, days: 60 };
    let set = |slots: &Slots| {
        slots.add(&keys, &recovery, SlotKind::Recovery, "2/3", &randomness)?;
        slots.set_limits(&keys, limits, 1_700_000_000_000, &randomness)
    };
    store::change_slots(&folder, &db, set).expect("room");
    let now = Timestamp::from_seconds(1_700_000_000).expect("in range");
    let stick = outer.path().join("stick");
    let run = store::backup(
        (&folder, &db, &keys),
        &stick,
        HowVerified::All,
        now,
        &randomness,
        &Quiet,
    );
    assert!(run.expect("room").verified);
    (outer, split.shares.iter().map(|share| share.to_string()).collect())
}

#[test]
fn an_independent_reader_opens_a_backup_and_joins_shares() {
    let Some(python) = python() else { return };
    let (outer, shares) = carried();
    let (locker, stick) = (outer.path().join("vector.locker"), outer.path().join("stick"));
    let json = |output: &Output| serde_json::from_slice::<serde_json::Value>(&succeeded(output).stdout).expect("JSON");
    let of_locker = json(&read(&python, &locker, PASSPHRASE, &[]));
    assert_eq!(of_locker["limits"]["days"], 60);
    let of_backup = json(&read(&python, &stick, PASSPHRASE, &[]));
    assert_eq!(of_backup["database_key"], of_locker["database_key"]);
    assert_eq!(of_backup["limits"], of_locker["limits"], "sealed in the table");
    assert_eq!(of_backup["list"]["made"], "2023-11-14T22:13:20Z");
    assert_eq!(of_backup["found"]["damaged"], serde_json::json!([]));

    let list = outer.path().join("words");
    fs::write(&list, bip39::Language::English.word_list().join("\n")).expect("room");
    let by_shares = ["--shares", list.to_str().expect("plain")];
    for pair in [[0, 1], [2, 0], [1, 2]] {
        let two = pair.map(|i| shares[i].as_str()).join("\n");
        for place in [&locker, &stick] {
            let opened = json(&read(&python, place, &two, &by_shares));
            assert_eq!((&opened["kind"], &opened["slot"]), (&"recovery".into(), &1.into()));
            assert_eq!(opened["database_key"], of_locker["database_key"]);
        }
    }
    let refused = |place: &Path, said: &str, more: &[&str]| {
        let output = read(&python, place, said, more);
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).trim().to_string()
    };
    assert_eq!(refused(&locker, &shares[0], &by_shares), "error: shares-too-few");
    let wrong = shares[0].replacen(' ', " zoo ", 1);
    let wrong = wrong.rsplit_once(' ').expect("words").0;
    assert_eq!(refused(&locker, wrong, &by_shares), "error: share-wrong");
    for head in ["vouchsafe-backup", "vouchsafe-backup-2"] {
        let mut bytes = fs::read(stick.join(head)).expect("there");
        bytes[172_000] ^= 1;
        fs::write(stick.join(head), bytes).expect("writable");
    }
    assert_eq!(refused(&stick, PASSPHRASE, &[]), "error: backup-damaged");
}

/// Thirty words each, for ever: shares on paper outlive the program that printed them.
#[test]
fn the_words_of_shares_are_what_they_were() {
    let split = seal::make_shares(2, 3, &FixedRandomness::new(3)).expect("sensible");
    let words: Vec<String> = split.shares.iter().map(|share| share.to_string()).collect();
    let mut secret = [0; 32];
    FixedRandomness::new(3).fill(&mut secret).expect("fixed");
    let description = serde_json::json!({
        "about": "Shares made from fixed randomness: block i is SHA-256(seed ‖ i), both 64-bit little-endian.",
        "seed": 3, "need": 2, "of": 3, "set": split.set, "secret": hex(&secret), "shares": words,
    });
    if std::env::var_os("WRITE_VECTORS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors/shares-1.json");
        fs::write(path, format!("{description:#}\n")).expect("writable");
        return;
    }
    let promised: serde_json::Value = serde_json::from_str(SHARES).expect("JSON");
    assert_eq!(description, promised, "the format changed");
}

fn succeeded(output: &Output) -> &Output {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn read(python: &Path, root: &Path, passphrase: &str, more: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors/read_locker.py");
    let mut command = Command::new(python);
    command.arg(script).arg(root).args(more).env("PYTHONUTF8", "1");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut stdin = child.stdin.take().expect("piped");
    writeln!(stdin, "{passphrase}").expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

/// A Python with the two packages: the machine's, or one of our own under target/. Tests run as processes side by side,
/// so that one makes it is a matter of a file's lock and not of a mutex.
fn python() -> Option<PathBuf> {
    let works = |python: &Path| {
        let imports = Command::new(python)
            .args(["-c", "import cryptography, argon2"])
            .stderr(Stdio::null())
            .status();
        imports.is_ok_and(|status| status.success())
    };
    let machines = ["python3", "/usr/bin/python3"].map(PathBuf::from);
    if let Some(machine) = machines.into_iter().find(|python| works(python)) {
        return Some(machine);
    }
    let own = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vectors-python");
    let own_python = own.join("bin/python");
    let lock = fs::File::create(own.with_extension("lock")).ok()?;
    lock.lock().ok()?;
    if !works(&own_python) {
        Command::new("python3").args(["-m", "venv"]).arg(&own).output().ok()?;
        let packages = ["-m", "pip", "install", "--quiet", "cryptography", "argon2-cffi"];
        Command::new(&own_python).args(packages).output().ok()?;
    }
    works(&own_python).then_some(own_python)
}
