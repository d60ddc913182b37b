//! What a backup promises: only what is new is copied, a run that ends anywhere leaves the backup before it whole, and
//! every byte comes back or is told.

use super::head::HEADS;
use super::place::*;
use super::*;
use crate::fail::{arm, killed_at};
use crate::testing::{at, entry};
use crate::{BlobId, Error, Unlocked, unlock};
use model::{Act, Progress, Quiet};
use seal::{SlotKind, SystemRandomness};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

const POINTS: [&str; 12] = [
    "backup-begun",
    "backup-settle",
    "backup-synced",
    "backup-settled",
    "backup-database",
    "backup-blob",
    "backup-verified",
    "backup-head",
    "backup-head-there",
    "backup-remove",
    "restore-blob",
    "restore-slots-written",
];

#[test]
fn every_byte_of_a_wiped_locker_comes_back_with_each_of_its_passphrases() {
    let mut place = Place::with(&[b"one", b"two", &[7; 300_000]]);
    let Unlocked { folder, db, keys, .. } = place.open();
    let second = passphrase("second");
    let add = |slots: &crate::Slots| slots.add(keys, &secret(&second), SlotKind::Owner, "", &SystemRandomness);
    crate::change_slots(folder, db, add).expect("room");
    let before = blobs_of(&place.at("x.locker"));
    let report = place.back_up().expect("room");
    assert_eq!(
        (report.copied, report.kept, report.removed, report.verified),
        (3, 0, 0, true)
    );
    place.open = None;
    assert!(
        crate::wipe(&place.at("x.locker"), &SystemRandomness, &Quiet)
            .left
            .is_empty()
    );
    for (name, with) in [("a.locker", "first"), ("b.locker", "second")] {
        let restored = place.restore_with(name, with).expect("whole");
        assert_eq!((restored.blobs, restored.database), (3, true));
        assert!(restored.damaged.is_empty() && restored.missing.is_empty());
        assert_eq!(blobs_of(&place.at(name)), before);
        let open = place.unlock(name, with).expect("opens");
        assert_eq!(
            open.standing,
            crate::Standing::Agree,
            "slots and database left together"
        );
        assert_eq!(open.swept.removed + open.swept.strays, 0);
        assert!(open.db.check().expect("read").is_intact());
    }
}

#[test]
fn a_second_run_copies_only_what_is_new_and_takes_away_what_went() {
    let place = Place::with(&[b"one", b"two"]);
    let first = place.back_up().expect("room");
    let went = place.add(b"three");
    assert_eq!(place.back_up().expect("room").copied, 1);
    fs::remove_file(there::blob_path(&place.at("x.locker"), went)).expect("there");
    let kept = place.back_up().expect("room");
    assert_eq!(
        (kept.copied, kept.kept, kept.missing.len()),
        (0, 3, 0),
        "the backup has what the locker lost"
    );
    let done = place.open().db.change(|change| {
        change.log(&entry(Act::SourceForgotten, "S-1"), &SystemRandomness)?;
        let source = change.source_named("Heron")?.expect("there");
        change.forget_source(source)
    });
    drop(done.expect("forgotten"));
    let last = place.back_up_with(HowVerified::New, &Quiet).expect("room");
    assert_eq!((last.copied, last.kept, last.removed, last.verified), (0, 0, 3, false));
    assert!(blobs_of(&place.at("stick")).is_empty());
    assert_eq!(first.copied, 2);
    let databases = fs::read_dir(place.at("stick")).expect("a folder").flatten();
    let databases = databases.filter(|file| file.file_name().to_string_lossy().starts_with("db-"));
    assert_eq!(databases.count(), 1, "the one before is gone");
}

#[test]
fn a_run_killed_anywhere_leaves_the_backup_before_it_whole_and_the_next_one_ends_it() {
    for point in POINTS {
        let place = Place::with(&[b"one", b"two"]);
        place.back_up().expect("room");
        let old = blobs_of(&place.at("stick"));
        place.add(b"three");
        fs::write(place.at("stick/db-00112233445566ff"), b"of a run that was cut short").expect("writable");
        let killed = killed_at(point, || drop(place.back_up()));
        assert_eq!(killed, !point.starts_with("restore"), "{point} is passed");
        let restored = place.restore("a.locker").expect("an earlier or this backup is whole");
        assert!(
            restored.damaged.is_empty() && restored.missing.is_empty() && restored.database,
            "{point}"
        );
        let found = blobs_of(&place.at("a.locker"));
        assert!(
            old.iter().all(|(name, bytes)| found.get(name) == Some(bytes)),
            "{point}"
        );
        place.unlock("a.locker", "first").expect("opens");
        place.back_up().expect("goes on");
        place.restore("b.locker").expect("whole");
        same_blobs(&place, "b.locker");
        let parts = fs::read_dir(place.at("stick")).expect("a folder").flatten();
        assert!(
            parts
                .map(|file| file.file_name())
                .all(|name| !name.to_string_lossy().ends_with(".part")),
            "{point}"
        );
    }
}

