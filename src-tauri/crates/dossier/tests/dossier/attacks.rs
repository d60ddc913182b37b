//! What somebody in between could do, and that each is told apart.

use crate::sample::*;
use dossier::*;
use model::{Quiet, Sha256Digest};
use seal::OpenWith;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

/// The files of a dossier, changed by `change` and packed again by another ZIP program in our layout or not.
fn repacked(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut files = unzipped(&unsealed());
    change(&mut files);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(path, stored).expect("a new name");
        out.write_all(&bytes).expect("into memory");
    }
    out.finish().expect("into memory").into_inner()
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP archive");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("within");
            let (path, mut bytes) = (file.name().expect("UTF-8").into_owned(), Vec::new());
            file.read_to_end(&mut bytes).expect("its checksum holds");
            (path, bytes)
        })
        .collect()
}

fn find<'a>(files: &'a mut [(String, Vec<u8>)], path: &str) -> &'a mut Vec<u8> {
    &mut files.iter_mut().find(|(name, _)| name == path).expect("there").1
}

/// Findings but for the layout, which another ZIP program never hits.
fn findings(report: &Report) -> Vec<(&str, Option<&str>)> {
    let others = report
        .findings
        .iter()
        .filter(|finding| finding.code != "archive-layout");
    others
        .map(|finding| (finding.code.as_str(), finding.path.as_deref()))
        .collect()
}

#[test]
fn a_dossier_packed_again_by_another_program_is_told_by_its_layout_alone() {
    let report = report(&repacked(|_| ()));
    assert_eq!(report.outcome, Outcome::Altered);
    assert!(report.findings.iter().all(|finding| finding.code == "archive-layout"));
    assert!(report.files.altered.is_empty() && report.signer.is_some());
}

#[test]
fn one_byte_changed_anywhere_in_the_plain_archive_is_never_intact() {
    let bytes = unsealed();
    let find = |text: &[u8]| bytes.windows(text.len()).position(|w| w == text).expect("the page");
    let (page, page_end) = (find(b"<!doctype html>"), find(b"</html>")); // long and all alike: some bytes of it will do
    for at in (0..page)
        .chain((page..page_end).step_by(10_007))
        .chain(page_end..bytes.len())
    {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        if let Ok(mut opened) = open(Cursor::new(&changed), None) {
            let report = verify(&mut opened, None, &Quiet).expect("a report");
            assert_ne!(report.outcome, Outcome::Intact, "byte {at} of {}", bytes.len());
        }
    }
}

#[test]
fn one_byte_changed_anywhere_in_the_sealed_file_is_never_intact() {
    let (bytes, key) = (sealed(), [identity(5)]);
    for at in (0..400).chain((400..bytes.len()).step_by(4_999)) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        if let Ok(mut opened) = open(Cursor::new(&changed), Some(&OpenWith::Identities(&key))) {
            let report = verify(&mut opened, None, &Quiet).expect("a report");
            assert_ne!(report.outcome, Outcome::Intact, "byte {at} of {}", bytes.len());
        }
    }
}

#[test]
fn a_cut_file_never_opens() {
    let (plain, sealed, key) = (unsealed(), sealed(), [identity(5)]);
    for len in (0..plain.len()).step_by(997) {
        assert!(open(Cursor::new(&plain[..len]), None).is_err(), "{len}");
    }
    for len in (0..sealed.len()).step_by(997) {
        assert!(
            open(Cursor::new(&sealed[..len]), Some(&OpenWith::Identities(&key))).is_err(),
            "{len}"
        );
    }
    assert!(matches!(
        open(Cursor::new(&plain[..plain.len() - 30]), None),
        Err(Error::CutShort)
    ));
}

