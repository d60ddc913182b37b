//! What a raw disk holds after a change of passphrase and after a wipe, whole or killed at any act: nothing of the slots
//! where they are written in place, and what the program said beforehand where they are not.

use raw::full;
use raw::image::{Image, Kind};
use raw::scan::Patterns;
use raw::story::{
    CONTENT, GIVEN_UNDER_COERCION, NAMES, SavedSlots, blobs, fill, heads, look_for_content, next_start, open,
    passphrase, prepare_decoy, wipe_killed_before, wiped,
};
use std::fs;
use std::path::Path;

const SLOTS: &str = "slots";
const DATABASE: &str = "head of the database";
const BLOBS: &str = "heads of blobs";
const BLOB_NAMES: &str = "names of blobs";
/// What must not be left where files are written in place.
const PROMISED: [&str; 5] = [SLOTS, DATABASE, BLOBS, CONTENT, NAMES];
const NEW: &str = "another passphrase";

/// A disk with a filled locker on it.
fn filled(kind: Kind) -> Option<Image> {
    let image = Image::new(kind)?;
    fill(&image.locker());
    Some(image)
}

/// Everything that a wipe destroys, and what must not be there at any time.
fn all_of(locker: &Path) -> Patterns {
    let mut patterns = Patterns::default();
    let (database, heads) = heads(locker);
    assert!(patterns.add_noise(SLOTS, SavedSlots::of(locker).all()) > 1_000);
    assert!(patterns.add_noise(DATABASE, &database) > 100);
    assert!(patterns.add_noise(BLOBS, &heads) > 15);
    for blob in blobs(locker) {
        let name = blob
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        patterns.add(BLOB_NAMES, name.as_bytes());
    }
    look_for_content(&mut patterns);
    patterns
}

/// Changes a passphrase, adds one and takes it away; how many pieces of the slots before each are left in the end.
fn old_slots_left(image: &Image) -> (usize, usize) {
    let locker = image.locker();
    let (mut changed, mut removed) = (Patterns::default(), Patterns::default());
    let pieces = changed.add_noise(SLOTS, SavedSlots::of(&locker).slot(0));
    assert_eq!(image.scan(&changed).of(SLOTS), pieces, "the scan sees what is there");
    let opened = open(image, raw::story::PASSPHRASE);
    opened
        .change_passphrase(&passphrase(raw::story::PASSPHRASE), &passphrase(NEW), None)
        .expect("it changes");
    let added = opened
        .add_passphrase(&passphrase("a third one"), None, "")
        .expect("added");
    let slot = usize::try_from(added.slot).expect("of eight");
    assert_eq!(removed.add_noise(SLOTS, SavedSlots::of(&locker).slot(slot)), pieces);
    opened
        .remove_passphrase(&passphrase("a third one"), None)
        .expect("removed");
    drop(opened);
    (image.scan(&changed).of(SLOTS), image.scan(&removed).of(SLOTS))
}

#[test]
fn on_ext4_nothing_of_an_old_slot_is_on_the_disk_after_a_change_and_a_removal() {
    let Some(image) = filled(Kind::Ext4) else { return };
    assert_eq!(old_slots_left(&image), (0, 0));
}

#[test]
fn on_ext4_nothing_is_on_the_disk_after_a_wipe_and_no_content_ever_was() {
    let Some(image) = filled(Kind::Ext4) else { return };
    let patterns = all_of(&image.locker());
    let before = image.scan(&patterns);
    assert!(
        before.of(SLOTS) > 1_000 && before.of(BLOBS) > 15,
        "the scan sees: {before:?}"
    );
    assert_eq!((before.of(CONTENT), before.of(NAMES)), (0, 0), "{before:?}");
    let report = wiped(&image.locker());
    assert!(!image.locker().exists());
    let after = image.scan(&patterns);
    eprintln!("ext4: before {before:?}, after {after:?}, {report}");
    for group in PROMISED {
        assert_eq!(after.of(group), 0, "{group}: {after:?}");
    }
}

