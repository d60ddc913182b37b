//! What a blob promises: it opens as it was sealed, from any place, and nothing else opens.

use super::*;
use crate::{FixedRandomness, SystemRandomness};
use model::Quiet;
use std::io::Cursor;

fn key(seed: u64) -> BlobKey {
    BlobKey::make(&FixedRandomness::new(seed)).expect("fixed")
}

fn plain(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 31 % 251) as u8).collect()
}

fn seal(plain: &[u8]) -> (Vec<u8>, Sealed) {
    let mut blob = Vec::new();
    let sealed = seal_stream(&mut &plain[..], &mut blob, &key(1), &FixedRandomness::new(2), &Quiet, 0);
    (blob, sealed.expect("into memory"))
}

fn open(blob: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut out = Vec::new();
    OpenReader::new(Cursor::new(blob), &key(1))?.read_to_end(&mut out)?;
    Ok(out)
}

const LENGTHS: [usize; 8] = [
    0,
    1,
    1000,
    CHUNK_LEN - 1,
    CHUNK_LEN,
    CHUNK_LEN + 1,
    2 * CHUNK_LEN,
    9 * CHUNK_LEN + 5,
];

#[test]
fn a_blob_opens_as_it_was_sealed_whatever_its_length() {
    for len in LENGTHS {
        let plain = plain(len);
        let (blob, sealed) = seal(&plain);
        assert_eq!(
            sealed,
            Sealed {
                bytes: len as u64,
                sha256: crate::sha256(&plain)
            },
            "length {len}"
        );
        assert_eq!(blob.len() as u64, sealed_len(len as u64), "length {len}");
        assert!(open(&blob).expect("ours") == plain, "length {len}");
    }
}

#[test]
fn both_ways_to_seal_give_the_same_blob() {
    for len in LENGTHS {
        let plain = plain(len);
        let mut writer = SealWriter::new(Vec::new(), &key(1), &FixedRandomness::new(2)).expect("into memory");
        plain
            .chunks(70_001)
            .for_each(|piece| writer.write_all(piece).expect("into memory"));
        let (blob, sealed) = writer.finish().expect("into memory");
        assert!((blob, sealed) == seal(&plain), "length {len}");
    }
}

#[test]
fn any_place_is_read_and_the_end_is_the_end() {
    let plain = plain(3 * CHUNK_LEN + 77);
    let (blob, _) = seal(&plain);
    let mut reader = OpenReader::new(Cursor::new(blob), &key(1)).expect("ours");
    for at in [3 * CHUNK_LEN + 70, 0, CHUNK_LEN - 3, 2 * CHUNK_LEN, 5] {
        assert_eq!(reader.seek(SeekFrom::Start(at as u64)).expect("anywhere"), at as u64);
        let mut some = [0; 6];
        reader.read_exact(&mut some).expect("within");
        assert_eq!(some, plain[at..at + 6], "at {at}");
    }
    assert_eq!(reader.seek(SeekFrom::End(0)).expect("the end"), plain.len() as u64);
    assert_eq!(reader.read(&mut [0; 4]).expect("nothing there"), 0);
    reader
        .seek(SeekFrom::Start(u64::MAX))
        .expect("beyond is allowed, as for files");
    assert_eq!(reader.read(&mut [0; 4]).expect("nothing there"), 0);
    assert!(reader.seek(SeekFrom::Current(-1)).is_ok() && reader.seek(SeekFrom::End(i64::MIN)).is_err());
}

#[test]
fn every_bit_of_the_header_and_one_in_every_chunk_count() {
    let (blob, _) = seal(&plain(3 * CHUNK_LEN + 5));
    let flipped = |bit: usize| {
        let mut changed = blob.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        open(&changed)
    };
    for bit in 0..BLOB_HEADER_LEN * 8 {
        assert!(flipped(bit).is_err(), "bit {bit} of the header");
    }
    for chunk in 0..4 {
        let start = BLOB_HEADER_LEN + chunk * (CHUNK_LEN + TAG_LEN);
        let end = blob.len().min(start + CHUNK_LEN + TAG_LEN);
        for byte in [start, (start + end) / 2, end - 1] {
            assert!(
                matches!(flipped(byte * 8 + 3), Err(SealError::Altered)),
                "byte {byte} in chunk {chunk}"
            );
        }
    }
}