#[test]
fn a_changed_file_is_altered_by_name() {
    let bytes = unsealed();
    let at = bytes.windows(4).position(|w| w == b"\x89PNG").expect("the photo") + 20;
    let mut changed = bytes;
    changed[at] ^= 1;
    let report = report(&changed);
    assert_eq!(report.outcome, Outcome::Altered);
    assert_eq!(report.files.altered, ["data/evidence/E-001/IMG_0001.png"]);
    assert!(report.files.missing.is_empty() && report.files.extra.is_empty());
}

#[test]
fn a_missing_and_an_added_file_are_told_apart() {
    let missing = report(&repacked(|files| {
        files.retain(|(path, _)| !path.ends_with("IMG_0001.png"))
    }));
    assert_eq!(missing.files.missing, ["data/evidence/E-001/IMG_0001.png"]);
    assert!(missing.files.altered.is_empty() && missing.files.extra.is_empty());
    let added = report(&repacked(|files| {
        files.push(("data/evidence/E-009/new.txt".into(), b"new".to_vec()))
    }));
    assert_eq!(added.files.extra, ["data/evidence/E-009/new.txt"]);
    assert!(added.files.altered.is_empty() && added.files.missing.is_empty());
    assert_eq!(added.outcome, Outcome::Altered);
}

/// A dossier in our own layout without some of its files: what a careful forger would make.
pub fn forged(keep: impl Fn(&str) -> bool) -> Vec<u8> {
    let bytes = unsealed();
    layout::pack(unzipped(&bytes).into_iter().filter(|(path, _)| keep(path)).collect())
}

#[test]
fn incomplete_and_unsigned_are_said_when_nothing_else_is_wrong() {
    let incomplete = report(&forged(|path| !path.ends_with("IMG_0001.png")));
    assert_eq!((incomplete.outcome, incomplete.findings), (Outcome::Incomplete, vec![]));
    let unsigned = report(&forged(|path| !path.ends_with(".sig")));
    assert_eq!((unsigned.outcome, unsigned.findings), (Outcome::Unsigned, vec![]));
    assert_eq!(unsigned.signer, None);
    let whole = report(&forged(|_| true));
    assert_eq!(
        (whole.outcome, whole.findings),
        (Outcome::Intact, vec![]),
        "the forger's packer packs as we do"
    );
}

#[test]
fn another_signer_is_told_when_one_was_expected() {
    let bytes = written(
        &Plan {
            custody: None,
            ..plan()
        },
        2,
        &Sealing::Unsealed,
    );
    let key = signer(1).public_key();
    for expected in [key.fingerprint(), key.words(), key.to_string(), "nonsense".into()] {
        let mut opened = open(Cursor::new(&bytes), None).expect("opens");
        let report = verify(&mut opened, Some(&expected), &Quiet).expect("a report");
        assert_eq!(report.outcome, Outcome::UnknownSigner, "{expected}");
    }
    let key = signer(2).public_key();
    for expected in [
        key.fingerprint(),
        key.words().replace(' ', " · "),
        key.words().to_uppercase(),
        key.to_string(),
    ] {
        let mut opened = open(Cursor::new(&bytes), None).expect("opens");
        let report = verify(&mut opened, Some(&expected), &Quiet).expect("a report");
        assert_eq!(report.outcome, Outcome::Intact, "{expected}");
    }
}

#[test]
fn a_signature_of_something_else_is_altered() {
    let other = signer(1).sign("file", b"x").expect("signs");
    let report = report(&repacked(|files| {
        *find(files, "tagmanifest-sha256.txt.sig") = other.into_bytes()
    }));
    assert_eq!(
        (report.outcome, findings(&report)),
        (Outcome::Altered, vec![("signature-for-something-else", None)])
    );
}

#[test]
fn a_custody_log_of_another_signer_fails() {
    let report = report(&written(&plan(), 2, &Sealing::Unsealed));
    assert_eq!(report.outcome, Outcome::Altered);
    assert_eq!(
        report.custody.failed, 5,
        "the head is not signed by the key that signed the dossier"
    );
}

