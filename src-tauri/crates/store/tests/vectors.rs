//! The format as it is promised: a locker made from fixed randomness has these bytes for ever, and a reader written from
//! FORMAT.md alone opens it. When a change here is meant, it is a new version of the format.

use model::Quiet;
use seal::{FixedRandomness, KdfParams, KeyFile, Passphrase, SlotKind, sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use store::{BlobId, Folder, Keys, Secret, Taken};

const VECTORS: &str = include_str!("../../../../tests/vectors/locker-1.json");
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