#[test]
fn a_first_run_killed_anywhere_is_never_taken_for_a_whole_one_and_goes_on() {
    for point in POINTS.into_iter().filter(|point| point.starts_with("backup")) {
        let place = Place::with(&[b"one", b"two"]);
        let killed = killed_at(point, || drop(place.back_up()));
        if killed {
            match place.restore("a.locker") {
                Ok(restored) => assert!(restored.blobs == 2 && restored.missing.is_empty(), "{point}"),
                Err(Error::NotABackup | Error::BackupUnfinished) => assert!(!place.at("a.locker").exists(), "{point}"),
                Err(other) => panic!("{point}: {other}"),
            }
        }
        let report = place.back_up().expect("goes on");
        assert_eq!(report.copied + report.kept, 2, "{point}");
        place.restore("b.locker").expect("whole");
        same_blobs(&place, "b.locker");
    }
}

#[test]
fn what_a_run_that_was_cut_short_had_copied_is_compared_and_not_copied_again() {
    let place = Place::with(&[b"one", b"two"]);
    assert!(killed_at("backup-verified", || drop(place.back_up())));
    let names: Vec<String> = blobs_of(&place.at("stick")).into_keys().collect();
    let spoilt = place.blob_there(names[0].parse().expect("a name"));
    let mut bytes = fs::read(&spoilt).expect("there");
    bytes[90] ^= 1;
    fs::write(&spoilt, bytes).expect("writable");
    let report = place.back_up().expect("goes on");
    assert_eq!((report.copied, report.kept), (1, 1), "the spoilt one is copied");
    place.restore("b.locker").expect("whole");
    same_blobs(&place, "b.locker");
}

#[test]
fn a_disk_that_fails_anywhere_is_told_and_costs_nothing() {
    for point in [
        "backup-settle",
        "backup-blob",
        "backup-head",
        "backup-head-there",
        "backup-remove",
    ] {
        let place = Place::with(&[b"one"]);
        place.back_up().expect("room");
        place.add(b"two");
        arm(Some(point));
        let failed = place.back_up();
        arm(None);
        assert_eq!(failed, Err(Error::Io(5)), "{point}");
        place.restore("a.locker").expect("whole");
        place.back_up().expect("goes on");
    }
}

#[test]
fn one_bit_changed_or_one_file_missing_is_told_and_the_rest_comes_back() {
    let place = Place::with(&[b"one", b"two", b"three"]);
    place.back_up().expect("room");
    let names: Vec<BlobId> = blobs_of(&place.at("stick"))
        .keys()
        .map(|name| name.parse().expect("a name"))
        .collect();
    let mut bytes = fs::read(place.blob_there(names[0])).expect("there");
    bytes[80] ^= 1;
    fs::write(place.blob_there(names[0]), bytes).expect("writable");
    fs::remove_file(place.blob_there(names[1])).expect("there");
    let restored = place.restore("a.locker").expect("what is whole");
    assert_eq!(restored.damaged, [names[0].to_string()]);
    assert_eq!(restored.missing, [names[1].to_string()]);
    assert_eq!((restored.blobs, restored.database), (1, true));
    let healed = place.back_up().expect("the locker has them still");
    assert_eq!((healed.copied, healed.kept), (2, 1));
    place.restore("b.locker").expect("whole");
    same_blobs(&place, "b.locker");
}

#[test]
fn a_damaged_database_is_told_and_a_missing_one_ends_the_restore() {
    let place = Place::with(&[b"one"]);
    place.back_up().expect("room");
    let files = || {
        fs::read_dir(place.at("stick"))
            .expect("a folder")
            .flatten()
            .map(|file| file.path())
    };
    let is_database = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("db-"))
    };
    let database = files().find(is_database).expect("one");
    let mut bytes = fs::read(&database).expect("there");
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    fs::write(&database, bytes).expect("writable");
    assert!(!place.restore("a.locker").expect("the rest").database);
    fs::remove_file(&database).expect("there");
    assert_eq!(place.restore("b.locker"), Err(Error::BackupDamaged));
}

