//! What the blobs promise: what was taken in is there, what failed is not, and orphans go.

use super::*;
use crate::fail::arm;
use model::Quiet;
use seal::{CHUNK_LEN, SystemRandomness};
use std::io::{Seek, SeekFrom};
use tempfile::TempDir;

fn blobs() -> (TempDir, Blobs) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let blobs = Blobs::at(folder.path().to_path_buf());
    (folder, blobs)
}

fn name() -> BlobId {
    BlobId::make(&SystemRandomness).expect("randomness")
}

fn take_in(blobs: &Blobs, mut bytes: &[u8]) -> Result<Taken> {
    blobs.take_in(name(), &mut bytes, &SystemRandomness, &Quiet, 0)
}

fn read(blobs: &Blobs, taken: &Taken) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    blobs.open(taken.id, &taken.key)?.read_to_end(&mut out)?;
    Ok(out)
}

fn ids(blobs: &Blobs) -> Vec<BlobId> {
    blobs.list().expect("a folder").0
}

#[test]
fn what_was_taken_in_comes_back_from_any_place() {
    let (_folder, blobs) = blobs();
    let plain: Vec<u8> = (0..2 * CHUNK_LEN + 9).map(|i| (i % 253) as u8).collect();
    let taken = take_in(&blobs, &plain).expect("room");
    assert_eq!((taken.bytes, taken.sha256), (plain.len() as u64, seal::sha256(&plain)));
    assert!(read(&blobs, &taken).expect("there") == plain);
    let mut reader = blobs.open(taken.id, &taken.key).expect("there");
    reader.seek(SeekFrom::Start(CHUNK_LEN as u64 - 2)).expect("within");
    let mut some = [0; 4];
    reader.read_exact(&mut some).expect("within");
    assert_eq!(some, plain[CHUNK_LEN - 2..CHUNK_LEN + 2]);
}

#[test]
fn pieces_and_batches_are_taken_in_too() {
    let (_folder, blobs) = blobs();
    let mut writer = blobs.write(name(), &SystemRandomness).expect("room");
    writer
        .write_all(b"in ")
        .and_then(|()| writer.write_all(b"pieces"))
        .expect("room");
    let written = writer.finish().expect("room");
    assert_eq!(read(&blobs, &written).expect("there"), b"in pieces");

    let mut batch = blobs.batch();
    let taken: Vec<_> = (0..50u8)
        .map(|i| {
            batch
                .take_in(name(), &mut &[i; 100][..], &SystemRandomness, &Quiet)
                .expect("room")
        })
        .collect();
    assert_eq!(batch.len(), 50);
    batch.commit().expect("syncs");
    for (i, taken) in taken.iter().enumerate() {
        assert_eq!(read(&blobs, taken).expect("there"), [i as u8; 100]);
    }
}

#[test]
fn what_was_not_finished_leaves_nothing() {
    let (_folder, blobs) = blobs();
    drop(blobs.write(name(), &SystemRandomness).expect("room"));
    let mut batch = blobs.batch();
    batch
        .take_in(name(), &mut &b"x"[..], &SystemRandomness, &Quiet)
        .expect("room");
    drop(batch);
    for place in ["blob-written", "blob-synced", "blob-settled"] {
        arm(Some(place));
        assert_eq!(
            take_in(&blobs, b"content").err(),
            Some(Error::Io(5)),
            "{place} is passed"
        );
        arm(None);
    }
    let mut batch = blobs.batch();
    batch
        .take_in(name(), &mut &b"x"[..], &SystemRandomness, &Quiet)
        .expect("room");
    arm(Some("batch-sync"));
    assert_eq!(batch.commit(), Err(Error::Io(5)));
    arm(None);
    assert_eq!(ids(&blobs), [], "a partial blob stayed");
}