/// Before the first act nothing has begun; from the second on the next start finishes.
#[test]
fn on_ext4_nothing_is_on_the_disk_after_a_wipe_killed_at_any_act_and_finished() {
    let Some(image) = filled(Kind::Ext4) else { return };
    let patterns = all_of(&image.locker());
    let (mut kills, mut act) = (0, 2);
    loop {
        let disk = image.copy();
        if !wipe_killed_before(act, &disk.locker()) {
            break;
        }
        kills += 1;
        if act > 2 {
            let synced = disk.scan_as_it_is(&patterns);
            assert_eq!(
                synced.of(SLOTS),
                0,
                "the slots are gone once they are synced, act {act}"
            );
        }
        next_start(&disk.locker());
        let after = disk.scan(&patterns);
        for group in PROMISED {
            assert_eq!(after.of(group), 0, "{group} after a kill at act {act}: {after:?}");
        }
        let files = fs::read_dir(disk.locker()).map_or(0, Iterator::count);
        assert_eq!(
            files, 0,
            "finished after a kill at act {act}; at the last one an empty folder stays"
        );
        act += if full() || act < 8 { 1 } else { 7 };
    }
    eprintln!("ext4: killed {kills} times");
    assert!(kills > 8, "a wipe has more acts");
}

/// The slot that was opened stays; its place is not the first.
#[test]
fn on_ext4_nothing_of_the_real_slots_is_on_the_disk_after_a_passphrase_was_given_under_coercion() {
    let Some(image) = filled(Kind::Ext4) else { return };
    let locker = image.locker();
    prepare_decoy(&locker);
    let mut patterns = all_of(&locker);
    const REAL: &str = "the real slot";
    let pieces = patterns.add_noise(REAL, SavedSlots::of(&locker).slot(0));
    assert_eq!(image.scan(&patterns).of(REAL), pieces, "the scan sees what is there");
    drop(open(&image, GIVEN_UNDER_COERCION));
    let after = image.scan(&patterns);
    eprintln!("ext4: after an unlock under coercion {after:?}");
    for group in [REAL, CONTENT, NAMES] {
        assert_eq!(after.of(group), 0, "{group}: {after:?}");
    }
}

/// What is left there is printed; that it may be was said before and is said after.
fn is_said_beforehand(kind: Kind, before: &str, after: &str) {
    let Some(image) = filled(kind) else { return };
    let locker = image.locker();
    let meaning = store::disk_meaning(&locker);
    assert!(meaning.contains(&before), "{kind:?} is told: {meaning:?}");
    eprintln!(
        "{kind:?}: of the slots before, {:?} pieces of 128",
        old_slots_left(&image)
    );
    let patterns = all_of(&locker);
    let was = image.scan(&patterns);
    assert_eq!((was.of(CONTENT), was.of(NAMES)), (0, 0), "{was:?}");
    let report = wiped(&locker);
    let left = report["left"].as_array().expect("a list").clone();
    assert!(left.iter().any(|code| code == after), "the report says so: {left:?}");
    let found = image.scan(&patterns);
    eprintln!("{kind:?}: after the wipe {found:?}");
    assert_eq!((found.of(CONTENT), found.of(NAMES)), (0, 0), "{found:?}");
}

#[test]
fn on_ext4_that_journals_data_what_may_be_left_is_said() {
    is_said_beforehand(Kind::Ext4Journal, "journals-data", "journal");
}

#[test]
fn on_ext4_that_journals_data_by_default_what_may_be_left_is_said() {
    is_said_beforehand(Kind::Ext4JournalByDefault, "journals-data", "journal");
}

#[test]
fn on_btrfs_what_may_be_left_is_said() {
    is_said_beforehand(Kind::Btrfs, "keeps-old-blocks", "snapshots");
}

/// Why slots are written in place: what this proof must be able to see.
#[test]
fn slots_written_to_another_file_and_renamed_leave_the_old_ones_on_the_disk() {
    let Some(image) = filled(Kind::Ext4) else { return };
    let (locker, mut patterns) = (image.locker(), Patterns::default());
    let old = SavedSlots::of(&locker);
    patterns.add_noise(SLOTS, old.all());
    let new: Vec<u8> = old.all().iter().map(|byte| byte ^ 0x5a).collect();
    fs::write(locker.join("slots.new"), new).expect("room");
    fs::rename(locker.join("slots.new"), locker.join("slots")).expect("the same folder");
    let left = image.scan(&patterns).of(SLOTS);
    eprintln!("ext4: renamed over, {left} pieces are left");
    assert!(left > 0, "this proof proves nothing");
}
