//! Disks with bad sectors and folders that do not open, on either side: what they cost is told, and the rest goes on. What only
//! the backup has stays there.

use super::place::*;
use super::there::{blob_path, part_of};
use super::*;
use crate::fail::{Bad, break_disk, killed_at};
use crate::{BlobId, Error, Standing};
use std::fs;
use std::path::{Path, PathBuf};

static LARGE: [u8; 3 << 20] = [7; 3 << 20];

/// Nothing below this path can be opened.
fn shut(below: impl Into<PathBuf>) -> Bad {
    Bad {
        below: below.into(),
        at: None,
    }
}

/// This byte of a file below this path cannot be read.
fn sector(below: impl Into<PathBuf>, at: u64) -> Bad {
    Bad {
        below: below.into(),
        at: Some(at),
    }
}

/// Does an act while a disk is bad.
fn with<T>(bad: Vec<Bad>, act: impl FnOnce() -> T) -> T {
    break_disk(bad);
    let done = act();
    break_disk(Vec::new());
    done
}

/// A locker with a large blob and two small ones, and the large one's place in it.
fn place() -> (Place, BlobId, PathBuf) {
    let place = Place::with(&[b"one", b"two"]);
    let large = place.add(&LARGE);
    let here = blob_path(&place.at("x.locker"), large);
    (place, large, here)
}

fn differing(one: &Path, other: &Path) -> usize {
    let (one, other) = (fs::read(one).expect("there"), fs::read(other).expect("there"));
    assert_eq!(one.len(), other.len());
    one.iter().zip(&other).filter(|(a, b)| a != b).count()
}

#[test]
fn a_bad_sector_here_costs_one_blob_of_which_the_rest_is_kept_and_comes_back() {
    let (place, large, here) = place();
    let bad = || vec![sector(&here, 1_500_000)];
    for _again in 0..2 {
        let report = with(bad(), || place.back_up()).expect("the rest goes on");
        assert_eq!(report.damaged, [large.to_string()]);
        assert!(report.missing.is_empty() && report.verified);
        assert_eq!(report.copied + report.kept, 2);
    }
    let restored = place.restore("a.locker").expect("the rest");
    assert_eq!((restored.damaged, restored.blobs), (vec![large.to_string()], 2));
    let back = blob_path(&place.at("a.locker"), large);
    assert!(
        (1..=64 << 10).contains(&differing(&back, &here)),
        "one block of it is lost"
    );
    place.unlock("a.locker", "first").expect("opens");
    let healed = place.back_up().expect("the disk reads again");
    assert_eq!((healed.copied, healed.damaged.len()), (1, 0));
    place.restore("b.locker").expect("whole");
    same_blobs(&place, "b.locker");
}

#[test]
fn a_bad_sector_here_leaves_the_good_copy_that_the_backup_has() {
    let (place, large, here) = place();
    place.back_up().expect("room");
    let report = with(vec![sector(&here, 1_500_000)], || place.back_up()).expect("goes on");
    assert_eq!((report.kept, report.damaged.len()), (3, 0));
    let there = place.blob_there(large);
    let mut bytes = fs::read(&there).expect("there");
    bytes[200] ^= 1;
    fs::write(&there, bytes).expect("writable");
    let report = with(vec![sector(&here, 1_500_000)], || place.back_up()).expect("goes on");
    assert_eq!(report.damaged, [large.to_string()], "damaged there, unreadable here");
    let restored = place.restore("a.locker").expect("the rest");
    assert_eq!((restored.damaged, restored.blobs), (vec![large.to_string()], 2));
}

#[test]
fn a_folder_here_that_does_not_open_costs_what_is_in_it() {
    let (place, large, here) = place();
    let shelf = here.parent().expect("a shelf");
    let report = with(vec![shut(shelf)], || place.back_up()).expect("the rest goes on");
    assert_eq!(report.damaged, [large.to_string()]);
    assert_eq!(place.back_up().expect("it opens again").copied, 1);
}

