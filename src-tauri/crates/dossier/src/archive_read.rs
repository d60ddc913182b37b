//! Reads the archive by its central directory and says where it is not the one layout of [`crate::archive`]: bytes
//! before, between or after the files, headers that disagree, names twice, anything compressed.

use crate::archive::{CENTRAL, END, END64, Entry, FILES_LIMIT, PATH_LIMIT, end_records};
use crate::bytes::Bytes;
use crate::{Error, Finding, Result};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Most bytes of a central directory.
const DIRECTORY_LIMIT: u64 = 64 << 20;
/// How far from the end the end record is looked for where bytes were added after it.
const TAIL: u64 = 64 * 1024 + 22;

/// The files of an archive by path, and what is wrong with it as a whole.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) entries: BTreeMap<String, Entry>,
    pub(crate) findings: Vec<Finding>,
}

/// Reads the directory and compares every header with what it must be.
pub(crate) fn read_index<R: Read + Seek>(from: &mut Bytes<R>) -> Result<Index> {
    let mut index = Index::default();
    let end = find_end(from, &mut index.findings)?;
    let place = read_end(from, end)?;
    let directory = from.read_at(place.at, place.len)?;
    let entries = parse_directory(&directory, place.files)?;
    compare_end(from, &place, end, &mut index.findings)?;
    compare_entries(from, &entries, &directory, place.at, &mut index.findings)?;
    for entry in entries {
        let path = entry.path.clone();
        if index.entries.insert(path.clone(), entry).is_some() {
            index.findings.push(Finding::at("duplicate-name", &path));
        }
    }
    note_lookalikes(&mut index);
    Ok(index)
}

/// Names that one system keeps apart and another does not.
fn note_lookalikes(index: &mut Index) {
    let mut seen = BTreeMap::new();
    for path in index.entries.keys() {
        if seen.insert(path.to_lowercase(), path).is_some() {
            index.findings.push(Finding::at("duplicate-name", path));
        }
    }
}

struct Place {
    files: u64,
    at: u64,
    len: u64,
}

fn find_end<R: Read + Seek>(from: &mut Bytes<R>, findings: &mut Vec<Finding>) -> Result<u64> {
    let len = from.len();
    let tail = from.read_at(len.saturating_sub(TAIL), len.min(TAIL))?;
    let last = tail.len().checked_sub(22).ok_or(Error::CutShort)?;
    let found = (0..=last).rev().find(|i| tail[*i..].starts_with(&END.to_le_bytes()));
    let found = found.ok_or(Error::CutShort)?;
    if found != last {
        findings.push(Finding::new("archive-trailing"));
    }
    Ok(len - (tail.len() - found) as u64)
}

fn read_end<R: Read + Seek>(from: &mut Bytes<R>, end: u64) -> Result<Place> {
    let record = from.read_at(end, 22)?;
    let (files, len, at) = (u16_at(&record, 10), u32_at(&record, 12), u32_at(&record, 16));
    let mut place = Place {
        files: files.into(),
        at: at.into(),
        len: len.into(),
    };
    if files == u16::MAX || len == u32::MAX || at == u32::MAX {
        let record = from.read_at(end.checked_sub(76).ok_or(Error::Damaged)?, 56)?;
        if u32_at(&record, 0) != END64 {
            return Err(Error::Damaged);
        }
        place = Place {
            files: u64_at(&record, 32),
            len: u64_at(&record, 40),
            at: u64_at(&record, 48),
        };
    }
    if place.files > FILES_LIMIT as u64 || place.len > DIRECTORY_LIMIT {
        return Err(Error::TooLarge);
    }
    match place.at.checked_add(place.len) {
        Some(directory_end) if directory_end <= end => Ok(place),
        _ => Err(Error::Damaged),
    }
}

fn parse_directory(mut bytes: &[u8], files: u64) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for _ in 0..files {
        let header = bytes.get(..46).ok_or(Error::Damaged)?;
        if u32_at(header, 0) != CENTRAL {
            return Err(Error::Damaged);
        }
        let lengths = [28, 30, 32].map(|at| usize::from(u16_at(header, at)));
        let [path, extra, _] = lengths;
        let whole = 46 + lengths.iter().sum::<usize>();
        let rest = bytes.get(46..whole).ok_or(Error::Damaged)?;
        entries.push(read_entry(header, &rest[..path], &rest[path..path + extra])?);
        bytes = &bytes[whole..];
    }
    Ok(entries)
}

fn read_entry(header: &[u8], path: &[u8], extra: &[u8]) -> Result<Entry> {
    if path.len() > PATH_LIMIT {
        return Err(Error::TooLarge);
    }
    let (size, at) = (u32_at(header, 24), u32_at(header, 42));
    let mut entry = Entry {
        path: std::str::from_utf8(path).map_err(|_| Error::Damaged)?.to_owned(),
        crc: u32_at(header, 16),
        len: size.into(),
        at: at.into(),
        time: [u16_at(header, 14), u16_at(header, 12)],
    };
    if size == u32::MAX {
        entry.len = extra.get(4..12).map(|field| u64_at(field, 0)).ok_or(Error::Damaged)?;
    }
    if at == u32::MAX {
        let field = if size == u32::MAX { 20..28 } else { 4..12 };
        entry.at = extra.get(field).map(|field| u64_at(field, 0)).ok_or(Error::Damaged)?;
    }
    Ok(entry)
}

fn compare_end<R: Read + Seek>(
    from: &mut Bytes<R>,
    place: &Place,
    end: u64,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let directory_end = place.at + place.len;
    let wanted = end_records(place.files, place.at, place.len);
    let there = end + 22 - directory_end;
    if there != wanted.len() as u64 || from.read_at(directory_end, there)? != wanted {
        findings.push(Finding::new("archive-layout"));
    }
    Ok(())
}

fn compare_entries<R: Read + Seek>(
    from: &mut Bytes<R>,
    entries: &[Entry],
    directory: &[u8],
    directory_at: u64,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let (mut expected_at, mut rest) = (0, directory);
    for entry in entries {
        let central = entry.central_header();
        let listed = rest.starts_with(&central);
        rest = rest.get(central.len()..).unwrap_or_default();
        let in_place = entry.at == expected_at && entry.end() <= directory_at;
        if !listed || !in_place || !headers_agree(from, entry)? {
            findings.push(Finding::at("archive-layout", &entry.path));
        }
        expected_at = entry.end();
    }
    if !rest.is_empty() || expected_at != directory_at {
        findings.push(Finding::new("archive-layout"));
    }
    Ok(())
}

fn headers_agree<R: Read + Seek>(from: &mut Bytes<R>, entry: &Entry) -> Result<bool> {
    let (local, after) = (entry.local_header(), entry.descriptor());
    let data_end = entry.data_at().saturating_add(entry.len);
    Ok(from.read_at(entry.at, local.len() as u64)? == local && from.read_at(data_end, after.len() as u64)? == after)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(std::array::from_fn(|i| bytes[at + i]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|i| bytes[at + i]))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i]))
}
