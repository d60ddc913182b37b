//! A disk with a bad sector, and a folder that does not open: reading fails with EIO, as libc says it to the real program. What
//! is there costs what lies on it; everything else is backed up, restored, checked, set apart.

use journeys::{Program, Run, fixture};
use std::fs;
use std::path::{Path, PathBuf};

/// The program with three items, one of them large; and the sealed file of that one.
fn filled() -> (Program, PathBuf) {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    program.ok(&["source", "add", "x.locker", "Heron"]);
    fs::write(program.at("large.bin"), vec![7; 3 << 20]).expect("a file");
    let (picture, text) = (fixture("pictures/gps.jpg"), fixture("texts/ru.utf-8-bom.txt"));
    let paths = [
        "large.bin",
        picture.to_str().expect("a path"),
        text.to_str().expect("a path"),
    ];
    let mut import = vec!["import", "x.locker", "--source", "Heron"];
    import.extend(paths);
    program.ok(&import);
    let large = largest(&program.at("x.locker/blobs"));
    (program, large)
}

fn largest(blobs: &Path) -> PathBuf {
    let shelves = fs::read_dir(blobs).expect("a folder").flatten();
    let files = shelves.flat_map(|shelf| fs::read_dir(shelf.path()).expect("a shelf").flatten());
    let largest = files
        .map(|file| file.path())
        .max_by_key(|path| path.metadata().map_or(0, |meta| meta.len()));
    largest.expect("some")
}

/// The last two parts of a path: those of the locker's or of the backup's.
fn below(path: &Path, root: &str) -> String {
    let tail: Vec<_> = path.iter().rev().take(3).map(|part| part.to_string_lossy()).collect();
    format!("{root}/{}/{}/{}", tail[2], tail[1], tail[0])
}

/// Runs with such a disk.
fn run_on(program: &Program, bad: &str, args: &[&str]) -> Run {
    let mut all = vec!["--json", "--passphrase-file", "pass"];
    all.extend(args);
    let mut command = program.command(&all);
    command
        .env("LD_PRELOAD", power::preload::bad_disk())
        .env("BAD_DISK", bad);
    Run::of(command.output().expect("the program starts"))
}

fn names(run: &Run, at: &[&str]) -> Vec<String> {
    let found = at.iter().fold(&run.json, |json, key| &json[*key]);
    let all = found.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
}

#[test]
fn a_bad_sector_in_the_locker_costs_one_item_in_check_quarantine_and_backup() {
    let (program, large) = filled();
    let bad = format!("{}:1500000", below(&large, "x.locker"));
    let check = run_on(&program, &bad, &["check", "x.locker"]);
    assert_eq!(check.code, 4, "{}", check.err);
    assert_eq!(names(&check, &["damaged"]), ["E-001"]);
    assert_eq!(names(&check, &["unreadable"]), ["E-001"]);
    assert_eq!(
        (&check.json["blobs"], &check.json["database"]),
        (&2.into(), &true.into())
    );

    let apart = run_on(&program, &bad, &["check", "--quarantine", "x.locker"]);
    assert_eq!(apart.code, 4, "{}", apart.err);
    let readable = apart.json["set_apart"][0]["readable"].as_u64();
    assert!(
        readable.is_some_and(|bytes| (2 << 20..3 << 20).contains(&bytes)),
        "{readable:?}"
    );

    let backup = run_on(&program, &bad, &["backup", "x.locker", "stick"]);
    assert_eq!(
        (backup.code, &backup.json["incomplete"]),
        (4, &1.into()),
        "{}",
        backup.err
    );
    assert_eq!(names(&backup, &["damaged"]), ["E-001"]);
    let restored = program.run(&["restore", "stick", "a"]);
    assert_eq!((restored.code, &restored.json["lost"]), (4, &1.into()));
    assert_eq!(names(&restored, &["check", "damaged"]), ["E-001"]);
    assert_eq!(restored.json["check"]["blobs"], 2);

    let healed = program.ok(&["backup", "x.locker", "stick"]);
    assert_eq!((&healed["incomplete"], &healed["verified"]), (&0.into(), &true.into()));
    assert_eq!(program.ok(&["restore", "stick", "b"])["sound"], true);
}

#[test]
fn a_folder_of_the_locker_that_does_not_open_costs_what_is_in_it() {
    let (program, large) = filled();
    let shelf = below(&large, "x.locker");
    let shelf = shelf.rsplit_once('/').expect("a shelf").0;
    let check = run_on(&program, shelf, &["check", "x.locker"]);
    assert_eq!(
        (check.code, names(&check, &["unreadable"])),
        (4, vec!["E-001".to_owned()]),
        "{}",
        check.err
    );
    let backup = run_on(&program, shelf, &["backup", "x.locker", "stick"]);
    assert_eq!(
        (backup.code, &backup.json["incomplete"]),
        (4, &1.into()),
        "{}",
        backup.err
    );
}

#[test]
fn a_bad_sector_on_the_stick_costs_one_item_of_a_restore_and_nothing_of_the_next_backup() {
    let (program, _) = filled();
    program.ok(&["backup", "x.locker", "stick"]);
    let there = below(&largest(&program.at("stick/blobs")), "stick");
    let restored = run_on(&program, &format!("{there}:1500000"), &["restore", "stick", "a"]);
    assert_eq!(
        (restored.code, &restored.json["lost"]),
        (4, &1.into()),
        "{}",
        restored.err
    );
    assert_eq!(names(&restored, &["check", "damaged"]), ["E-001"]);
    let head = run_on(
        &program,
        "stick/vouchsafe-backup:0\nstick/vouchsafe-backup",
        &["restore", "stick", "b"],
    );
    assert_eq!(head.error(), "backup-gone", "no head opens");
}

#[test]
fn a_locker_whose_whole_disk_fails_is_not_called_full_of_damage() {
    let (program, large) = filled();
    let dead = format!(
        "{}:0\nx.locker/slots:528384\nx.locker/slots:0",
        below(&large, "x.locker")
    );
    let check = run_on(&program, &dead, &["check", "x.locker"]);
    assert_ne!(check.code, 0);
    assert!(
        ["slots-damaged", "disk-failed"].contains(&check.error()),
        "{}",
        check.error()
    );
}
