//! What the folder promises: one process, no half-made locker, clear words where it cannot be written.

use super::*;
use crate::BlobId;
use crate::fail::{arm, killed_at};
use model::Quiet;
use seal::{Passphrase, SystemRandomness};
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

fn create(root: &Path) -> Result<(Folder, Keys)> {
    let passphrase = Passphrase::copy_of("first").expect("short");
    let secret = Secret {
        passphrase: &passphrase,
        key_file: None,
    };
    Folder::create(root, &secret, KdfParams::cheap_for_tests(), &SystemRandomness)
}

fn open(root: &Path) -> Result<Folder> {
    Folder::open(root, &SystemRandomness)
}

fn name() -> BlobId {
    BlobId::make(&SystemRandomness).expect("randomness")
}

fn outer() -> (TempDir, PathBuf) {
    let outer = tempfile::tempdir().expect("a temporary folder");
    let root = outer.path().join("case.locker");
    (outer, root)
}

#[test]
fn a_locker_is_made_once_and_opened_by_one_process_at_a_time() {
    let (_outer, root) = outer();
    let (first, _keys) = create(&root).expect("creates");
    assert_eq!(create(&root).err(), Some(Error::LockerExists));
    assert_eq!(open(&root).err(), Some(Error::LockerInUse));
    drop(first);
    let second = open(&root).expect("free again");
    assert_eq!(open(&root).err(), Some(Error::LockerInUse));
    assert!(second.require_writable().is_ok());
    assert_eq!(fs::metadata(&root).expect("there").permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_program_that_is_just_being_started_does_not_keep_a_closed_locker_in_use() {
    let (_outer, root) = outer();
    let (first, _keys) = create(&root).expect("creates");
    let as_a_child_has_it = first.slots().file().try_clone().expect("a copy");
    drop(first);
    assert!(open(&root).is_ok(), "it was closed");
    drop(as_a_child_has_it);
}

#[test]
fn what_is_no_locker_is_not_opened_and_not_filled() {
    let (outer, root) = outer();
    assert_eq!(open(&root).err(), Some(Error::NotALocker));
    assert_eq!(open(outer.path()).err(), Some(Error::NotALocker));
    fs::create_dir(&root).expect("writable");
    fs::write(root.join("note.txt"), "mine").expect("writable");
    assert_eq!(create(&root).err(), Some(Error::LockerExists));
    fs::remove_file(root.join("note.txt")).expect("there");
    assert!(create(&root).is_ok(), "an empty folder is filled");
}

#[test]
fn what_a_creation_cut_short_leaves_is_not_in_the_way() {
    let (_outer, root) = outer();
    assert!(killed_at("create-slots", || drop(create(&root))));
    assert!(root.join("blobs").exists());
    assert!(create(&root).is_ok());
}

#[test]
fn a_creation_that_fails_leaves_nothing() {
    for place in ["create-slots", "slots-a", "slots-b-synced"] {
        let (outer, root) = outer();
        arm(Some(place));
        assert_eq!(create(&root).err(), Some(Error::Io(5)), "{place} is passed");
        arm(None);
        assert!(
            fs::read_dir(outer.path()).expect("there").next().is_none(),
            "something stayed after {place}"
        );
    }
}

/// Root may write anywhere but on a disk that is mounted for reading.
#[test]
fn a_read_only_disk_is_called_one() {
    let (outer, root) = outer();
    drop(create(&root).expect("creates"));
    let run = |args: &[&str]| {
        let status = std::process::Command::new(args[0])
            .args(&args[1..])
            .arg(outer.path())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let path = outer.path().to_str().expect("a plain path").to_string();
    if !run(&["mount", "--bind", &path]) {
        eprintln!("skipped: mounting a read-only disk needs root");
        return;
    }
    let remounted = run(&["mount", "-o", "remount,ro,bind"]);
    let passphrase = Passphrase::copy_of("first").expect("short");
    let secret = Secret {
        passphrase: &passphrase,
        key_file: None,
    };
    let opened = open(&root).map(|folder| {
        let opens = folder.slots().open(&secret).is_ok();
        let taken = folder
            .blobs()
            .take_in(name(), &mut &b"x"[..], &SystemRandomness, &Quiet, 0)
            .err();
        (folder.require_writable().err(), opens, taken)
    });
    let made = create(&outer.path().join("other.locker")).err();
    run(&["umount"]);
    assert!(remounted);
    assert_eq!(
        opened.ok(),
        Some((Some(Error::ReadOnly), true, Some(Error::ReadOnly))),
        "opens for reading"
    );
    assert_eq!(made, Some(Error::ReadOnly));
}