#[test]
fn bad_sectors_over_there_are_written_anew_or_told_and_the_rest_comes_back() {
    let (place, large, _) = place();
    place.back_up().expect("room");
    let there = place.blob_there(large);
    for bad in [sector(&there, 1_500_000), shut(&there)] {
        let restored = with(vec![bad], || place.restore_with("a.locker", "first")).expect("the rest");
        assert_eq!((restored.damaged, restored.blobs), (vec![large.to_string()], 2));
        assert!(restored.database && restored.missing.is_empty());
        fs::remove_dir_all(place.at("a.locker")).expect("there");
    }
    let head = place.at("stick").join(head::HEADS[0]);
    let restored = with(vec![sector(&head, 0)], || place.restore("b.locker")).expect("the other head");
    assert_eq!(restored.blobs, 3);
    let both = || head::HEADS.map(|name| sector(place.at("stick").join(name), 0)).into();
    assert_eq!(
        with(both(), || place.restore("c.locker")),
        Err(Error::BackupDamaged),
        "the folder is there, its heads are not"
    );
}

#[test]
fn a_database_with_a_bad_sector_over_there_comes_back_as_far_as_it_reads() {
    let (place, _, _) = place();
    place.back_up().expect("room");
    let database = fs::read_dir(place.at("stick")).expect("a folder").flatten();
    let database = database.map(|file| file.path()).find(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(head::is_database_name)
    });
    let bad = sector(database.expect("one"), 300_000);
    let restored = with(vec![bad], || place.restore("a.locker")).expect("the rest");
    assert!(!restored.database && restored.damaged.is_empty());
}

#[test]
fn a_database_with_a_bad_sector_here_ends_the_run_and_leaves_the_backup_before_it() {
    let (place, _, _) = place();
    place.back_up().expect("room");
    let bad = sector(place.at("x.locker/db"), 100_000);
    assert_eq!(with(vec![bad], || place.back_up()), Err(Error::Io(5)));
    place.restore("a.locker").expect("whole");
    same_blobs(&place, "a.locker");
}

#[test]
fn a_disk_of_which_nothing_can_be_read_is_gone_and_not_full_of_damage() {
    let (place, _, here) = place();
    place.back_up().expect("room");
    place.add(b"new");
    let gone = || vec![shut(place.at("x.locker"))];
    assert_eq!(with(gone(), || place.back_up()), Err(Error::Io(5)));
    let slots = place.at("x.locker/slots");
    let dead = vec![sector(&here, 0), sector(&slots, 0), sector(&slots, 528_384)];
    fs::remove_file(
        place.blob_there(
            here.file_name()
                .and_then(|name| name.to_str())
                .expect("a name")
                .parse()
                .expect("a blob"),
        ),
    )
    .expect("there");
    assert_eq!(with(dead, || place.back_up()), Err(Error::Io(5)));
    let stick = || vec![shut(place.at("stick/blobs")), shut(place.at("stick/vouchsafe-backup"))];
    let restored = with(stick(), || place.restore("a.locker"));
    assert!(
        matches!(&restored, Ok(restored) if restored.blobs == 0),
        "one head is left, so the stick is there: {restored:?}"
    );
}

#[test]
fn a_stick_that_is_pulled_while_it_is_read_is_gone_and_the_restore_goes_on_later() {
    let (place, _, _) = place();
    place.back_up().expect("room");
    struct Pull<'a>(&'a Place, std::sync::atomic::AtomicBool);
    impl model::Progress for Pull<'_> {
        fn report(&self, _done: u64, _total: u64) {
            if !self.1.swap(true, std::sync::atomic::Ordering::Relaxed) {
                fs::rename(self.0.at("stick"), self.0.at("pulled")).expect("there");
            }
        }
        fn stop_asked(&self) -> bool {
            false
        }
    }
    let pull = Pull(&place, Default::default());
    let gone = place.restore_at("a.locker", "first", crate::testing::at(1), &pull);
    assert_eq!(gone, Err(Error::BackupGone));
    fs::rename(place.at("pulled"), place.at("stick")).expect("there");
    place.restore("a.locker").expect("goes on");
    same_blobs(&place, "a.locker");
}

