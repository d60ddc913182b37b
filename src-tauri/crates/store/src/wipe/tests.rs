//! What a wipe promises: no byte of a slot is left in the file's own blocks, every cut is finished by the next start, and
//! nothing that is not the locker's is touched.

use super::*;
use crate::fail::{arm, killed_at};
use crate::{Folder, Secret};
use model::Quiet;
use seal::{KdfParams, Passphrase, SystemRandomness};
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

fn locker() -> (TempDir, PathBuf) {
    let outer = tempfile::tempdir().expect("a temporary folder");
    let root = outer.path().join("case.locker");
    let passphrase = Passphrase::copy_of("first").expect("short");
    let secret = Secret {
        passphrase: &passphrase,
        key_file: None,
    };
    let (folder, _keys) =
        Folder::create(&root, &secret, KdfParams::cheap_for_tests(), &SystemRandomness).expect("creates");
    for i in 0..20 {
        let taken = folder.blobs().take_in(
            BlobId::make(&SystemRandomness).expect("randomness"),
            &mut &vec![i; 10_000][..],
            &SystemRandomness,
            &Quiet,
            0,
        );
        taken.expect("room");
    }
    for name in ["db", "db-wal", "db-shm"] {
        fs::write(root.join(name), vec![0x77; 5000]).expect("writable");
    }
    (outer, root)
}

fn run(root: &Path) -> WipeReport {
    wipe(root, &SystemRandomness, &Quiet)
}

#[test]
fn nothing_is_left_of_a_wiped_locker() {
    let (outer, root) = locker();
    let report = run(&root);
    assert_eq!(report.left, [""; 0]);
    assert!(report.keys_destroyed_ms <= report.total_ms);
    assert!(!root.exists() && entries(outer.path()).is_empty());
}

#[test]
fn the_slots_are_overwritten_in_their_own_blocks_before_they_are_unlinked() {
    let (_outer, root) = locker();
    let held = File::open(root.join("slots")).expect("there"); // keeps the inode readable after the unlink
    let (inode, before) = (
        held.metadata().expect("open").ino(),
        fs::read(root.join("slots")).expect("there"),
    );
    run(&root);
    let mut after = vec![0; before.len()];
    held.read_exact_at(&mut after, 0).expect("the same length");
    assert_eq!(
        (
            held.metadata().expect("open").ino(),
            held.metadata().expect("open").len()
        ),
        (inode, before.len() as u64)
    );
    let kept = before
        .chunks(16)
        .zip(after.chunks(16))
        .filter(|(old, new)| old == new)
        .count();
    assert_eq!(kept, 0, "16 bytes of the slots file are as they were");
}

#[test]
fn heads_of_blobs_and_database_are_overwritten_before_they_are_unlinked() {
    let (_outer, root) = locker();
    let blob = blob_paths(&root.join("blobs")).pop().expect("twenty");
    let (db, blob) = (
        File::open(root.join("db")).expect("there"),
        (File::open(&blob).expect("there"), fs::read(&blob).expect("there")),
    );
    run(&root);
    let mut head = [0; 72];
    db.read_exact_at(&mut head, 0).expect("long enough");
    assert_ne!(head, [0x77; 72]);
    blob.0.read_exact_at(&mut head, 0).expect("long enough");
    assert_ne!(head[..], blob.1[..72]);
}

#[test]
fn a_wipe_cut_short_anywhere_is_finished_by_the_next_start() {
    let places = [
        "wipe-slots-twice",
        "wipe-mark",
        "wipe-heads",
        "wipe-database",
        "wipe-blobs",
    ];
    for place in places {
        let (_outer, root) = locker();
        assert!(killed_at(place, || drop(run(&root))), "{place} is passed");
        assert!(was_interrupted(&root), "cut at {place}");
        assert_eq!(
            Folder::open(&root, &SystemRandomness).err(),
            Some(Error::LockerWiped),
            "cut at {place}"
        );
        assert!(!root.exists(), "finished after a cut at {place}");
    }
}

#[test]
fn a_wipe_cut_short_before_its_first_write_has_not_begun() {
    let (_outer, root) = locker();
    assert!(killed_at("wipe-slots-once", || drop(run(&root))));
    assert!(Folder::open(&root, &SystemRandomness).is_ok());
}

#[test]
fn a_wipe_killed_after_the_first_copy_leaves_no_locker_that_opens() {
    let (_outer, root) = locker();
    let file = OpenOptions::new().write(true).open(root.join("slots")).expect("there");
    file.write_all_at(&WIPED, 0).expect("writable"); // the first sector of A, and then the power went
    assert!(was_interrupted(&root));
    assert_eq!(Folder::open(&root, &SystemRandomness).err(), Some(Error::LockerWiped));
    assert!(!root.exists());
}

