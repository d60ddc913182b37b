//! Yesterday's dossiers are opened by today's program, and an independent program says the same of them.

use crate::attacks::forged;
use crate::sample::*;
use dossier::*;
use model::Quiet;
use seal::{OpenWith, read_identities};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

fn vector(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/vectors/dossier")
        .join(name)
}

const PHOTO: &str = "IMG_0001.png";

#[test]
#[ignore = "writes into the repository"]
fn write_the_vectors() {
    let plain = unsealed();
    let mut altered = plain.clone();
    let at = plain.windows(4).position(|w| w == b"\x89PNG").expect("the photo") + 20;
    altered[at] ^= 1;
    let other = written(
        &Plan {
            custody: None,
            ..plan()
        },
        2,
        &Sealing::Unsealed,
    );
    let all = [
        ("plain.zip", plain),
        ("sealed.dossier", sealed()),
        (
            "key.txt",
            format!("{}\n", identity(5).expose_text().as_str()).into_bytes(),
        ),
        ("altered.zip", altered),
        ("missing.zip", forged(|path| !path.ends_with(PHOTO))),
        ("unsigned.zip", forged(|path| !path.ends_with(".sig"))),
        ("other-signer.zip", other),
        (
            "SIGNER",
            format!("{}\n", signer(1).public_key().fingerprint()).into_bytes(),
        ),
    ];
    all.iter()
        .for_each(|(name, bytes)| fs::write(vector(name), bytes).expect("writes"));
}

#[test]
fn the_vectors_are_told_as_their_table_says() {
    let signer = fs::read_to_string(vector("SIGNER")).expect("there");
    let keys = read_identities(&fs::read_to_string(vector("key.txt")).expect("there")).expect("ours");
    for (name, outcome) in [
        ("plain.zip", Outcome::Intact),
        ("sealed.dossier", Outcome::Intact),
        ("altered.zip", Outcome::Altered),
        ("missing.zip", Outcome::Incomplete),
        ("unsigned.zip", Outcome::Unsigned),
        ("other-signer.zip", Outcome::UnknownSigner),
    ] {
        let bytes = fs::read(vector(name)).expect("there");
        let mut opened = open(Cursor::new(bytes), Some(&OpenWith::Identities(&keys))).expect("opens");
        let report = verify(&mut opened, Some(&signer), &Quiet).expect("a report");
        assert_eq!(report.outcome, outcome, "{name}: {report:?}");
    }
}

#[test]
fn an_independent_program_says_the_same() {
    for (name, intact) in [
        ("plain.zip", true),
        ("sealed.dossier", true),
        ("altered.zip", false),
        ("missing.zip", false),
        ("other-signer.zip", true), // whole in itself; whose key it is, a person compares
    ] {
        let done = Command::new("python3")
            .arg(vector("check.py"))
            .arg(vector(name))
            .arg(vector("key.txt"))
            .output();
        let done = done.expect("python3 is installed");
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.success(), intact, "{name}: {said}");
    }
}