#[test]
fn a_custody_entry_that_was_not_logged_so_fails() {
    let mut plan = plan();
    let slice = plan.custody.as_mut().expect("there");
    slice.entries[2].entry.details = BTreeMap::from([("n".into(), "1".into())]);
    let report = report(&written(&plan, 1, &Sealing::Unsealed));
    assert_eq!(
        (report.outcome, report.custody.failed),
        (Outcome::Altered, 2),
        "the proof and the item's chain"
    );
}

#[test]
fn fetch_files_other_manifests_and_unsafe_names_are_told() {
    let names = [
        "fetch.txt",
        "manifest-md5.txt",
        "data/../../evil",
        "/evil",
        "data/a\\b",
        "data/CON.txt",
        "data/ё",
    ];
    let added = report(&repacked(|files| {
        files.extend(names.map(|name| (name.to_owned(), vec![])))
    }));
    let told: Vec<_> = findings(&added).into_iter().filter_map(|(_, path)| path).collect();
    for name in names {
        assert!(told.contains(&name), "{name}: {told:?}");
        assert!(added.files.extra.iter().any(|path| path == name), "{name}");
    }
}

#[test]
fn nothing_unsafe_is_unpacked_even_when_it_is_signed() {
    let bytes = layout::resigned(|files| files.push(("data/../../evil".into(), b"evil".to_vec())), 1);
    let mut opened = open(Cursor::new(&bytes), None).expect("opens");
    let report = verify(&mut opened, None, &Quiet).expect("a report");
    assert_eq!(report.outcome, Outcome::Altered);
    let folder = tempfile::tempdir().expect("a temporary folder");
    unpack(&mut opened, &folder.path().join("a/b"), &Quiet).expect("the rest");
    assert!(!folder.path().join("evil").exists() && !folder.path().join("a/evil").exists());
}

#[test]
fn bytes_before_between_and_after_are_told() {
    let bytes = unsealed();
    let after = report(&[&bytes[..], b"more"].concat());
    assert_eq!(
        (after.outcome, after.findings[0].code.as_str()),
        (Outcome::Altered, "archive-trailing")
    );
    let before = open(Cursor::new([b"PKxx", &bytes[..]].concat()), None);
    assert!(before.is_err() || report(&[b"PKxx", &bytes[..]].concat()).outcome == Outcome::Altered);
}

#[test]
fn a_name_twice_or_only_differing_in_case_is_told() {
    let mut files = unzipped(&unsealed());
    files.push(files[0].clone());
    let twice = report(&layout::pack(files));
    assert_eq!(findings(&twice), [("duplicate-name", Some("bagit.txt"))]);
    assert_eq!(twice.outcome, Outcome::Altered);
    let alike = report(&repacked(|files| files.push(("BAGIT.txt".into(), vec![]))));
    assert!(findings(&alike).iter().any(|(code, _)| *code == "duplicate-name"));
}

#[test]
fn compressed_files_are_told_and_never_inflated() {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in unzipped(&unsealed()) {
        let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        out.start_file(path, packed).expect("a new name");
        out.write_all(&bytes).expect("into memory");
    }
    let bytes = out.finish().expect("into memory").into_inner();
    assert_eq!(report(&bytes).outcome, Outcome::Altered);
}

#[test]
fn a_directory_that_claims_the_impossible_is_refused() {
    let bytes = unsealed();
    let end = bytes.len() - 22;
    for (at, len) in [(8, 4), (12, 4), (16, 4), (8, 12)] {
        let mut changed = bytes.clone();
        changed[end + at..end + at + len].fill(0xff);
        let opened = open(Cursor::new(&changed), None);
        assert!(opened.is_err() || report(&changed).outcome == Outcome::Altered);
    }
}

