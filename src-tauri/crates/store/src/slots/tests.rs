//! What the slots promise: the right secret opens, nothing else does, damage is told from a wrong passphrase, and an old
//! secret is gone from the file.

use super::*;
use crate::fail::arm;
use seal::{FixedRandomness, SLOT_LEN, SystemRandomness};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use tempfile::TempDir;

const CHEAP: KdfParams = KdfParams::cheap_for_tests();

struct Made {
    folder: TempDir,
    slots: Slots,
    keys: Keys,
}

impl Made {
    fn path(&self) -> PathBuf {
        self.folder.path().join("slots")
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path()).expect("there")
    }

    fn put(&self, bytes: &[u8]) {
        std::fs::write(self.path(), bytes).expect("writable");
    }
}

fn made() -> Made {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let first = passphrase("first");
    let (slots, keys) =
        Slots::create(&folder.path().join("slots"), &secret(&first), CHEAP, &SystemRandomness).expect("creates");
    Made { folder, slots, keys }
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::copy_of(text).expect("short")
}

fn secret(passphrase: &Passphrase) -> Secret<'_> {
    Secret {
        passphrase,
        key_file: None,
    }
}

fn open(path: &Path, text: &str) -> Result<Opened> {
    let slots = Slots::at(path)?;
    let opened = slots.open(&secret(&passphrase(text)))?;
    slots.renew(&opened, 0, 0, &SystemRandomness)?;
    Ok(opened)
}

fn same(one: &Keys, other: &Keys) -> bool {
    one.locker.check_value() == other.locker.check_value() && one.id == other.id
}

#[test]
fn the_passphrase_opens_and_another_does_not() {
    let made = made();
    let opened = open(&made.path(), "first").expect("the passphrase");
    assert!(same(&opened.keys, &made.keys));
    assert_eq!(
        (opened.slot, opened.kind, opened.repaired, opened.weak),
        (0, SlotKind::Owner, false, true)
    );
    assert_eq!(open(&made.path(), "second").err(), Some(Error::WrongPassphrase));
}

#[test]
fn a_key_file_is_needed_where_one_was_given() {
    let made = made();
    let (words, file) = (passphrase("with file"), KeyFile::read(&b"key file"[..]).expect("small"));
    let with = Secret {
        passphrase: &words,
        key_file: Some(&file),
    };
    made.slots
        .add(&made.keys, &with, SlotKind::Owner, "stick", &SystemRandomness)
        .expect("free slots");
    assert_eq!(made.slots.open(&with).expect("both").slot, 1);
    assert_eq!(open(&made.path(), "with file").err(), Some(Error::WrongPassphrase));
}

#[test]
fn eight_passphrases_fit_and_each_opens_the_same_locker() {
    let made = made();
    for i in 1..SLOTS {
        let text = passphrase(&format!("passphrase {i}"));
        let slot = made.slots.add(
            &made.keys,
            &secret(&text),
            SlotKind::Owner,
            &format!("label {i}"),
            &SystemRandomness,
        );
        assert_eq!(slot, Ok(i));
    }
    let ninth = made.slots.add(
        &made.keys,
        &secret(&passphrase("ninth")),
        SlotKind::Owner,
        "",
        &SystemRandomness,
    );
    assert_eq!(ninth, Err(Error::NoFreeSlot));
    assert!(same(
        &open(&made.path(), "passphrase 5").expect("there").keys,
        &made.keys
    ));
    assert_eq!(made.slots.list(&made.keys).expect("ours")[7].label, "label 7");
    assert_eq!(made.bytes().len(), FILE_LEN, "the file never grows");
}

#[test]
fn a_changed_or_removed_passphrase_is_gone_from_both_copies_of_the_same_file() {
    let made = made();
    let inode = std::fs::metadata(made.path()).expect("there").ino();
    let second = passphrase("second");
    made.slots
        .add(&made.keys, &secret(&second), SlotKind::Owner, "", &SystemRandomness)
        .expect("free slots");
    let before = made.bytes();
    made.slots
        .change(&made.keys, 0, &secret(&passphrase("new")), &SystemRandomness)
        .expect("in use");
    made.slots
        .remove(&made.keys, 1, &SystemRandomness)
        .expect("not the last");
    let after = made.bytes();
    for slot in [4096, 4096 + SLOT_LEN, COPY_LEN + 4096, COPY_LEN + 4096 + SLOT_LEN] {
        for old in before[slot..slot + SLOT_LEN].chunks_exact(64).step_by(37) {
            assert!(
                !after.windows(64).step_by(64).any(|new| new == old),
                "64 bytes of an old slot are still there"
            );
        }
    }
    assert_eq!(
        std::fs::metadata(made.path()).expect("there").ino(),
        inode,
        "written in place"
    );
    assert_eq!(open(&made.path(), "first").err(), Some(Error::WrongPassphrase));
    assert_eq!(open(&made.path(), "second").err(), Some(Error::WrongPassphrase));
    assert!(open(&made.path(), "new").is_ok());
    assert_eq!(
        made.slots.remove(&made.keys, 0, &SystemRandomness),
        Err(Error::LastPassphrase)
    );
    assert_eq!(
        made.slots.remove(&made.keys, 5, &SystemRandomness),
        Err(Error::NoSuchItem)
    );
}

