//! What an unlock promises: an old part that was put back is told from a crash, and what an older database does not know is
//! never deleted.

use super::*;
use crate::db::{NewItem, SealedBlob};
use crate::fail::killed_at;
use crate::files::sync_dir;
use crate::testing::{at, entry, item, source};
use model::{Kind, Quiet};
use seal::{Passphrase, SystemRandomness};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

struct Place {
    _outer: TempDir,
    root: PathBuf,
}

fn secret(passphrase: &Passphrase) -> Secret<'_> {
    Secret {
        passphrase,
        key_file: None,
    }
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::copy_of(text).expect("short")
}

impl Place {
    fn new() -> Self {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let root = outer.path().join("case.locker");
        let first = passphrase("first");
        let made = create(&root, &secret(&first), KdfParams::cheap_for_tests(), &SystemRandomness);
        drop(made.expect("creates"));
        Self { _outer: outer, root }
    }

    fn unlock(&self) -> Result<Unlocked> {
        self.unlock_with("first")
    }

    fn unlock_with(&self, text: &str) -> Result<Unlocked> {
        unlock(&self.root, &secret(&passphrase(text)), at(0), &SystemRandomness)
    }

    fn copy(&self, name: &str) -> Vec<u8> {
        fs::read(self.root.join(name)).expect("a closed locker has no log beside its database")
    }

    fn put_back(&self, name: &str, bytes: &[u8]) {
        fs::write(self.root.join(name), bytes).expect("writable");
        let _ = fs::remove_file(self.root.join(format!("{name}-wal")));
    }
}

/// Takes in a blob; its row is the caller's.
fn take_in(open: &Unlocked, content: &[u8]) -> BlobId {
    let name = open.db.blob_name(&SystemRandomness).expect("room");
    let blobs = open.folder.blobs();
    let taken = blobs.take_in(name, &mut &content[..], &SystemRandomness, &Quiet, 0);
    taken.expect("room").id
}

fn keep(open: &Unlocked, blob: BlobId) {
    let done = open.db.change(|change| {
        change.log(&entry(Act::TakenIn, "E-001"), &SystemRandomness)?;
        let source = match change.source_named("Heron")? {
            Some(source) => source,
            None => change.add_source(&source("Heron"))?,
        };
        let original = SealedBlob {
            name: blob.to_string(),
            wrapped_key: vec![2; 60],
        };
        change.add_item(&NewItem {
            original,
            ..item(source, Kind::Other, "a")
        })
    });
    done.map(drop).expect("kept");
}

fn there(open: &Unlocked) -> Vec<BlobId> {
    let mut ids = open.folder.blobs().list().expect("a folder").0;
    ids.sort();
    ids
}

fn acts(open: &Unlocked) -> Vec<Act> {
    let rows = open.db.read().log_entries(None, 0, 100).expect("a log");
    rows.into_iter().map(|row| row.entry.act).collect()
}

#[test]
fn what_an_import_left_half_done_goes_and_what_was_kept_stays() {
    let place = Place::new();
    let open = place.unlock().expect("opens");
    let (kept, _orphan) = (take_in(&open, b"kept"), take_in(&open, b"cut short"));
    keep(&open, kept);
    drop(open);
    let open = place.unlock().expect("opens");
    assert_eq!(
        (open.standing, open.swept.removed, open.swept.strays),
        (Standing::Agree, 1, 0)
    );
    assert_eq!(there(&open), [kept]);
    assert!(open.db.read().loose_names().expect("read").is_empty());
}

#[test]
fn a_page_that_is_damaged_is_told_and_what_it_does_not_hold_still_opens() {
    let place = Place::new();
    let open = place.unlock().expect("opens");
    let kept = take_in(&open, b"kept");
    keep(&open, kept);
    drop(open);
    let (whole, slots) = (place.copy("db"), place.copy("slots"));
    let opened = (2..whole.len() / 16_384).filter(|page| {
        let mut damaged = whole.clone();
        damaged[page * 16_384 + 5_000] ^= 1;
        place.put_back("db", &damaged);
        place.put_back("slots", &slots);
        let open = place.unlock();
        let told = open.as_ref().is_ok_and(|open| open.standing == Standing::RowsAltered);
        let quiet = open.as_ref().is_ok_and(|open| open.standing == Standing::Agree);
        assert!(
            !quiet || !open.expect("it is").db.check().expect("checks").is_intact(),
            "page {page}"
        );
        told
    });
    let (opened, pages) = (opened.count(), whole.len() / 16_384);
    assert!(
        opened > pages / 3,
        "{opened} of {pages} damaged pages leave a locker that opens"
    );
}