#[test]
fn a_manifest_that_lies_in_a_signed_dossier_is_told() {
    for (was, is) in [
        ("E-001/IMG_0001.png", "E-009/IMG_0001.png"),
        ("\"sha256\":", "\"sha255\":"),
    ] {
        let change = |files: &mut Vec<_>| {
            let text = String::from_utf8(find(files, "data/dossier.json").clone()).expect("JSON");
            *find(files, "data/dossier.json") = text.replace(was, is).into_bytes();
        };
        let found = report(&layout::resigned(change, 1)).findings;
        assert!(found.iter().any(|one| one.code == "bad-contents"), "{is}: {found:?}");
    }
    let later = layout::resigned(
        |files| {
            let text = String::from_utf8(find(files, "data/dossier.json").clone()).expect("JSON");
            *find(files, "data/dossier.json") = text.replace("\"version\":1", "\"version\":2").into_bytes();
        },
        1,
    );
    let mut opened = open(Cursor::new(&later), None).expect("opens");
    verify(&mut opened, None, &Quiet).expect("a report");
    assert!(matches!(opened.contents(), Err(Error::UnknownVersion)));
}

/// Packs files in our layout, from the format's description and without our writer.
mod layout {
    use super::*;

    pub fn resigned(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>), seed: u64) -> Vec<u8> {
        let mut files = unzipped(&unsealed());
        change(&mut files);
        let digest = |bytes: &[u8]| -> Sha256Digest { seal::sha256(bytes) };
        let lines = |files: &[(String, Vec<u8>)], payload: bool| -> String {
            let mut lines: Vec<_> = files
                .iter()
                .filter(|(path, _)| path.starts_with("data/") == payload && !path.starts_with("tag"))
                .collect();
            lines.sort();
            lines
                .iter()
                .map(|(path, bytes)| format!("{}  {path}\n", digest(bytes)))
                .collect()
        };
        let (size, count) = files
            .iter()
            .filter(|(path, _)| path.starts_with("data/"))
            .fold((0, 0), |(s, n), (_, b)| (s + b.len(), n + 1));
        *find(&mut files, "bag-info.txt") = format!("Payload-Oxum: {size}.{count}\n").into_bytes();
        *find(&mut files, "manifest-sha256.txt") = lines(&files, true).into_bytes();
        let tag = lines(&files, false);
        *find(&mut files, "tagmanifest-sha256.txt.sig") = signer(seed)
            .sign(NAMESPACE, tag.as_bytes())
            .expect("signs")
            .into_bytes();
        *find(&mut files, "tagmanifest-sha256.txt") = tag.into_bytes();
        pack(files)
    }

    pub fn pack(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
        let (mut out, mut directory, count) = (Vec::new(), Vec::new(), files.len() as u16);
        for (path, bytes) in files {
            let (at, name, crc) = (out.len() as u32, path.as_bytes(), crc32fast::hash(&bytes));
            let numbers = |crc: u32, len: u32| [crc.to_le_bytes(), len.to_le_bytes(), len.to_le_bytes()].concat();
            let common = |numbers: &[u8]| {
                [
                    &[20, 0, 8, 8, 0, 0, 0x5c, 0x64, 0x69, 0x5d][..],
                    numbers,
                    &(name.len() as u16).to_le_bytes(),
                    &[0, 0],
                ]
                .concat()
            };
            let sizes = numbers(crc, bytes.len() as u32);
            out.extend(
                [
                    &b"PK\x03\x04"[..],
                    &common(&[0; 12]),
                    name,
                    &bytes,
                    b"PK\x07\x08",
                    &sizes,
                ]
                .concat(),
            );
            let tail = [&[0; 6][..], &[0, 0, 0xa4, 0x81], &at.to_le_bytes()].concat();
            directory.extend([&b"PK\x01\x02\x2d\x03"[..], &common(&sizes), &tail, name].concat());
        }
        let (at, len) = ((out.len() as u32).to_le_bytes(), (directory.len() as u32).to_le_bytes());
        let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
        [
            out,
            directory,
            b"PK\x05\x06\0\0\0\0".to_vec(),
            counts,
            len.to_vec(),
            at.to_vec(),
            vec![0, 0],
        ]
        .concat()
    }
}
