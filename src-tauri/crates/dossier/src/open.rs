//! A dossier open for reading: random access through age and ZIP, nothing on disk. What it gives was hashed twice: by
//! [`crate::verify`], which keeps a digest of every mebibyte of every file that is as signed, and again at each reading.

use crate::archive::Entry;
use crate::archive_read::{Index, read_index};
use crate::bytes::Bytes;
use crate::{Contents, CustodySlice, DossierEvidence, Error, MessagesFile, Result, VERSION};
use model::{EvidenceId, Sha256Digest};
use seal::{OpenWith, sha256};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::ops::Range;
use std::sync::Arc;

/// Files are hashed in pieces of this many bytes, so that a part can be checked without reading the whole.
pub(crate) const PIECE: u64 = 1 << 20;
/// Most bytes of `dossier.json` and of `custody.json`, which are read into memory whole; more is neither written nor read.
pub(crate) const CONTENTS_LIMIT: u64 = 64 << 20;
/// Most bytes of one `messages.json` that are read.
const MESSAGES_LIMIT: u64 = 256 << 20;
/// Most bytes of one [`Opened::read`].
pub const READ_LIMIT: u64 = 64 << 20;

/// A dossier open for reading.
pub struct Opened<R: Read + Seek> {
    pub(crate) bytes: Bytes<R>,
    pub(crate) index: Index,
    /// Digests of the pieces of every file that verification found as signed; none before it ran.
    pub(crate) verified: Option<BTreeMap<String, Vec<Sha256Digest>>>,
    /// `dossier.json`, once it was read.
    pub(crate) contents: Option<Arc<Contents>>,
}

/// Which file of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The original.
    Original,
    /// `text.txt`: UTF-8, pages parted by form feeds.
    Text,
    /// `messages.json`.
    Messages,
}

/// Opens a dossier. Nothing is believed yet: [`crate::verify`] comes next.
///
/// # Errors
/// [`Error::KeyNeeded`] and [`Error::WrongKey`] for a sealed file, [`Error::WorkFactorTooHigh`], [`Error::NotADossier`];
/// [`Error::CutShort`] and [`Error::Damaged`] where not even a list of files can be read.
pub fn open<R: Read + Seek>(from: R, key: Option<&OpenWith<'_>>) -> Result<Opened<R>> {
    let mut bytes = Bytes::open(from, key)?;
    let index = read_index(&mut bytes)?;
    Ok(Opened {
        bytes,
        index,
        verified: None,
        contents: None,
    })
}

impl<R: Read + Seek> Opened<R> {
    /// Whether it came sealed.
    pub fn is_sealed(&self) -> bool {
        self.bytes.is_sealed()
    }

    /// Claims, links, excerpts and items, from verified bytes only.
    ///
    /// # Errors
    /// [`Error::NotVerified`] before verification or when `dossier.json` is not as signed; [`Error::UnknownVersion`],
    /// [`Error::TooLarge`].
    pub fn contents(&mut self) -> Result<Arc<Contents>> {
        if let Some(read) = &self.contents {
            return Ok(Arc::clone(read));
        }
        let contents: Contents = self.read_json("data/dossier.json", CONTENTS_LIMIT)?;
        if contents.format != "vouchsafe-dossier" || contents.version != VERSION {
            return Err(Error::UnknownVersion);
        }
        if !contents.is_bounded() {
            return Err(Error::TooLarge);
        }
        let read = Arc::new(contents);
        self.contents = Some(Arc::clone(&read));
        Ok(read)
    }

    /// The custody slice, where there is one.
    ///
    /// # Errors
    /// As [`Opened::contents`].
    pub fn custody(&mut self) -> Result<Option<CustodySlice>> {
        if self.index.entries.contains_key("data/custody.json") {
            self.read_json("data/custody.json", CONTENTS_LIMIT).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The messages of a chat that are handed over.
    ///
    /// # Errors
    /// As [`Opened::read`].
    pub fn messages(&mut self, item: &DossierEvidence) -> Result<MessagesFile> {
        self.read_json(path_of(item, Part::Messages)?, MESSAGES_LIMIT)
    }

    /// Length of a file of an item, in bytes.
    ///
    /// # Errors
    /// [`Error::NotVerified`] when it is not there or not as signed.
    pub fn len_of(&self, item: &DossierEvidence, part: Part) -> Result<u64> {
        self.verified_entry(path_of(item, part)?).map(|(entry, _)| entry.len)
    }

    /// Bytes of a file of an item, at most [`READ_LIMIT`]; a range that reaches beyond the end is cut there.
    ///
    /// # Errors
    /// [`Error::NotVerified`], [`Error::ChangedWhileOpen`] when the bytes are no longer those that were verified.
    pub fn read(&mut self, item: &DossierEvidence, part: Part, range: Range<u64>) -> Result<Vec<u8>> {
        if range.end.saturating_sub(range.start) > READ_LIMIT {
            return Err(Error::TooLarge);
        }
        self.read_verified(path_of(item, part)?, range)
    }

    /// The item of this id in `contents`, for callers that have only the id.
    pub fn item(contents: &Contents, id: EvidenceId) -> Option<&DossierEvidence> {
        contents.evidence.iter().find(|item| item.id == id)
    }

    fn read_json<T: DeserializeOwned>(&mut self, path: &str, most: u64) -> Result<T> {
        let len = self.verified_entry(path)?.0.len;
        if len > most {
            return Err(Error::TooLarge);
        }
        let bytes = self.read_verified(path, 0..len)?;
        serde_json::from_slice(&bytes).map_err(|_| Error::UnknownVersion)
    }

    pub(crate) fn read_verified(&mut self, path: &str, range: Range<u64>) -> Result<Vec<u8>> {
        let (entry, pieces) = self.verified_entry(path)?;
        let (start, end) = (range.start.min(entry.len), range.end.min(entry.len));
        if start >= end {
            return Ok(Vec::new());
        }
        let (data_at, len, first) = (entry.data_at(), entry.len, start / PIECE);
        let wanted: Vec<_> = pieces[first as usize..]
            .iter()
            .copied()
            .zip(first..=(end - 1) / PIECE)
            .collect();
        let mut out = Vec::new();
        for (digest, piece) in wanted {
            let (piece_start, piece_end) = (piece * PIECE, len.min((piece + 1) * PIECE));
            let bytes = self.bytes.read_at(data_at + piece_start, piece_end - piece_start)?;
            if sha256(&bytes) != digest {
                return Err(Error::ChangedWhileOpen);
            }
            let within = start.max(piece_start) - piece_start..end.min(piece_end) - piece_start;
            out.extend_from_slice(&bytes[within.start as usize..within.end as usize]);
        }
        Ok(out)
    }

    fn verified_entry(&self, path: &str) -> Result<(&Entry, &[Sha256Digest])> {
        let pieces = self
            .verified
            .as_ref()
            .and_then(|files| files.get(path))
            .ok_or(Error::NotVerified)?;
        let entry = self.index.entries.get(path).ok_or(Error::NotVerified)?;
        Ok((entry, pieces))
    }
}

fn path_of(item: &DossierEvidence, part: Part) -> Result<&str> {
    let path = match part {
        Part::Original => &item.file,
        Part::Text => &item.text,
        Part::Messages => &item.messages,
    };
    path.as_deref().ok_or(Error::NotVerified)
}
