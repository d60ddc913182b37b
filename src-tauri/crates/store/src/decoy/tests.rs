//! What a passphrase given under coercion does, also when it is cut short; and the two other ways in which a locker destroys
//! itself without being asked.

use super::*;
use crate::custody::NewEntry;
use crate::db::{NewItem, SealedBlob};
use crate::fail::killed_at;
use crate::slots::{COPY_LEN, Decoy, Limits, Secret};
use crate::testing::{at, entry, item, source};
use crate::unlock::{self, Standing, Unlocked, change_slots, unlock};
use model::{Act, Kind, Quiet, Timestamp};
use seal::{KdfParams, Passphrase, SystemRandomness};
use std::collections::HashSet;
use std::path::PathBuf;
use tempfile::TempDir;

const REAL: &str = "the real one";
const SHOWN: &str = "the one that is given";

struct Place {
    outer: TempDir,
}

fn opened(root: &Path, text: &str, now: Timestamp) -> Result<Unlocked> {
    let passphrase = Passphrase::copy_of(text).expect("short");
    let secret = Secret {
        passphrase: &passphrase,
        key_file: None,
    };
    unlock(root, &secret, now, &SystemRandomness)
}

fn make(root: &Path, text: &str) {
    let passphrase = Passphrase::copy_of(text).expect("short");
    let secret = Secret {
        passphrase: &passphrase,
        key_file: None,
    };
    let made = unlock::create(root, &secret, KdfParams::cheap_for_tests(), &SystemRandomness);
    drop(made.expect("creates"));
}

/// A source of this name with one item; answers the item's blob.
fn fill(open: &Unlocked, codename: &str, content: &[u8]) -> BlobId {
    let name = open.db.blob_name(&SystemRandomness).expect("room");
    let taken = open
        .folder
        .blobs()
        .take_in(name, &mut &content[..], &SystemRandomness, &Quiet, 0);
    let blob = taken.expect("room").id;
    let kept: Result<()> = open.db.change(|change| {
        let taken_in: NewEntry = entry(Act::TakenIn, "E-001");
        change.log(&taken_in, &SystemRandomness)?;
        let source = change.add_source(&source(codename))?;
        let original = SealedBlob {
            name: blob.to_string(),
            wrapped_key: vec![2; 60],
        };
        let new = NewItem {
            original,
            ..item(source, Kind::Other, "a")
        };
        change.add_item(&new).map(drop)
    });
    kept.expect("kept");
    blob
}

impl Place {
    /// A locker with one item, in which a decoy with another lies.
    fn new() -> Self {
        let place = Self {
            outer: tempfile::tempdir().expect("a temporary folder"),
        };
        let (real, decoy) = (place.real(), place.outer.path().join("decoy.locker"));
        make(&real, REAL);
        make(&decoy, "the decoy's own");
        let (real, decoy) = (
            opened(&real, REAL, at(0)).expect("opens"),
            opened(&decoy, "the decoy's own", at(0)).expect("opens"),
        );
        fill(&real, "Heron", b"what must not be found");
        fill(&decoy, "Sparrow", b"what may be found");
        let installed = install_decoy(&real.folder, &decoy.folder, &decoy.db, &[], &SystemRandomness, &Quiet);
        let installed = installed.expect("room");
        let passphrase = Passphrase::copy_of(SHOWN).expect("short");
        let shown = Secret {
            passphrase: &passphrase,
            key_file: None,
        };
        let decoy = Decoy {
            keys: &decoy.keys,
            database: installed.database,
        };
        let added = change_slots(&real.folder, &real.db, |slots| {
            slots.add_duress(&real.keys, &shown, &decoy, &SystemRandomness)
        });
        added.expect("a free slot");
        place
    }

    fn real(&self) -> PathBuf {
        self.outer.path().join("case.locker")
    }

    fn slots(&self) -> Vec<u8> {
        fs::read(self.real().join("slots")).expect("there")
    }

    fn files(&self) -> usize {
        Blobs::at(self.real().join(BLOBS)).list().expect("a folder").0.len()
    }
}

fn sources(open: &Unlocked) -> Vec<String> {
    let sources = open.db.read().sources().expect("read");
    sources.into_iter().map(|source| source.codename.to_string()).collect()
}

#[test]
fn until_it_is_given_the_real_passphrase_opens_the_real_locker_and_keeps_the_decoy() {
    let place = Place::new();
    for _ in 0..2 {
        let open = opened(&place.real(), REAL, at(0)).expect("opens");
        assert_eq!(
            (sources(&open), open.standing),
            (vec!["Heron".to_owned()], Standing::Agree)
        );
    }
    assert_eq!(place.files(), 3, "an item here, an item and a database of the decoy");
}