#[test]
fn any_bit_of_a_head_changed_is_noticed_and_the_other_head_serves() {
    let place = Place::with(&[b"one"]);
    place.back_up().expect("room");
    let [first, second] = HEADS.map(|name| place.at("stick").join(name));
    let whole = fs::read(&first).expect("there");
    assert_eq!(fs::read(&second).expect("there"), whole, "twice the same");
    for at in [0, 15, 16, 40, 5_000, 528_500, whole.len() - 40, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&first, &bytes).expect("writable");
        open_backup(&place.at("stick"), &secret(&passphrase("first")))
            .map(drop)
            .expect("the second one");
        fs::write(&second, &bytes).expect("writable");
        let refused = open_backup(&place.at("stick"), &secret(&passphrase("first"))).map(drop);
        assert!(
            matches!(refused, Err(Error::BackupDamaged | Error::LockerIsNewer)),
            "byte {at}: {refused:?}"
        );
        fs::write(&second, &whole).expect("writable");
    }
    fs::remove_file(&first).expect("there");
    assert_eq!(place.restore("a.locker").expect("the second one").blobs, 1);
}

#[test]
fn a_wrong_passphrase_and_a_folder_that_is_no_backup_make_nothing() {
    let place = Place::with(&[b"one"]);
    place.back_up().expect("room");
    let wrong = place.restore_with("a.locker", "wrong");
    assert_eq!(wrong, Err(Error::WrongPassphrase));
    fs::create_dir(place.at("other")).expect("room");
    let none = restore(
        &place.at("other"),
        &place.at("a.locker"),
        &secret(&passphrase("first")),
        at(1),
        &SystemRandomness,
        &Quiet,
    );
    assert_eq!(none, Err(Error::NotABackup));
    assert!(!place.at("a.locker").exists());
    assert_eq!(place.restore("x.locker"), Err(Error::LockerExists));
}

#[test]
fn the_backup_of_another_locker_and_files_of_others_are_not_touched() {
    let (one, other) = (Place::with(&[b"one"]), Place::with(&[b"other"]));
    fs::create_dir(one.at("stick")).expect("room");
    fs::write(one.at("stick/holiday.jpg"), b"of somebody").expect("room");
    one.back_up().expect("room");
    let before = blobs_of(&one.at("stick"));
    let dir = one.at("stick");
    let refused = one.back_up_of(other.open());
    assert_eq!(refused, Err(Error::BackupOfAnother));
    HEADS
        .iter()
        .for_each(|name| fs::remove_file(dir.join(name)).expect("there"));
    let refused = one.back_up_of(other.open());
    assert_eq!(
        refused,
        Err(Error::BackupOfAnother),
        "blobs without a head are somebody's"
    );
    assert_eq!(blobs_of(&dir), before);
    assert_eq!(fs::read(dir.join("holiday.jpg")).expect("there"), b"of somebody");
}

#[test]
fn a_backup_that_knows_more_than_the_locker_is_not_overwritten() {
    let place = Place::with(&[b"one"]);
    place.back_up().expect("room");
    place.restore("old.locker").expect("whole");
    place.add(b"two");
    place.back_up().expect("room");
    let before = blobs_of(&place.at("stick"));
    let old = place.unlock("old.locker", "first").expect("opens");
    let dir = place.at("stick");
    let run = || place.back_up_of(&old);
    assert_eq!(run(), Err(Error::BackupNewer));
    add(&old, b"another line of work");
    assert_eq!(run(), Err(Error::BackupNewer), "as long a log is not the same log");
    assert_eq!(blobs_of(&dir), before);
}

#[test]
fn a_duress_passphrase_does_not_open_a_backup() {
    let place = Place::with(&[b"one"]);
    let Unlocked { folder, db, keys, .. } = place.open();
    let duress = passphrase("duress");
    let add = |slots: &crate::Slots| slots.add(keys, &secret(&duress), SlotKind::Duress, "", &SystemRandomness);
    crate::change_slots(folder, db, add).expect("room");
    place.back_up().expect("room");
    let refused = place.restore_with("a.locker", "duress");
    assert_eq!(refused, Err(Error::WrongPassphrase));
    place.restore("a.locker").expect("whole");
    let open = place.unlock("a.locker", "first").expect("opens");
    assert_eq!(open.folder.slots().list(&open.keys).expect("read").len(), 1);
}

#[test]
fn a_locker_that_counts_its_days_is_not_wiped_because_its_backup_is_old() {
    let place = Place::with(&[b"one"]);
    let limits = crate::Limits { tries: 3, days: 2 };
    let Unlocked { folder, db, keys, .. } = place.open();
    let millis = |time: model::Timestamp| u64::try_from(time.millis()).expect("after 1970");
    crate::change_slots(folder, db, |slots| {
        slots.set_limits(keys, limits, millis(at(0)), &SystemRandomness)
    })
    .expect("set");
    place.back_up().expect("room");
    let later = at(100 * 86_400);
    let back = place.at("a.locker");
    place.restore_at("a.locker", "first", later, &Quiet).expect("whole");
    let opened = unlock(&back, &secret(&passphrase("first")), later, &SystemRandomness).expect("opens");
    assert_eq!(
        opened.folder.slots().limits(&opened.keys),
        Ok(limits),
        "what was wished still holds"
    );
}