#[test]
fn an_older_database_put_back_is_told_and_no_blob_it_does_not_know_is_lost() {
    let place = Place::new();
    let open = place.unlock().expect("opens");
    let early = take_in(&open, b"early");
    keep(&open, early);
    take_in(&open, b"a name that waits, and many that were given out with it");
    drop(open);
    let old = place.copy("db");
    let open = place.unlock().expect("opens");
    let late = take_in(&open, b"late");
    keep(&open, late);
    drop(open);
    let new = place.copy("db");
    place.put_back("db", &old);
    for _ in 0..2 {
        let open = place.unlock().expect("opens");
        assert!(
            there(&open).contains(&late),
            "what the older database never heard of is kept"
        );
        assert_eq!(
            open.folder.strays(&open.db.read(), &[]).expect("counts"),
            open.swept.strays
        );
        assert!(open.swept.strays >= 1);
        assert_eq!(acts(&open).iter().filter(|act| **act == Act::OlderPartFound).count(), 1);
    }
    place.put_back("db", &old);
    assert_eq!(place.unlock().expect("opens").standing, Standing::DatabaseOlder);
    place.put_back("db", &new);
    let open = place.unlock().expect("opens");
    let known = open.db.read().blob_names().expect("read");
    assert!(
        known.contains(&late.to_string()) && there(&open).contains(&late),
        "as if nothing had been"
    );
}

#[test]
fn names_that_an_older_database_calls_loose_are_not_swept() {
    let place = Place::new();
    let open = place.unlock().expect("opens");
    let waits = take_in(&open, b"not kept yet");
    drop(open);
    let old = place.copy("db"); // it calls `waits` loose
    fs::copy(place.root.join("db"), place.root.join("aside")).expect("room");
    let open = place.unlock_without_sweep();
    keep(&open, waits);
    drop(open);
    place.put_back("db", &old);
    let open = place.unlock().expect("opens");
    assert_eq!(open.standing, Standing::DatabaseOlder);
    assert!(there(&open).contains(&waits));
}

impl Place {
    /// Killed before the sweep: what was loose is still there.
    fn unlock_without_sweep(&self) -> Unlocked {
        assert!(killed_at("slots-renewed", || drop(self.unlock())));
        let folder = Folder::open(&self.root, &SystemRandomness).expect("free");
        let first = passphrase("first");
        let opened = folder.slots().open(&secret(&first)).expect("opens");
        let db = Db::open(&folder.db_path(), &opened.keys.database_key().expect("derives")).expect("opens");
        folder.slots().renew(&opened, 0, 0, &SystemRandomness).expect("writes");
        Unlocked {
            folder,
            keys: opened.keys,
            db,
            kind: opened.kind,
            weak: opened.weak,
            standing: Standing::Agree,
            swept: Swept::default(),
        }
    }
}

#[test]
fn older_slots_put_back_are_told_once_and_the_count_goes_on_above() {
    let place = Place::new();
    let old = place.copy("slots");
    drop(place.unlock().expect("opens"));
    drop(place.unlock().expect("opens"));
    place.put_back("slots", &old);
    let open = place.unlock().expect("opens");
    assert_eq!(open.standing, Standing::SlotsOlder);
    assert_eq!(open.folder.slots().generation(), Ok(4), "above every count there was");
    assert!(acts(&open).contains(&Act::OlderPartFound));
    drop(open);
    assert_eq!(place.unlock().expect("opens").standing, Standing::Agree);
}

#[test]
fn a_crash_anywhere_in_an_unlock_is_not_taken_for_an_older_part() {
    for at in [
        "slots-announced",
        "slots-a",
        "slots-a-synced",
        "slots-b",
        "slots-b-synced",
        "slots-renewed",
    ] {
        let place = Place::new();
        for _ in 0..3 {
            assert!(killed_at(at, || drop(place.unlock())), "{at} is passed");
        }
        let open = place.unlock().expect("opens");
        assert_eq!(open.standing, Standing::Agree, "killed at {at}");
    }
    let place = Place::new();
    let open = place.unlock().expect("opens");
    take_in(&open, b"cut short");
    drop(open);
    assert!(killed_at("sweep", || drop(place.unlock())));
    let open = place.unlock().expect("opens");
    assert_eq!(
        (open.standing, open.swept.removed, open.swept.strays),
        (Standing::Agree, 1, 0)
    );
}