#[test]
fn a_folder_over_there_that_cannot_be_written_costs_what_belongs_in_it() {
    let (place, large, _) = place();
    let shelf = place.blob_there(large);
    let shelf = shelf.parent().expect("a shelf");
    fs::create_dir_all(shelf.parent().expect("the blobs")).expect("room");
    fs::write(shelf, b"a file where a folder should be").expect("room");
    let report = place.back_up().expect("the rest goes on");
    assert_eq!((report.copied, report.damaged), (2, vec![large.to_string()]));
    let restored = place.restore("a.locker").expect("the rest");
    assert_eq!((restored.blobs, restored.missing), (2, vec![large.to_string()]));
    fs::remove_file(shelf).expect("there");
    assert_eq!(place.back_up().expect("it can be made").copied, 1);
    place.restore("b.locker").expect("whole");
    same_blobs(&place, "b.locker");
}

#[test]
fn a_begun_copy_of_a_blob_that_is_gone_here_is_kept_and_comes_back() {
    let (place, large, here) = place();
    let part = part_of(&place.blob_there(large));
    with(vec![sector(&here, 2_000_000)], || place.back_up()).expect("goes on");
    assert!(part.exists());
    fs::remove_file(&here).expect("there");
    for _again in 0..2 {
        let report = place.back_up().expect("goes on");
        assert_eq!(report.missing, [large.to_string()]);
        assert!(part.exists(), "only the backup has it");
    }
    let restored = place.restore("a.locker").expect("the rest");
    assert_eq!(restored.damaged, [large.to_string()]);
    assert!(blob_path(&place.at("a.locker"), large).exists());
}

#[test]
fn a_complete_copy_of_an_unfinished_first_run_is_kept_when_the_blob_goes_here_and_comes_back() {
    let (place, large, here) = place();
    let whole = fs::read(&here).expect("there");
    assert!(killed_at("backup-verified", || drop(place.back_up())));
    fs::remove_file(&here).expect("there");
    for _again in 0..2 {
        let report = place.back_up().expect("goes on");
        assert_eq!(report.missing, [large.to_string()]);
        assert_eq!(fs::read(place.blob_there(large)).expect("kept"), whole);
    }
    let restored = place.restore("a.locker").expect("whole");
    assert_eq!((restored.blobs, restored.unlisted), (2, 1));
    assert!(restored.missing.is_empty() && restored.damaged.is_empty());
    assert_eq!(fs::read(blob_path(&place.at("a.locker"), large)).expect("back"), whole);
    let bad = sector(place.blob_there(large), 1_500_000);
    let restored = with(vec![bad], || place.restore("b.locker")).expect("the rest");
    assert_eq!((restored.damaged, restored.unlisted), (vec![large.to_string()], 0));
}

#[test]
fn a_damaged_copy_whose_original_is_gone_stays_listed_and_comes_back_as_it_is() {
    let (place, large, here) = place();
    place.back_up().expect("room");
    fs::remove_file(&here).expect("there");
    let there = place.blob_there(large);
    let file = fs::OpenOptions::new().write(true).open(&there).expect("writable");
    file.set_len(2_000_000).expect("cut");
    for _again in 0..2 {
        let report = place.back_up().expect("goes on");
        assert_eq!((report.damaged, report.missing.len()), (vec![large.to_string()], 0));
        assert!(there.exists());
    }
    let restored = place.restore("a.locker").expect("the rest");
    assert_eq!(restored.damaged, [large.to_string()]);
    let back = fs::metadata(blob_path(&place.at("a.locker"), large)).expect("back");
    assert_eq!(back.len(), 2_000_000);
}

#[test]
fn a_link_in_the_place_of_a_folder_of_ours_is_not_followed() {
    let (place, _, _) = place();
    let other = place.at("other");
    fs::create_dir(&other).expect("room");
    place.back_up().expect("room");
    fs::rename(place.at("stick/blobs"), place.at("away")).expect("there");
    std::os::unix::fs::symlink(&other, place.at("stick/blobs")).expect("a link");
    assert_eq!(place.back_up(), Err(Error::BackupDamaged));
    fs::create_dir(place.at("a.locker")).expect("room");
    fs::write(place.at("a.locker/restoring"), b"").expect("room");
    std::os::unix::fs::symlink(&other, place.at("a.locker/blobs")).expect("a link");
    assert_eq!(place.restore("a.locker"), Err(Error::BackupDamaged));
    assert_eq!(fs::read_dir(&other).expect("a folder").count(), 0);
}