#[test]
fn a_person_can_stop_both_ways_and_go_on() {
    struct After(AtomicU32);
    impl Progress for After {
        fn report(&self, done: u64, total: u64) {
            assert!(done <= total);
        }
        fn stop_asked(&self) -> bool {
            self.0.fetch_sub(1, Ordering::Relaxed) == 1
        }
    }
    let place = Place::with(&[b"one", b"two", b"three"]);
    for looks in 1..4 {
        let stopped = place.back_up_with(HowVerified::All, &After(AtomicU32::new(looks)));
        assert_eq!(stopped, Err(Error::Stopped));
    }
    place.back_up().expect("goes on");
    for looks in 1..3 {
        let asked = After(AtomicU32::new(looks));
        let stopped = place.restore_at("a.locker", "first", at(1), &asked);
        assert_eq!(stopped, Err(Error::Stopped));
        assert!(place.unlock("a.locker", "first").is_err(), "no locker yet");
    }
    place.restore("a.locker").expect("goes on");
    same_blobs(&place, "a.locker");
}

#[test]
fn a_restore_killed_anywhere_is_no_locker_yet_and_goes_on() {
    for point in [
        "restore-blob",
        "backup-settle",
        "backup-synced",
        "restore-slots",
        "restore-slots-written",
    ] {
        let place = Place::with(&[b"one", b"two"]);
        place.back_up().expect("room");
        assert!(killed_at(point, || drop(place.restore("a.locker"))), "{point}");
        assert!(place.unlock("a.locker", "first").is_err(), "{point}");
        place.restore("a.locker").expect("goes on");
        place.unlock("a.locker", "first").expect("opens");
        same_blobs(&place, "a.locker");
        assert_eq!(
            place.restore("a.locker"),
            Err(Error::LockerExists),
            "it is a locker now"
        );
    }
}

#[test]
fn an_unfinished_restore_can_be_wiped() {
    let place = Place::with(&[b"one"]);
    place.back_up().expect("room");
    assert!(killed_at("restore-slots-written", || drop(place.restore("a.locker"))));
    let report = crate::wipe(&place.at("a.locker"), &SystemRandomness, &Quiet);
    assert!(report.left.is_empty(), "{:?}", report.left);
    assert!(!place.at("a.locker").exists());
}

#[test]
fn nothing_in_a_backup_can_be_read_without_a_passphrase() {
    let place = Place::with(&[b"an invented sentence that must not be seen"]);
    place.back_up().expect("room");
    let mut files: Vec<PathBuf> = fs::read_dir(place.at("stick"))
        .expect("a folder")
        .flatten()
        .map(|file| file.path())
        .collect();
    files.extend(
        blobs_of(&place.at("stick"))
            .keys()
            .map(|name| place.blob_there(name.parse().expect("a name"))),
    );
    for path in files.iter().filter(|path| path.is_file()) {
        let bytes = fs::read(path).expect("readable");
        for marker in [&b"invented sentence"[..], b"sha256", b"SQLite format", b"Heron"] {
            assert!(
                !bytes.windows(marker.len()).any(|part| part == marker),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn limits_written_into_a_backup_by_others_do_not_come_back_and_those_that_were_set_do() {
    for (set, forged) in [((3, 2), (0, 0)), ((0, 0), (1, 1)), ((5, 9), (1, 1))] {
        let place = Place::with(&[b"one"]);
        let Unlocked { folder, db, keys, .. } = place.open();
        let limits = crate::Limits {
            tries: set.0,
            days: set.1,
        };
        crate::change_slots(folder, db, |slots| slots.set_limits(keys, limits, 1, &SystemRandomness)).expect("set");
        place.back_up().expect("room");
        for head in HEADS {
            let path = place.at("stick").join(head);
            let mut bytes = fs::read(&path).expect("there");
            let copy = &mut bytes[32..32 + crate::slots::COPY_LEN];
            assert_eq!(copy[628..644], [0; 16], "nothing stands in the open");
            crate::testing::forge_limits(copy, forged.0, forged.1);
            let end = bytes.len() - 32;
            let (content, digest) = bytes.split_at_mut(end);
            digest.copy_from_slice(&seal::sha256(content).0);
            fs::write(&path, bytes).expect("writable");
        }
        place.restore("a.locker").expect("whole");
        assert_eq!(
            crate::tries_left(&place.at("a.locker")),
            (set.0 > 0).then_some(set.0),
            "{set:?} {forged:?}"
        );
        let opened = place.unlock("a.locker", "first").expect("opens");
        assert_eq!(opened.standing, crate::Standing::Agree);
        assert_eq!(opened.folder.slots().limits(&opened.keys), Ok(limits));
    }
}