#[test]
fn the_passphrase_given_under_coercion_shows_the_decoy_and_erases_every_other_slot() {
    let place = Place::new();
    let before = place.slots();
    let open = opened(&place.real(), SHOWN, at(0)).expect("opens");
    assert_eq!(
        (sources(&open), open.standing),
        (vec!["Sparrow".to_owned()], Standing::Agree)
    );
    drop(open);
    let after = place.slots();
    for slot in before[4096..COPY_LEN].chunks(65_536) {
        let piece = &slot[100..132];
        assert!(
            !after.windows(32).any(|window| window == piece),
            "a slot is still there"
        );
    }
    assert_eq!(place.files(), 1, "the decoy's one item");
    assert_eq!(opened(&place.real(), REAL, at(0)).err(), Some(Error::WrongPassphrase));
    for _ in 0..2 {
        let again = opened(&place.real(), SHOWN, at(0)).expect("opens");
        assert_eq!(
            (sources(&again), again.standing),
            (vec!["Sparrow".to_owned()], Standing::Agree)
        );
    }
}

#[test]
fn an_opening_of_a_decoy_that_is_cut_short_anywhere_is_finished_by_the_next() {
    for at_point in [
        "slots-a",
        "slots-a-synced",
        "slots-b",
        "slots-b-synced",
        "decoy-gave-way",
        "decoy-journals-gone",
        "decoy-in-place",
        "decoy-swept",
    ] {
        let place = Place::new();
        assert!(
            killed_at(at_point, || drop(opened(&place.real(), SHOWN, at(0)))),
            "{at_point} is passed"
        );
        for _ in 0..2 {
            let open = opened(&place.real(), SHOWN, at(0)).expect(at_point);
            let found = (sources(&open), open.standing);
            assert_eq!(found, (vec!["Sparrow".to_owned()], Standing::Agree), "{at_point}");
        }
        assert_eq!(place.files(), 1, "{at_point}");
        let real = opened(&place.real(), REAL, at(0)).err();
        assert_eq!(real, Some(Error::WrongPassphrase), "{at_point}");
    }
}

#[test]
fn both_kinds_of_unlock_write_the_slots_once_and_whole() {
    let writes = |text: &str| {
        let place = Place::new();
        let generation = |bytes: &[u8]| u64::from_le_bytes(bytes[80..88].try_into().expect("8 bytes"));
        let before = generation(&place.slots());
        drop(opened(&place.real(), text, at(0)).expect("opens"));
        let after = place.slots();
        assert!(after[..COPY_LEN] == after[COPY_LEN..], "both copies are the same");
        (generation(&after) - before, after.len())
    };
    assert_eq!(writes(REAL), writes(SHOWN));
}

#[test]
fn a_decoy_that_does_not_fit_is_removed_again() {
    struct Stop;
    impl Progress for Stop {
        fn report(&self, _: u64, _: u64) {}
        fn stop_asked(&self) -> bool {
            true
        }
    }
    let place = Place::new();
    let real = opened(&place.real(), REAL, at(0)).expect("opens");
    let decoy = opened(&place.outer.path().join("decoy.locker"), "the decoy's own", at(0)).expect("opens");
    let files = place.files();
    let stopped = install_decoy(&real.folder, &decoy.folder, &decoy.db, &[], &SystemRandomness, &Stop);
    assert_eq!(stopped.err(), Some(Error::Stopped));
    assert_eq!(place.files(), files);
}

fn limited(limits: Limits) -> Place {
    let place = Place {
        outer: tempfile::tempdir().expect("a temporary folder"),
    };
    make(&place.real(), REAL);
    let open = opened(&place.real(), REAL, at(0)).expect("opens");
    let set = |slots: &crate::Slots| slots.set_limits(&open.keys, limits, 0, &SystemRandomness);
    crate::change_slots(&open.folder, &open.db, set).expect("writes");
    place
}

#[test]
fn one_wrong_passphrase_too_many_wipes_and_a_right_one_ends_the_count() {
    let place = limited(Limits { tries: 3, days: 0 });
    let wrong = || opened(&place.real(), "guess", at(0)).err();
    assert_eq!(
        (wrong(), wrong()),
        (Some(Error::WrongPassphrase), Some(Error::WrongPassphrase))
    );
    assert_eq!(unlock::tries_left(&place.real()), Some(1));
    drop(opened(&place.real(), REAL, at(0)).expect("opens"));
    assert_eq!(unlock::tries_left(&place.real()), Some(3));
    assert_eq!(
        (wrong(), wrong(), wrong()),
        (
            Some(Error::WrongPassphrase),
            Some(Error::WrongPassphrase),
            Some(Error::LockerWiped)
        )
    );
    assert!(!place.real().exists());
}

#[test]
fn without_a_limit_wrong_passphrases_are_not_counted_and_nothing_is_written() {
    let place = limited(Limits::default());
    let before = place.slots();
    for _ in 0..20 {
        assert_eq!(
            opened(&place.real(), "guess", at(0)).err(),
            Some(Error::WrongPassphrase)
        );
    }
    assert!(place.slots() == before);
    assert_eq!(unlock::tries_left(&place.real()), None);
}