#[test]
fn a_second_restore_into_the_same_folder_is_refused_while_the_first_one_goes_on() {
    struct Meanwhile<'a>(&'a Place);
    impl model::Progress for Meanwhile<'_> {
        fn report(&self, _done: u64, _total: u64) {
            let second = std::thread::scope(|scope| scope.spawn(|| again(&self.0.outer)).join());
            assert_eq!(second.expect("no panic"), Err(Error::LockerInUse));
        }
        fn stop_asked(&self) -> bool {
            false
        }
    }
    fn again(outer: &tempfile::TempDir) -> Result<Restored> {
        let (from, to) = (outer.path().join("stick"), outer.path().join("a.locker"));
        let first = passphrase("first");
        restore(
            &from,
            &to,
            &secret(&first),
            crate::testing::at(1),
            &seal::SystemRandomness,
            &model::Quiet,
        )
    }
    let (place, _, _) = place();
    place.back_up().expect("room");
    let restored = place.restore_at("a.locker", "first", crate::testing::at(1), &Meanwhile(&place));
    assert_eq!(restored.expect("whole").blobs, 3);
    same_blobs(&place, "a.locker");
    let open = place.unlock("a.locker", "first").expect("opens");
    assert_eq!(open.standing, Standing::Agree);
}

#[test]
fn an_older_backup_tells_its_day_before_and_after_it_is_restored() {
    let (place, _, _) = place();
    place.back_up().expect("room");
    let entries = place.open().db.read().log_end().expect("a log").0;
    let with = passphrase("first");
    let dir = place.at("stick");
    let found = open_backup(&dir, &secret(&with)).expect("opens");
    assert_eq!((found.made(), found.entries()), (crate::testing::at(1), entries));
    let restored = place.restore("a.locker").expect("whole");
    assert_eq!((restored.made, restored.entries), (crate::testing::at(1), entries));
}

/// Lists that only somebody with the locker's key could seal, and that no run of ours makes.
#[test]
fn a_list_that_names_a_place_elsewhere_is_refused_and_sizes_beyond_measure_do_not_panic() {
    let (place, _, _) = place();
    place.back_up().expect("room");
    let first = passphrase("first");
    let dir = place.at("stick");
    let (opened, keys, list) = head::open(&dir, &secret(&first)).expect("opens");
    let put = |change: &dyn Fn(&mut List)| {
        let mut list = list.clone();
        change(&mut list);
        let slots = crate::slots::Apart::read(opened.slots.bytes()).expect("whole");
        let sealed = Head::seal(slots, &list, &keys.keys, &seal::SystemRandomness).expect("seals");
        sealed.put(&dir).expect("room");
    };
    for elsewhere in [
        "../x.locker/db",
        "/etc/hostname",
        "blobs/db-0011223344556677",
        "db-00112233",
        "",
    ] {
        put(&|list| elsewhere.clone_into(&mut list.database.as_mut().expect("one").name));
        assert_eq!(place.restore("a.locker"), Err(Error::BackupDamaged), "{elsewhere}");
        assert!(!place.at("a.locker").exists());
    }
    put(&|list| list.blobs.values_mut().for_each(|entry| entry.bytes = u64::MAX));
    let restored = place.restore("b.locker").expect("as far as it goes");
    assert_eq!((restored.blobs, restored.damaged.len()), (0, 3));
    let report = place.back_up().expect("the locker has them still");
    assert_eq!(report.copied, 3);
}

#[test]
fn a_database_that_does_not_add_up_does_not_take_the_place_of_one_that_does() {
    let place = Place::with(&[b"one"]);
    place.back_up().expect("a backup");
    let names = || {
        let found = fs::read_dir(place.at("stick")).expect("a folder").flatten();
        let mut names: Vec<_> = found.map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    place.open().db.miscount();
    assert_eq!(place.back_up().err(), Some(Error::DatabaseDamaged));
    assert_eq!(names(), before, "the earlier one is whole");
    place.restore("again.locker").expect("it comes back");
}