#[test]
fn a_change_of_passphrase_killed_anywhere_leaves_one_that_opens_and_no_alarm() {
    for (at, opens) in [
        ("slots-announced", "first"),
        ("slots-a", "first"),
        ("slots-a-synced", "second"),
        ("slots-b", "second"),
        ("slots-b-synced", "second"),
        ("slots-changed", "second"),
    ] {
        let place = Place::new();
        let open = place.unlock().expect("opens");
        let second = passphrase("second");
        let killed = killed_at(at, || {
            let act = |slots: &Slots| slots.change(&open.keys, 0, &secret(&second), &SystemRandomness);
            drop(change_slots(&open.folder, &open.db, act));
        });
        assert!(killed, "{at} is passed");
        drop(open);
        let open = place.unlock_with(opens);
        assert_eq!(open.map(|open| open.standing), Ok(Standing::Agree), "killed at {at}");
    }
}

#[test]
fn a_migration_killed_anywhere_leaves_a_database_that_opens() {
    for at in ["migrate-copy", "migrate-copied", "migrate-commit"] {
        let place = Place::new();
        let open = place.unlock().expect("opens");
        let kept = take_in(&open, b"kept");
        keep(&open, kept);
        open.db.back_to_version_1();
        drop(open);
        assert!(killed_at(at, || drop(place.unlock())), "{at} is passed");
        let open = place.unlock().expect("opens");
        assert_eq!(there(&open), [kept], "killed at {at}");
        assert!(
            place.root.join("db.before-2").exists(),
            "kept until it was opened once more"
        );
        drop(open);
        drop(place.unlock().expect("opens"));
        assert!(!place.root.join("db.before-2").exists());
    }
}

#[test]
fn passphrases_that_are_added_at_once_are_all_there() {
    let place = Place::new();
    let open = place.unlock().expect("opens");
    std::thread::scope(|scope| {
        for i in 0..6 {
            let open = &open;
            scope.spawn(move || {
                let new = passphrase(&format!("number {i}"));
                let add = |slots: &Slots| slots.add(&open.keys, &secret(&new), SlotKind::Owner, "", &SystemRandomness);
                change_slots(&open.folder, &open.db, add).expect("a free slot")
            });
        }
    });
    drop(open);
    for i in 0..6 {
        let open = place.unlock_with(&format!("number {i}"));
        assert_eq!(open.map(|open| open.standing), Ok(Standing::Agree), "number {i}");
    }
}

/// A pipe that nobody writes to: whoever opens it the plain way waits for ever.
fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is on every system");
}

#[test]
fn a_pipe_in_place_of_a_file_makes_neither_an_unlock_nor_a_wipe_wait() {
    for name in ["slots", "db", "db-wal", "db-journal", "db-shm"] {
        let place = Place::new();
        pipe(&place.root.join(name));
        let expected = match name {
            "slots" => Error::NotALocker,
            _ => Error::DatabaseDamaged,
        };
        assert_eq!(place.unlock().err(), Some(expected), "{name}");
        crate::wipe(&place.root, &SystemRandomness, &Quiet);
        if name != "slots" {
            assert!(!place.root.exists(), "wiped in spite of {name}");
        }
    }
    let place = Place::new();
    let open = place.unlock().expect("opens");
    let blob = take_in(&open, b"content");
    let path = place
        .root
        .join("blobs")
        .join(&blob.to_string()[..2])
        .join(blob.to_string());
    pipe(&path);
    pipe(&place.root.join("wiping"));
    let key = seal::BlobKey::make(&SystemRandomness).expect("a key");
    assert_eq!(open.folder.blobs().open(blob, &key).err(), Some(Error::BlobDamaged));
    drop(open);
    crate::wipe(&place.root, &SystemRandomness, &Quiet);
    assert!(!place.root.exists());
}

#[test]
fn copies_from_before_a_migration_go_with_a_wipe() {
    let place = Place::new();
    for name in ["db.before-2", "db.before-13"] {
        fs::copy(place.root.join("db"), place.root.join(name)).expect("room");
    }
    fs::write(place.root.join("db.before-yesterday"), "a person's own").expect("room");
    sync_dir(&place.root).expect("a folder");
    crate::wipe(&place.root, &SystemRandomness, &Quiet);
    let left: Vec<_> = fs::read_dir(&place.root)
        .expect("a foreign file keeps it")
        .flatten()
        .collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].file_name(), "db.before-yesterday");
}
