//! A look at the first and last bytes: which formats can this be?

mod chats;
mod magic;
mod packed;
mod texts;
mod told;

use super::Parse;
use crate::ReadSeek;
use crate::draft::{Hints, Unparsed};
use model::Kind;
use std::io::{Read, SeekFrom};

/// How many bytes of each end are looked at.
const LOOKED_AT: u64 = 64 << 10;

/// What detection sees of a file.
pub struct Look<'a> {
    /// The first 64 KiB.
    pub head: Vec<u8>,
    /// The last 64 KiB; overlaps the head in short files.
    pub tail: Vec<u8>,
    /// Length of the file in bytes.
    pub len: u64,
    /// Extension of the name in lower case, without the dot; empty where there is none.
    pub extension: String,
    /// What the person knows.
    pub hints: &'a Hints,
}

impl<'a> Look<'a> {
    /// Looks at both ends.
    pub fn at(input: &mut dyn ReadSeek, hints: &'a Hints) -> Result<Self, Unparsed> {
        let unreadable = |_| Unparsed::Unreadable;
        let len = input.seek(SeekFrom::End(0)).map_err(unreadable)?;
        let mut end = |from: u64| {
            input.seek(SeekFrom::Start(from))?;
            let mut bytes = Vec::new();
            Read::take(&mut *input, LOOKED_AT)
                .read_to_end(&mut bytes)
                .map(|_| bytes)
        };
        let head = end(0).map_err(unreadable)?;
        let tail = end(len.saturating_sub(LOOKED_AT)).map_err(unreadable)?;
        let extension = hints
            .name
            .rsplit_once('.')
            .map_or(String::new(), |(_, end)| end.to_lowercase());
        Ok(Self {
            head,
            tail,
            len,
            extension,
            hints,
        })
    }

    /// Whether these bytes stand at this place of the head.
    pub fn has(&self, at: usize, bytes: &[u8]) -> bool {
        self.head.get(at..).is_some_and(|rest| rest.starts_with(bytes))
    }
}

/// A format that a file can have.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// For people.
    pub kind: Kind,
    /// RFC 6838.
    pub media_type: &'static str,
    /// Our code for it.
    pub format: &'static str,
    /// Who parses it; nobody if it is only recognised.
    pub parse: Option<Parse>,
}

impl Candidate {
    /// What no format claims.
    pub fn unknown() -> Self {
        Self {
            kind: Kind::Other,
            media_type: "application/octet-stream",
            format: "unknown",
            parse: None,
        }
    }
}

/// Formats that this file can have, the surest first.
pub fn detect(look: &Look<'_>) -> Vec<Candidate> {
    CANDIDATES.iter().filter_map(|looks_like| looks_like(look)).collect()
}

/// In this order; formats that are told by few bytes or by words come last.
const CANDIDATES: &[fn(&Look<'_>) -> Option<Candidate>] = &[
    packed::looks_like,
    told::whatsapp_zip,
    chats::packed,
    told::zip,
    magic::looks_like,
    chats::single,
    told::whatsapp_text,
    texts::looks_like,
    told::table,
    told::plain_text,
];