#[test]
fn a_blob_cut_off_or_drawn_out_anywhere_is_noticed() {
    let (blob, _) = seal(&plain(3 * CHUNK_LEN));
    let boundaries = (0..=3).map(|chunk| BLOB_HEADER_LEN + chunk * (CHUNK_LEN + TAG_LEN));
    for end in boundaries.flat_map(|at| [at.saturating_sub(1), at, at + 1, at + TAG_LEN]) {
        if end < blob.len() {
            assert!(open(&blob[..end]).is_err(), "cut at {end}");
        }
    }
    for more in [1, TAG_LEN, TAG_LEN + 1, CHUNK_LEN + TAG_LEN] {
        assert!(
            open(&[&blob[..], &vec![0; more]].concat()).is_err(),
            "{more} bytes more"
        );
    }
}

#[test]
fn chunks_moved_or_taken_from_another_blob_are_noticed() {
    let (blob, _) = seal(&plain(3 * CHUNK_LEN));
    let chunk = |blob: &[u8], i: usize| {
        blob[BLOB_HEADER_LEN..]
            .chunks(CHUNK_LEN + TAG_LEN)
            .nth(i)
            .map(<[u8]>::to_vec)
    };
    let (first, second) = (chunk(&blob, 0).expect("3 chunks"), chunk(&blob, 1).expect("3 chunks"));
    let third = chunk(&blob, 2).expect("3 chunks");
    let swapped = [&blob[..BLOB_HEADER_LEN], &second, &first, &third].concat();
    assert!(matches!(open(&swapped), Err(SealError::Altered)), "swapped");
    let dropped = [&blob[..BLOB_HEADER_LEN], &first, &third].concat();
    assert!(matches!(open(&dropped), Err(SealError::Altered)), "dropped");

    let mut other = Vec::new();
    let plain = plain(3 * CHUNK_LEN);
    seal_stream(&mut &plain[..], &mut other, &key(1), &SystemRandomness, &Quiet, 0).expect("into memory");
    let spliced = [
        &blob[..BLOB_HEADER_LEN],
        &first,
        &chunk(&other, 1).expect("3 chunks"),
        &third,
    ]
    .concat();
    assert!(matches!(open(&spliced), Err(SealError::Altered)), "spliced");
}

#[test]
fn another_key_and_another_format_are_told_apart() {
    let (blob, _) = seal(b"content");
    assert!(matches!(
        OpenReader::new(Cursor::new(&blob), &key(9)),
        Err(SealError::WrongKey)
    ));
    assert!(
        matches!(open(b"PK\x03\x04"), Err(SealError::Altered)),
        "too short for any blob"
    );
    assert!(matches!(open(&[b'x'; 500]), Err(SealError::UnknownFormat)));
}

#[test]
fn a_person_can_stop_and_a_failing_reader_or_writer_ends_it() {
    struct Stop;
    impl Progress for Stop {
        fn report(&self, _: u64, _: u64) {}
        fn stop_asked(&self) -> bool {
            true
        }
    }
    let plain = plain(20 * CHUNK_LEN);
    let run = |from: &mut dyn Read, to: &mut dyn Write, progress: &dyn Progress| {
        seal_stream(from, to, &key(1), &FixedRandomness::new(2), progress, 0)
    };
    assert!(matches!(
        run(&mut &plain[..], &mut Vec::new(), &Stop),
        Err(SealError::Stopped)
    ));
    let full = run(&mut &plain[..], &mut &mut [0; 3 * CHUNK_LEN][..], &Quiet);
    assert!(matches!(full, Err(SealError::Io(_))), "no room left");

    struct Breaks(usize);
    impl Read for Breaks {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(out.len())
                .ok_or_else(|| io::Error::from(io::ErrorKind::Other))?;
            Ok(out.len())
        }
    }
    assert!(matches!(
        run(&mut Breaks(5 * CHUNK_LEN), &mut Vec::new(), &Quiet),
        Err(SealError::Io(_))
    ));
}