#[test]
fn every_unlock_writes_the_whole_header_anew() {
    let made = made();
    let (before, first) = (made.bytes(), open(&made.path(), "first").expect("there"));
    let second = open(&made.path(), "first").expect("there");
    assert_eq!(second.generation, first.generation + 1);
    assert_ne!(made.bytes()[80..628], before[80..628]);
}

#[test]
fn a_bit_flipped_in_one_copy_is_healed_from_the_other() {
    let made = made();
    let good = made.bytes();
    for at in [3, 20, 50, 100, 2000, 4070, 70_000, COPY_LEN + 9, FILE_LEN - 1] {
        let mut bad = good.clone();
        bad[at] ^= 4;
        made.put(&bad);
        assert!(
            open(&made.path(), "first").expect("one whole copy").repaired,
            "byte {at}"
        );
        assert!(!open(&made.path(), "first").expect("healed").repaired, "byte {at}");
    }
}

/// What a copy with this bit flipped is taken for.
fn with_flipped(copy: &mut [u8], bit: usize) -> Option<Error> {
    copy[bit / 8] ^= 1 << (bit % 8);
    let taken_for = Copy::read(copy).err();
    copy[bit / 8] ^= 1 << (bit % 8);
    taken_for
}

fn every_flip_is_noticed(copy: &mut [u8], bits: impl Iterator<Item = usize>) {
    for bit in bits {
        let taken_for = with_flipped(copy, bit);
        let of_the_version = bit / 8 == 15 && taken_for == Some(Error::LockerIsNewer);
        assert!(of_the_version || taken_for == Some(Error::SlotsDamaged), "bit {bit}");
    }
}

#[test]
#[ignore = "all four million bits take most of an hour"]
fn every_single_bit_of_a_copy_counts() {
    let good = made().bytes();
    every_flip_is_noticed(&mut good[..COPY_LEN].to_vec(), 0..COPY_LEN * 8);
}

/// Every bit of a header that says something, one in each byte of the zeros, one in each 64 bytes of the slots.
#[test]
fn a_bit_flipped_in_both_copies_is_damage_and_not_a_wrong_passphrase() {
    let made = made();
    let good = made.bytes();
    let said = (0..628 * 8).chain(4064 * 8..4096 * 8);
    let zeros = (628 * 8..4064 * 8).step_by(9);
    let slots = (4096 * 8..COPY_LEN * 8).step_by(64 * 8 + 1);
    every_flip_is_noticed(&mut good[..COPY_LEN].to_vec(), said.chain(zeros).chain(slots));
    let mut both = good.clone();
    both[5000] ^= 1;
    both[COPY_LEN + 5000] ^= 1;
    made.put(&both);
    assert_eq!(open(&made.path(), "first").err(), Some(Error::SlotsDamaged));
}

#[test]
fn whoever_recomputes_the_checksum_is_still_noticed() {
    let made = made();
    let good = made.bytes();
    let forged = |at: usize| {
        let mut copy = good[..COPY_LEN].to_vec();
        copy[at] ^= 1;
        let sum = [&copy[..4064], &copy[4096..]].concat();
        copy[4064..4096].copy_from_slice(&seal::sha256(&sum).0);
        made.put(&[&copy[..], &copy].concat());
        open(&made.path(), "first").err()
    };
    assert_eq!(forged(4096 + 5000), Some(Error::SlotsDamaged), "our slot");
    assert_eq!(
        forged(4096 + 3 * SLOT_LEN),
        Some(Error::SlotsDamaged),
        "a slot that is not ours"
    );
    assert_eq!(forged(85), Some(Error::SlotsDamaged), "the generation");
    assert_eq!(forged(200), Some(Error::SlotsDamaged), "the table");
    assert!(
        forged(20).is_some() && forged(36).is_some() && forged(60).is_some(),
        "id, cost, salt"
    );
}

#[test]
fn a_file_that_asks_for_a_tebibyte_is_refused_before_it_is_spent() {
    let made = made();
    let mut copy = made.bytes()[..COPY_LEN].to_vec();
    copy[32..36].copy_from_slice(&(1u32 << 30).to_le_bytes());
    let sum = [&copy[..4064], &copy[4096..]].concat();
    copy[4064..4096].copy_from_slice(&seal::sha256(&sum).0);
    made.put(&[&copy[..], &copy].concat());
    assert_eq!(open(&made.path(), "first").err(), Some(Error::SlotsCostTooHigh));
}

