//! A locker carried elsewhere and brought back: backup, wipe, restore.

use journeys::{Bench, Program, fixture, passphrase};
use locker::{Error, OpenLocker, Passphrase, Quiet, restore};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

/// Every original, byte for byte.
fn originals(open: &OpenLocker) -> BTreeMap<String, Vec<u8>> {
    let rows = open.evidence_list(None).expect("a list");
    let bytes = |id: &str| {
        let mut out = Vec::new();
        open.copy_out(id, &mut out, &Quiet).expect("whole");
        out
    };
    rows.into_iter()
        .map(|row| (row.id.to_string(), bytes(&row.id.to_string())))
        .collect()
}

fn filled() -> Bench {
    let bench = Bench::new();
    bench.import(&fixture("telegram/single"));
    bench.one(&fixture("pictures/gps.jpg"));
    bench.one(&fixture("texts/ru.utf-8-bom.txt"));
    bench
}

#[test]
fn a_wiped_locker_is_brought_back_whole_with_its_log_and_its_search() {
    let bench = filled();
    let stick = bench.folder.path().join("stick");
    let (before, head) = (originals(&bench.open), bench.open.view().expect("a view").head.line);
    let done = bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    assert!(done.verified && done.missing.is_empty());
    let again = bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    assert_eq!((again.copied, again.kept, again.removed), (0, done.copied, 0));
    bench.open.lock();
    assert!(
        locker::wipe(&bench.locker(), &bench.env)
            .left
            .iter()
            .all(|code| code != "blobs-left")
    );
    let to = bench.folder.path().join("back.locker");
    let (open, view) = restore(&stick, &to, &passphrase(), None, &bench.env, &Quiet).expect("whole");
    assert!(view.sound && view.lost == 0, "{view:?}");
    assert_eq!(
        originals(&open).keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    assert!(originals(&open) == before, "byte for byte");
    assert!(open.log_verify().expect("a log").broken.is_empty());
    assert_ne!(open.view().expect("a view").head.line, head, "the log went on");
    assert_eq!(open.standing(), None);
}

#[test]
fn a_backup_inside_the_locker_is_refused() {
    let bench = Bench::new();
    for inside in ["copy", "blobs/copy", "blobs/../copy"] {
        let refused = bench.open.back_up(&bench.locker().join(inside), true, &Quiet);
        assert_eq!(refused.err(), Some(Error::BadRequest), "{inside}");
    }
}

#[test]
fn by_hand_a_backup_is_made_restored_and_what_is_wrong_with_it_is_said() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    program.ok(&["source", "add", "x.locker", "Heron"]);
    let paths = [fixture("pictures/gps.jpg"), fixture("texts/ru.utf-8-bom.txt")];
    let import = ["import", "x.locker", "--source", "Heron"];
    let mut args: Vec<&str> = import.to_vec();
    args.extend(paths.iter().filter_map(|path| path.to_str()));
    program.ok(&args);
    let made = program.ok(&["backup", "x.locker", "stick"]);
    assert_eq!((&made["removed"], &made["verified"]), (&0.into(), &true.into()));
    assert!(
        made["copied"].as_u64() >= Some(2) && made["bytes"].as_u64() > Some(0),
        "{made}"
    );
    let quick = program.ok(&["backup", "x.locker", "stick", "--quick"]);
    assert_eq!((&quick["copied"], &quick["verified"]), (&0.into(), &false.into()));

    let shown = program
        .command(&["--passphrase-file", "pass", "restore", "stick", "shown"])
        .output();
    let shown = String::from_utf8(shown.expect("starts").stdout).expect("text");
    let first = shown.lines().next().unwrap_or_default();
    let made = program.ok(&["restore", "stick", "again"])["made"]
        .as_str()
        .map(str::to_owned);
    assert!(
        made.is_some_and(|made| first.contains(&made)),
        "its day, before anything else: {first}"
    );
    let back = program.ok(&["restore", "stick", "back"]);
    assert!(back["path"].as_str().is_some_and(|path| path.ends_with("back.locker")));
    assert_eq!(back["sound"], true);
    let cat = program.run(&["evidence", "cat", "back.locker", "E-001"]);
    assert_eq!(cat.out, fs::read(&paths[0]).expect("a picture"));

    fs::write(program.at("wrong"), "no such passphrase\n").expect("a file");
    let wrong = program
        .command(&["--json", "--passphrase-file", "wrong", "restore", "stick", "c"])
        .output();
    let wrong = journeys::Run::of(wrong.expect("starts"));
    assert_eq!((wrong.code, wrong.error()), (3, "wrong-passphrase"));
    let none = program.run(&["restore", "x.locker", "c"]);
    assert_eq!((none.code, none.error()), (1, "not-a-backup"));

    let blobs = files_below(&program.at("stick/blobs"));
    let largest = blobs
        .iter()
        .max_by_key(|path| path.metadata().map_or(0, |meta| meta.len()))
        .expect("some");
    let mut bytes = fs::read(largest).expect("a blob");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(largest, bytes).expect("writable");
    let partly = program.run(&["restore", "stick", "d"]);
    assert_eq!(
        (partly.code, &partly.json["sound"], &partly.json["lost"]),
        (4, &false.into(), &1.into())
    );
    assert_eq!(partly.json["check"]["damaged"].as_array().map(Vec::len), Some(1));
    assert_eq!(partly.json["check"]["blobs"], 1, "the other one is whole");
    for head in ["vouchsafe-backup", "vouchsafe-backup-2"] {
        fs::write(program.at("stick").join(head), b"vouchsafe backup and then nothing").expect("writable");
    }
    let damaged = program.run(&["restore", "stick", "e"]);
    assert_eq!((damaged.code, damaged.error()), (4, "backup-damaged"));
    assert!(!program.at("e.locker").exists());
}

