//! ZIP archives: what is inside, under names that are safe, and each entry's bytes on request.
//!
//! Bounds on entries, sizes, ratios and paths hold before anything is unpacked. Entries that share bytes of the archive
//! (the trick by which small bombs pass ratio checks) are not offered, nor are links, special files and encrypted ones;
//! how many there are of each is said. Archives inside are entries like others and are not opened here.

mod names;

use super::safe_path::{UnsafePath, folded, safe_path};
use super::{Entries, malformed};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use model::{Kind, Note};
use names::Naming;
use std::collections::HashSet;
use std::io::{self, Read, Write};
use zip::CompressionMethod;
use zip::ZipReadOptions;
use zip::read::{Config, OwnedZipFileEntry, ZipFile};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

/// Most entries of an archive.
pub const MOST_ENTRIES: usize = 50_000;
/// Most bytes of the central directory that are read.
const MOST_DIRECTORY: u64 = 32 << 20;
/// Most bytes of all entries together.
pub const MOST_BYTES: u64 = 256 << 30;
/// Most bytes that one byte of the archive may become, in entries of more than [`SMALL`].
pub const MOST_RATIO: u64 = 250;
/// Entries up to this size may be packed as tightly as they like.
pub const SMALL: u64 = 64 << 20;

/// Whether the first bytes are those of a ZIP archive, also an empty one.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08PK\x03\x04")
}

/// Parses an archive: its entries become parts.
pub fn parse(input: &mut dyn ReadSeek, _hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    out.found(Found::Format {
        kind: Kind::Archive,
        media_type: "application/zip".to_owned(),
        format: "zip".to_owned(),
    })?;
    let archive = Archive::open(input)?;
    archive.say_notes(out)?;
    for entry in archive.entries() {
        out.found(Found::Part {
            index: entry.index,
            path: entry.path.clone(),
            bytes: entry.bytes,
        })?;
    }
    Ok(())
}

/// An entry that may be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the central directory, from 0.
    pub index: u32,
    /// Safe path.
    pub path: String,
    /// Declared length in bytes.
    pub bytes: u64,
}

/// An archive that was looked through.
pub struct Archive<R> {
    input: R,
    all: Vec<OwnedZipFileEntry>,
    entries: Vec<Entry>,
    notes: Vec<Note>,
}

impl<R: Read + io::Seek> Archive<R> {
    /// Reads the central directory and judges every entry.
    pub fn open(mut input: R) -> Result<Self, Unparsed> {
        let (all, cut) = read_directory(&mut input)?;
        let mut archive = Self {
            input,
            all,
            entries: Vec::new(),
            notes: Vec::new(),
        };
        archive.judge(cut);
        Ok(archive)
    }

    /// The entries that may be had, in the order of the archive.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Says what is notable about the archive.
    pub fn say_notes(&self, out: &mut dyn Sink) -> Result<(), Unparsed> {
        for note in &self.notes {
            out.found(Found::Note(note.clone()))?;
        }
        Ok(())
    }

    /// Reads an entry from its start. What it yields is bounded by its declared length.
    pub fn read(&mut self, index: u32) -> Result<impl Read + '_, Unparsed> {
        let offered = self.entries.binary_search_by_key(&index, |entry| entry.index).is_ok();
        let entry = self
            .all
            .get(index as usize)
            .filter(|_| offered)
            .ok_or_else(|| unsupported("no-such-entry"))?;
        let file: ZipFile<'_, R> = entry
            .as_ref()
            .with_reader(&mut self.input, ZipReadOptions::new())
            .map_err(unparsed)?;
        Ok(file)
    }

    /// Writes an entry, which was declared to have `bytes` bytes. An entry that has more is refused before it is passed on.
    pub fn extract(&mut self, index: u32, bytes: u64, out: &mut dyn Write) -> Result<(), Unparsed> {
        let mut left = bytes;
        let mut block = vec![0; 64 << 10];
        let mut entry = self.read(index)?;
        loop {
            let read = match entry.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(malformed("entry")),
                Err(_) => return Err(Unparsed::Unreadable),
            };
            left = left.checked_sub(read as u64).ok_or(Unparsed::TooLarge {
                what: "entry".to_owned(),
            })?;
            out.write_all(&block[..read]).map_err(|_| Unparsed::Hush)?;
        }
        if left == 0 {
            Ok(())
        } else {
            Err(malformed("entry-ended"))
        }
    }

    fn judge(&mut self, cut: bool) {
        let naming = Naming::of(self.all.iter().map(|entry| entry.name_raw()));
        let shared = sharing_bytes(&self.all);
        let links = special_paths(&self.all, &naming);
        let mut refused = Refused::default();
        let mut total: u64 = 0;
        for (index, entry) in self.all.iter().enumerate() {
            if entry.name_raw().ends_with(b"/") {
                continue;
            }
            let path = safe_path(&naming.name(entry.name_raw())).and_then(|path| not_beneath(path, &links));
            if let Some(reason) = why_refused(entry, shared.contains(&index), path.is_err(), total) {
                refused.count(reason);
                continue;
            }
            let Ok(path) = path else { continue };
            total = total.saturating_add(entry.size());
            self.entries.push(Entry {
                index: index as u32,
                path,
                bytes: entry.size(),
            });
        }
        self.notes = refused.notes();
        self.notes.extend(naming.note());
        self.notes.extend(collisions(&self.entries));
        if cut {
            self.notes.push(Note::new("entries-over-limit"));
        }
    }
}