#[test]
fn a_locker_that_waited_too_long_is_wiped_and_one_that_did_not_begins_anew() {
    const DAY: i64 = 86_400_000;
    let day = |n: i64| Timestamp::from_millis(n * DAY).expect("in range");
    let place = limited(Limits { tries: 0, days: 30 });
    drop(opened(&place.real(), REAL, day(30)).expect("not overdue"));
    assert!(!unlock::wipe_if_overdue(&place.real(), day(59), &SystemRandomness));
    drop(opened(&place.real(), REAL, day(1)).expect("a clock that was set back harms nothing"));
    assert!(unlock::wipe_if_overdue(&place.real(), day(32), &SystemRandomness));
    assert!(!place.real().exists());
    let place = limited(Limits { tries: 0, days: 30 });
    assert_eq!(opened(&place.real(), REAL, day(31)).err(), Some(Error::LockerWiped));
}

#[test]
fn a_locker_that_is_open_or_whose_clock_jumped_years_ahead_is_not_overdue() {
    const DAY: i64 = 86_400_000;
    let day = |n: i64| Timestamp::from_millis(n * DAY).expect("in range");
    let place = limited(Limits { tries: 0, days: 1 });
    assert!(!unlock::wipe_if_overdue(
        &place.real(),
        day(40 * 365),
        &SystemRandomness
    ));
    let open = opened(&place.real(), REAL, day(1)).expect("opens");
    assert!(
        !unlock::wipe_if_overdue(&place.real(), day(9), &SystemRandomness),
        "somebody works in it"
    );
    drop(open);
    assert!(unlock::wipe_if_overdue(&place.real(), day(9), &SystemRandomness));
}

#[test]
fn where_the_decoy_is_gone_nothing_is_erased() {
    let place = Place::new();
    let real = opened(&place.real(), REAL, at(0)).expect("opens");
    let known: HashSet<BlobId> = [real.db.read().blob_names().expect("read")[0].parse().expect("a name")].into();
    real.folder.blobs().keep_only(&known).expect("removed");
    drop(real);
    assert_eq!(opened(&place.real(), SHOWN, at(0)).err(), Some(Error::WrongPassphrase));
    assert!(opened(&place.real(), REAL, at(0)).is_ok());
}

/// Both copies of the slots, as somebody without a passphrase would leave them.
fn forge(place: &Place, tries: u8, days: u16) {
    let path = place.real().join("slots");
    let mut bytes = fs::read(&path).expect("there");
    for copy in bytes.chunks_exact_mut(crate::slots::COPY_LEN) {
        crate::testing::forge_limits(copy, tries, days);
    }
    fs::write(&path, bytes).expect("writable");
}

#[test]
fn limits_changed_without_a_passphrase_are_told_logged_and_set_right_by_the_next_unlock() {
    for (set, forged) in [((3, 9), (0, 0)), ((0, 0), (9, 9)), ((3, 0), (100, 0)), ((0, 9), (0, 9))] {
        let limits = Limits {
            tries: set.0,
            days: set.1,
        };
        let place = limited(limits);
        let open = opened(&place.real(), REAL, at(0)).expect("opens");
        assert_eq!(open.standing, Standing::Agree);
        let before = open.db.read().log_end().expect("a log").0;
        drop(open);
        forge(&place, forged.0, forged.1);
        let open = opened(&place.real(), REAL, at(0));
        let Ok(open) = open else {
            assert_eq!(forged.1, 9, "days that were armed wipe before anybody is asked");
            continue;
        };
        assert_eq!(open.standing, Standing::LimitsAltered, "{set:?} {forged:?}");
        assert_eq!(open.db.read().log_end().expect("a log").0, before + 1);
        assert_eq!(open.folder.slots().limits(&open.keys), Ok(limits));
        drop(open);
        assert_eq!(unlock::tries_left(&place.real()), (set.0 > 0).then_some(set.0));
        let open = opened(&place.real(), REAL, at(0)).expect("opens");
        assert_eq!(open.standing, Standing::Agree, "told once");
    }
}

#[test]
fn wrong_passphrases_and_a_lock_change_nothing_that_was_set() {
    let limits = Limits { tries: 5, days: 9 };
    let place = limited(limits);
    assert_eq!(
        opened(&place.real(), "guess", at(0)).err(),
        Some(Error::WrongPassphrase)
    );
    let open = opened(&place.real(), REAL, at(60)).expect("opens");
    assert_eq!(open.standing, Standing::Agree);
    let later = u64::try_from(at(120).millis()).expect("after 1970");
    let slots = open.folder.slots();
    slots.note_time(&open.keys, later, &SystemRandomness).expect("writes");
    drop(open);
    let open = opened(&place.real(), REAL, at(180)).expect("opens");
    assert_eq!(open.standing, Standing::Agree);
    assert_eq!(open.folder.slots().limits(&open.keys), Ok(limits));
}