#[test]
fn a_reader_that_breaks_and_a_person_who_stops_are_told_apart() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::Other.into())
        }
    }
    struct Stop;
    impl Progress for Stop {
        fn report(&self, _: u64, _: u64) {}
        fn stop_asked(&self) -> bool {
            true
        }
    }
    let (_folder, blobs) = blobs();
    let broken = blobs.take_in(name(), &mut Breaks, &SystemRandomness, &Quiet, 0);
    assert_eq!(broken.err(), Some(Error::CannotRead));
    let stopped = blobs.take_in(name(), &mut &vec![0; 3 * CHUNK_LEN][..], &SystemRandomness, &Stop, 0);
    assert_eq!(stopped.err(), Some(Error::Stopped));
    assert_eq!(ids(&blobs), []);
}

#[test]
fn a_full_disk_is_called_one_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
        .arg(folder.path())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("skipped: mounting a small disk needs root");
        return;
    }
    let blobs = Blobs::at(folder.path().to_path_buf());
    let (one, all) = (take_in(&blobs, &vec![1; 5 << 20]), ids(&blobs));
    let small = take_in(&blobs, b"still fits");
    std::process::Command::new("umount")
        .arg(folder.path())
        .status()
        .expect("umount is where mount is");
    assert_eq!(one.err(), Some(Error::DiskFull));
    assert_eq!(all, []);
    assert!(small.is_ok(), "the room was given back");
}

#[test]
fn a_damaged_a_missing_and_another_blob_are_told_apart() {
    let (_folder, blobs) = blobs();
    let (one, two) = (
        take_in(&blobs, &vec![1; CHUNK_LEN * 2]).expect("room"),
        take_in(&blobs, b"two").expect("room"),
    );
    assert_eq!(
        blobs.open(one.id, &two.key).err(),
        Some(Error::BlobDamaged),
        "another's key"
    );
    let path = blobs.path(one.id);
    let mut bytes = std::fs::read(&path).expect("there");
    bytes[1000] ^= 1;
    std::fs::write(&path, &bytes).expect("writable");
    assert_eq!(
        read(&blobs, &one).err(),
        Some(Error::BlobDamaged),
        "found while reading"
    );
    std::fs::write(&path, &bytes[..bytes.len() - 1]).expect("writable");
    assert_eq!(
        blobs.open(one.id, &one.key).err(),
        Some(Error::BlobDamaged),
        "cut off, found when opened"
    );
    blobs.remove(two.id).expect("there");
    blobs.remove(two.id).expect("gone is no error");
    assert_eq!(blobs.open(two.id, &two.key).err(), Some(Error::BlobMissing));
}

#[test]
fn a_sweep_takes_what_is_loose_and_nothing_else() {
    let (folder, blobs) = blobs();
    let (keep, orphan, stray) = (
        take_in(&blobs, b"keep").expect("room"),
        take_in(&blobs, b"orphan").expect("room"),
        take_in(&blobs, b"stray").expect("room"),
    );
    std::fs::write(folder.path().join("note.txt"), "mine").expect("writable");
    let misplaced = folder.path().join(format!("{:02x}", keep.id.0[0])).join("f".repeat(32));
    let expect_misplaced = keep.id.0[0] != 0xff;
    std::fs::write(&misplaced, "not on its shelf").expect("writable");
    let loose = HashSet::from([orphan.id, keep.id]); // a row counts for more
    let swept = blobs.sweep(&HashSet::from([keep.id]), &loose).expect("sweeps");
    assert_eq!(swept.removed, 1);
    assert_eq!(swept.strays, if expect_misplaced { 1 } else { 2 });
    assert!(read(&blobs, &keep).is_ok() && blobs.open(orphan.id, &orphan.key).is_err());
    assert_eq!(read(&blobs, &stray).expect("kept"), b"stray");
    assert!(folder.path().join("note.txt").exists());
}

#[test]
fn only_a_name_of_ours_is_an_id() {
    let id = "00ff".repeat(8).parse::<BlobId>().expect("32 digits");
    assert_eq!(id.to_string(), "00ff".repeat(8));
    for text in [
        "",
        "../../etc/passwd",
        "00FF",
        &"00FF".repeat(8),
        &"0".repeat(31),
        &"+0".repeat(16),
        &"g".repeat(32),
    ] {
        assert!(text.parse::<BlobId>().is_err(), "{text:?}");
    }
}