impl<R: Read + io::Seek> Entries for Archive<R> {
    fn extract(&mut self, index: u32, bytes: u64, out: &mut dyn Write) -> Result<(), Unparsed> {
        Archive::extract(self, index, bytes, out)
    }
}

/// Reads the central directory up to its bounds; true if there was more.
fn read_directory(input: &mut (impl Read + io::Seek)) -> Result<(Vec<OwnedZipFileEntry>, bool), Unparsed> {
    let mut directory = ZipIterable::try_new(input, Config::default()).map_err(unparsed)?;
    let declared = directory.len();
    let mut all: Vec<OwnedZipFileEntry> = Vec::new();
    for entry in directory.files().map_err(unparsed)?.take(MOST_ENTRIES) {
        let entry = OwnedZipFileEntry::from(entry.map_err(unparsed)?);
        let first = all.first().map_or(0, |first| first.central_header_start());
        if !all.is_empty() && entry.central_header_start().saturating_sub(first) > MOST_DIRECTORY {
            break;
        }
        all.push(entry);
    }
    let cut = declared > all.len();
    Ok((all, cut))
}

fn why_refused(entry: &OwnedZipFileEntry, shares: bool, unsafe_path: bool, total: u64) -> Option<&'static str> {
    let bytes = entry.size();
    let bomb = bytes > SMALL && bytes / MOST_RATIO > entry.compressed_size();
    // What can be no longer than the archive's bytes times deflate's best is declared falsely.
    let lie = bytes / 1100 > entry.compressed_size().saturating_add(64);
    Some(match () {
        _ if is_special(entry) => "entries-special",
        _ if entry.encrypted() => "entries-encrypted",
        _ if unsafe_path => "unsafe-path",
        _ if shares => "entries-overlap",
        _ if !matches!(
            entry.compression(),
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) =>
        {
            "entries-unsupported"
        }
        _ if bomb || lie => "entries-ratio",
        _ if total.saturating_add(bytes) > MOST_BYTES => "entries-too-large",
        _ => return None,
    })
}

/// Links, devices and whatever else is neither file nor folder.
fn is_special(entry: &OwnedZipFileEntry) -> bool {
    let kind = entry.unix_mode().unwrap_or(0) & 0o170_000;
    entry.is_symlink() || !matches!(kind, 0 | 0o100_000 | 0o040_000)
}

/// Safe paths of links and special files, beneath which nothing may be.
fn special_paths(all: &[OwnedZipFileEntry], naming: &Naming) -> HashSet<String> {
    let special = all.iter().filter(|entry| is_special(entry));
    special
        .filter_map(|entry| safe_path(&naming.name(entry.name_raw())).ok())
        .collect()
}

fn not_beneath(path: String, links: &HashSet<String>) -> Result<String, UnsafePath> {
    let beneath = path.match_indices('/').any(|(at, _)| links.contains(&path[..at]));
    if beneath { Err(UnsafePath) } else { Ok(path) }
}

/// Places of entries that share bytes of the archive with another.
fn sharing_bytes(all: &[OwnedZipFileEntry]) -> HashSet<usize> {
    let end = |entry: &OwnedZipFileEntry| {
        let header = 30 + entry.name_raw().len() as u64;
        entry
            .header_start()
            .saturating_add(if entry.is_dir() { 30 } else { header })
            .saturating_add(entry.compressed_size())
    };
    let mut ranges: Vec<(u64, u64, usize)> = all
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.header_start(), end(entry), at))
        .collect();
    ranges.sort_unstable();
    let mut shared = HashSet::new();
    let mut reach: Option<(u64, usize)> = None;
    for (start, end, at) in ranges {
        if let Some((reached, by)) = reach.filter(|(reached, _)| *reached > start) {
            shared.extend([at, by]);
            reach = Some(if end > reached { (end, at) } else { (reached, by) });
        } else {
            reach = Some((end, at));
        }
    }
    shared
}

/// Names that stand twice, and names that are one on a file system that ignores case or normal forms.
fn collisions(entries: &[Entry]) -> Vec<Note> {
    let (mut names, mut folds) = (HashSet::new(), HashSet::new());
    let (mut twice, mut collide) = (0, 0);
    for entry in entries {
        if !names.insert(entry.path.as_str()) {
            twice += 1;
        } else if !folds.insert(folded(&entry.path)) {
            collide += 1;
        }
    }
    let noted = |code, count| (count > 0).then(|| Note::counted(code, count));
    [noted("names-twice", twice), noted("names-collide", collide)]
        .into_iter()
        .flatten()
        .collect()
}

/// How many entries were refused, by reason.
#[derive(Default)]
struct Refused(Vec<(&'static str, usize)>);

impl Refused {
    fn count(&mut self, reason: &'static str) {
        match self.0.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => self.0.push((reason, 1)),
        }
    }

    fn notes(&self) -> Vec<Note> {
        self.0
            .iter()
            .map(|(reason, count)| Note::counted(reason, *count))
            .collect()
    }
}

fn unparsed(error: ZipError) -> Unparsed {
    match error {
        ZipError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => malformed("zip"),
        ZipError::Io(error) if error.kind() == io::ErrorKind::InvalidData => malformed("zip"),
        ZipError::Io(_) => Unparsed::Unreadable,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => unsupported("zip"),
        _ => malformed("zip"),
    }
}

fn unsupported(what: &str) -> Unparsed {
    Unparsed::Unsupported { what: what.to_owned() }
}