#[test]
fn a_cut_drawn_out_or_foreign_file_is_damage() {
    let made = made();
    let good = made.bytes();
    for len in [0, 1, 4096, COPY_LEN, FILE_LEN - 1] {
        made.put(&good[..len]);
        assert_eq!(
            open(&made.path(), "first").err(),
            Some(Error::SlotsDamaged),
            "{len} bytes"
        );
    }
    made.put(&[&good[..], &[0]].concat());
    assert_eq!(open(&made.path(), "first").err(), Some(Error::SlotsDamaged));
    made.put(&vec![0x55; FILE_LEN]);
    assert_eq!(open(&made.path(), "first").err(), Some(Error::SlotsDamaged));
}

#[test]
fn a_change_cut_short_leaves_a_locker_that_opens() {
    for (place, expected) in [
        ("slots-a", "first"),
        ("slots-a-synced", "new"),
        ("slots-b", "new"),
        ("slots-b-synced", "new"),
    ] {
        let made = made();
        arm(Some(place));
        let changed = made
            .slots
            .change(&made.keys, 0, &secret(&passphrase("new")), &SystemRandomness);
        arm(None);
        assert_eq!(changed, Err(Error::Io(5)), "{place} is passed");
        assert!(open(&made.path(), expected).is_ok(), "cut short at {place}");
    }
}

#[test]
fn a_write_torn_in_the_first_copy_leaves_the_second() {
    let made = made();
    let old = made.bytes();
    made.slots
        .change(&made.keys, 0, &secret(&passphrase("new")), &SystemRandomness)
        .expect("in use");
    let new = made.bytes();
    for torn in [512, 4096, 40_000] {
        made.put(&[&new[..torn], &old[torn..]].concat());
        assert!(open(&made.path(), "first").is_ok(), "torn after {torn} bytes of A");
        made.put(&[&new[..COPY_LEN + torn], &old[COPY_LEN + torn..]].concat());
        assert!(open(&made.path(), "new").is_ok(), "torn after {torn} bytes of B");
    }
}

#[test]
fn used_and_unused_slots_look_alike() {
    let made = made();
    let bytes = made.bytes();
    for slot in 0..SLOTS {
        let start = 4096 + slot * SLOT_LEN;
        let ones: u32 = bytes[start..start + SLOT_LEN]
            .iter()
            .map(|byte| byte.count_ones())
            .sum();
        let expected = SLOT_LEN as u32 * 4;
        assert!(
            ones.abs_diff(expected) < 2500,
            "slot {slot} has {ones} ones of {expected} expected"
        ); // 7 sigma
    }
}

#[test]
fn a_label_that_is_too_long_changes_nothing() {
    let made = made();
    let before = made.bytes();
    let added = made.slots.add(
        &made.keys,
        &secret(&passphrase("x")),
        SlotKind::Owner,
        &"x".repeat(55),
        &FixedRandomness::new(1),
    );
    assert_eq!(added, Err(Error::TooLong));
    assert!(made.bytes() == before);
}

#[test]
fn a_bad_sector_in_one_copy_does_not_keep_the_locker_shut_and_in_both_it_is_the_disk_s_error() {
    let made = made();
    let bad = |at| crate::fail::Bad {
        below: made.path(),
        at: Some(at),
    };
    let (a, b) = (70_000, COPY_LEN as u64 + 70_000);
    for at in [a, b] {
        crate::fail::break_disk(vec![bad(at)]);
        let opened = open(&made.path(), "first");
        crate::fail::break_disk(Vec::new());
        assert!(opened.expect("the other copy").repaired, "{at}");
    }
    crate::fail::break_disk(vec![bad(a), bad(b)]);
    let opened = open(&made.path(), "first");
    crate::fail::break_disk(Vec::new());
    assert_eq!(opened.err(), Some(Error::Io(5)));
}

#[test]
fn limits_of_a_locker_from_before_they_were_sealed_hold_and_are_sealed_by_the_next_unlock() {
    let made = made();
    let limits = Limits { tries: 3, days: 0 };
    let Read { mut copy, .. } = made.slots.read().expect("whole");
    let mut table = copy.open_table(&made.keys).expect("ours");
    table.limits = None;
    copy.set_spent(Spent::opened_at(limits, 0));
    copy.seal_table(table, &made.keys, &SystemRandomness).expect("room");
    made.slots.write(&copy).expect("writes");
    assert!(!open(&made.path(), "first").expect("opens").limits_altered);
    assert_eq!(made.slots.limits(&made.keys), Ok(limits));
    let mut bytes = made.bytes();
    bytes
        .chunks_exact_mut(COPY_LEN)
        .for_each(|copy| crate::testing::forge_limits(copy, 0, 0));
    made.put(&bytes);
    assert!(open(&made.path(), "first").expect("opens").limits_altered);
    assert_eq!(made.slots.limits(&made.keys), Ok(limits));
}