#[test]
fn a_step_that_fails_does_not_keep_the_others_from_their_work() {
    let steps = [
        ("wipe-slots-once", "slots-not-overwritten"),
        ("wipe-mark", "mark-not-written"),
        ("wipe-heads", "heads-not-overwritten"),
    ];
    for (place, code) in steps {
        let (_outer, root) = locker();
        arm(Some(place));
        let report = run(&root);
        arm(None);
        assert_eq!(report.left, [code]);
        assert!(!root.exists(), "everything was unlinked in spite of {code}");
    }
    for (place, code) in [("wipe-database", "database-left"), ("wipe-blobs", "blobs-left")] {
        let (_outer, root) = locker();
        arm(Some(place));
        let report = run(&root);
        arm(None);
        assert_eq!(report.left, [code]);
        assert!(
            !root.join("slots").exists() && was_interrupted(&root),
            "the next start tries again after {code}"
        );
    }
}

#[test]
fn what_is_not_the_lockers_stays() {
    let (outer, root) = locker();
    let outside = outer.path().join("outside");
    fs::create_dir(&outside).expect("writable");
    fs::write(outside.join("ab".repeat(16)), "precious").expect("writable");
    fs::write(root.join("note.txt"), "mine").expect("writable");
    std::os::unix::fs::symlink(&outside, root.join("blobs").join("link")).expect("writable");
    let report = run(&root);
    assert_eq!(report.left, ["foreign-files-left"]);
    assert_eq!(
        fs::read_to_string(outside.join("ab".repeat(16))).expect("untouched"),
        "precious"
    );
    assert_eq!(fs::read_to_string(root.join("note.txt")).expect("untouched"), "mine");
    assert!(!root.join("wiping").exists(), "nothing is left to finish");
}

#[test]
fn a_linked_slots_file_is_not_followed() {
    let (outer, root) = locker();
    let victim = outer.path().join("victim");
    fs::write(&victim, "precious").expect("writable");
    fs::remove_file(root.join("slots")).expect("there");
    std::os::unix::fs::symlink(&victim, root.join("slots")).expect("writable");
    run(&root);
    assert_eq!(fs::read_to_string(&victim).expect("untouched"), "precious");
}

#[test]
fn a_folder_that_is_no_locker_is_not_touched() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("db"), "somebody else's").expect("writable");
    assert_eq!(run(folder.path()).left, ["not-a-locker"]);
    assert_eq!(run(&folder.path().join("nowhere")).left, ["not-a-locker"]);
    assert!(folder.path().join("db").exists());
}

/// Wipes at the first random byte that is asked of it: after the slots were read, before they are written again.
struct Meanwhile {
    root: PathBuf,
    cut_at: Option<&'static str>,
    done: AtomicBool,
}

impl Randomness for Meanwhile {
    fn fill(&self, out: &mut [u8]) -> std::result::Result<(), seal::SealError> {
        if !self.done.swap(true, Ordering::SeqCst) {
            match self.cut_at {
                Some(place) => assert!(killed_at(place, || drop(run(&self.root)))),
                None => assert_eq!(run(&self.root).left, [""; 0]),
            }
        }
        SystemRandomness.fill(out)
    }
}

#[test]
fn an_unlock_that_a_wipe_overtakes_does_not_write_the_keys_back() {
    for cut_at in [None, Some("wipe-slots-twice"), Some("wipe-mark"), Some("wipe-database")] {
        let (_outer, root) = locker();
        let held = File::open(root.join("slots")).expect("there"); // keeps the inode readable after the unlink
        let slots = crate::slots::Slots::at(&root.join("slots")).expect("there");
        let passphrase = Passphrase::copy_of("first").expect("short");
        let secret = Secret {
            passphrase: &passphrase,
            key_file: None,
        };
        let meanwhile = Meanwhile {
            root: root.clone(),
            cut_at,
            done: AtomicBool::new(false),
        };
        assert_eq!(
            slots
                .renew(&slots.open(&secret).expect("not wiped yet"), 0, 0, &meanwhile)
                .err(),
            Some(Error::LockerWiped),
            "{cut_at:?}"
        );
        for place in [0, COPY_LEN as u64] {
            let mut start = [0; WIPED.len()];
            held.read_exact_at(&mut start, place).expect("the same length");
            assert_eq!(start, WIPED, "{cut_at:?}");
        }
    }
}