#[test]
fn a_passphrase_that_was_changed_opens_the_backup_after_the_next_run() {
    let bench = filled();
    let stick = bench.folder.path().join("stick");
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    let new = Passphrase::new(b"another one altogether");
    bench
        .open
        .change_passphrase(&passphrase(), &new, None)
        .expect("changed");
    bench.open.back_up(&stick, false, &Quiet).expect("a backup");
    let to = bench.folder.path().join("back.locker");
    let old = restore(&stick, &to, &passphrase(), None, &bench.env, &Quiet);
    assert_eq!(old.err(), Some(Error::WrongPassphrase));
    assert!(restore(&stick, &to, &new, None, &bench.env, &Quiet).is_ok());
}

#[test]
fn what_is_damaged_is_marked_the_rest_goes_on_and_the_same_file_taken_in_again_lifts_the_mark() {
    let bench = Bench::new();
    let large = bench.folder.path().join("large.bin");
    fs::write(&large, vec![7; 3 * 262_144]).expect("a file");
    let id = bench.one(&large).id.expect("added");
    let other = bench.one(&fixture("pictures/gps.jpg")).id.expect("added");
    let blobs = files_below(&bench.locker().join("blobs"));
    let largest = blobs
        .iter()
        .max_by_key(|path| path.metadata().map_or(0, |meta| meta.len()))
        .expect("some");
    let mut bytes = fs::read(largest).expect("a blob");
    bytes[300_000] ^= 1; // in the second of three pieces
    fs::write(largest, bytes).expect("writable");
    for _again in 0..2 {
        let report = bench.open.check_and_set_apart(&Quiet).expect("a report");
        assert_eq!((report.check.damaged.len(), report.set_apart.len()), (1, 1));
        assert_eq!(
            (&report.set_apart[0].id, report.set_apart[0].readable),
            (&id, 2 * 262_144)
        );
        let notes = bench.open.evidence(&id).expect("shown").notes;
        assert_eq!(notes.iter().filter(|note| note.code == "original-damaged").count(), 1);
    }
    bench
        .open
        .copy_out(&other, &mut Vec::new(), &Quiet)
        .expect("the other one is whole");
    bench.one(&large);
    let report = bench.open.check_and_set_apart(&Quiet).expect("a report");
    assert!(report.check.is_sound() && report.set_apart.is_empty());
    assert!(
        bench
            .open
            .evidence(&id)
            .expect("shown")
            .notes
            .iter()
            .all(|note| note.code != "original-damaged")
    );
}
