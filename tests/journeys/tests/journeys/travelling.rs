//! A journey without the locker: a backup that is known to be fresh, a wipe, and the way back with shares, also after it was stopped.

use journeys::{Bench, fixture, passphrase};
use locker::{
    Error, MadeShares, Passphrase, Progress, Quiet, Quorum, Way, backup_folder, backup_in, look_at_backup, restore_by,
    unlock,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

fn quorum(made: &MadeShares, places: &[u8]) -> Quorum {
    let mut quorum = Quorum::default();
    for place in places {
        let words = made.of(*place).expect("a share");
        quorum.add(&Passphrase::new(words.as_bytes())).expect("as it was made");
    }
    quorum
}

/// Every file below a folder with its bytes.
fn everything(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.extend(everything(&path)),
            false => found.push((path.clone(), fs::read(&path).expect("a file"))),
        }
    }
    found.sort();
    found
}

/// Stops at the first thing that is reported.
#[derive(Default)]
struct AtOnce(AtomicBool);

impl Progress for AtOnce {
    fn report(&self, _done: u64, _total: u64) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn stop_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn an_older_or_emptied_backup_at_the_same_place_is_not_taken_for_the_last() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    let stick = bench.folder.path().join("stick");
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    let older = everything(&stick);
    bench.source("Wren", &[]);
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    let newer = everything(&stick);
    let last = || bench.open.last_backup().expect("asked").expect("made");
    assert!(last().fresh);
    for (files, why) in [
        (&older, "an older one"),
        (&newer[..1].to_vec(), "a list without its files"),
    ] {
        fs::remove_dir_all(&stick).expect("there");
        for (path, bytes) in files {
            fs::create_dir_all(path.parent().expect("in a folder")).expect("room");
            fs::write(path, bytes).expect("room");
        }
        assert!(!last().fresh && !last().there, "{why}");
        let opened = bench.open.try_backup(&passphrase(), None);
        assert!(opened.is_err(), "{why}");
    }
}

#[test]
fn a_backup_is_fresh_until_anything_is_done_and_only_while_it_is_there() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    assert!(bench.open.last_backup().expect("asked").is_none());
    assert_eq!(bench.open.last_backup_folder().err(), Some(Error::NotABackup));
    let stick = bench.folder.path().join("stick");
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    let last = || bench.open.last_backup().expect("asked").expect("made");
    assert!(last().fresh && last().verified && last().there && last().incomplete == 0);
    assert!(last().folder.ends_with("/ stick"), "the end of the path and no more");
    assert_eq!(
        bench.open.try_backup(&passphrase(), None).map(|found| found.files),
        Ok(last().items)
    );
    bench.open.check(&Quiet).expect("whole");
    assert!(last().fresh, "looking changes nothing");

    bench.source("Wren", &[]);
    assert!(!last().fresh, "a source was added");
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    assert!(last().fresh);
    bench.open.make_shares(2, 2).expect("shares");
    assert!(
        !last().fresh,
        "a backup without the new shares could not be opened with them"
    );

    bench.open.back_up(&stick, false, &Quiet).expect("a backup");
    assert!(last().fresh && !last().verified);
    fs::rename(&stick, bench.folder.path().join("elsewhere")).expect("moved");
    assert!(!last().fresh && !last().there);
}

#[test]
fn shares_bring_a_wiped_locker_back_and_leave_the_backup_as_it_is() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    let made = bench.open.make_shares(2, 3).expect("shares");
    let (stick, back) = (
        bench.folder.path().join("stick"),
        bench.folder.path().join("back.locker"),
    );
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    bench.open.lock();
    locker::wipe(&bench.locker(), &bench.env);
    let before = everything(&stick);

    let (few, enough) = (quorum(&made, &[2]), quorum(&made, &[3, 1]));
    let new = Passphrase::new(b"a new passphrase");
    let looked = look_at_backup(
        &stick,
        &Way::Shares {
            quorum: &few,
            new: None,
        },
    );
    assert_eq!(looked.err(), Some(Error::SharesTooFew(1, 2)));
    let found = look_at_backup(
        &stick,
        &Way::Shares {
            quorum: &enough,
            new: None,
        },
    )
    .expect("enough");
    assert!(found.made.starts_with("20"), "its date is told before anything is done");

    let way = Way::Shares {
        quorum: &enough,
        new: Some(&new),
    };
    let stopped = restore_by(&stick, &back, &way, &bench.env, &AtOnce::default());
    assert_eq!(stopped.err(), Some(Error::Stopped));
    let named = locker::locker_folder(bench.folder.path(), "back");
    assert_eq!(
        named.as_deref(),
        Ok(back.as_path()),
        "an unfinished restore may be gone on with"
    );
    let (open, view) = restore_by(&stick, &back, &way, &bench.env, &Quiet).expect("whole");
    assert!(view.sound && view.checked);
    let mut bytes = Vec::new();
    open.copy_out("E-001", &mut bytes, &Quiet).expect("whole");
    assert_eq!(bytes, fs::read(fixture("pictures/gps.jpg")).expect("a picture"));
    open.lock();
    assert!(unlock(&back, &new, None, &bench.env).is_ok());
    assert_eq!(
        unlock(&back, &passphrase(), None, &bench.env).err(),
        Some(Error::WrongPassphrase)
    );
    assert!(everything(&stick) == before, "the backup was only read");
}

#[test]
fn a_backup_keeps_to_a_folder_of_its_own_among_other_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let stick = folder.path();
    assert_eq!(backup_folder(stick), stick, "an empty one is its own");
    fs::write(stick.join("holiday.txt"), "Nothing of ours.").expect("a file");
    let own = backup_folder(stick);
    assert_eq!(own, stick.join("Vouchsafe backup"));
    assert_eq!(backup_in(stick).err(), Some(Error::NotABackup));
    let bench = Bench::new();
    bench.open.back_up(&own, true, &Quiet).expect("a backup");
    assert_eq!(backup_folder(&own), own, "brought up to date in place");
    assert_eq!((backup_in(stick), backup_in(&own)), (Ok(own.clone()), Ok(own)));
}

#[test]
fn a_share_typed_back_is_told_from_every_other() {
    let bench = Bench::new();
    let (made, other) = (
        bench.open.make_shares(2, 3).expect("shares"),
        bench.open.make_shares(2, 3).expect("shares"),
    );
    for place in 1..=3 {
        let typed = Passphrase::new(made.of(place).expect("a share").to_uppercase().as_bytes());
        assert_eq!(made.typed_back(&typed), Ok(place));
    }
    let foreign = Passphrase::new(other.of(1).expect("a share").as_bytes());
    assert_eq!(made.typed_back(&foreign), Err(Error::ShareOfAnotherSet(0)));
    let mut words: Vec<&str> = made.of(2).expect("a share").split(' ').collect();
    words[4] = if words[4] == "zoo" { "able" } else { "zoo" };
    assert_eq!(
        made.typed_back(&Passphrase::new(words.join(" ").as_bytes())),
        Err(Error::ShareWordWrong(0, 5))
    );
    assert_eq!(made.typed_back(&Passphrase::new(b"")), Err(Error::ShareLength(0, 0)));
    assert!(made.of(0).is_err() && made.of(4).is_err());
}
