//! What a parser says about a file, in the order in which it finds it. These are drafts: the parent checks bounds, and
//! the `locker` crate turns them into facts.

use model::{Fact, Kind, Message, Note};
use serde::{Deserialize, Serialize};

/// How the date in a chat export's lines is ordered, as a person said it (WhatsApp writes none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum DateOrder {
    Dmy,
    Mdy,
    Ymd,
}

/// What the person who imports knows beyond the bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hints {
    /// File name without folders, as it came. A hint only: formats are found by content.
    pub name: String,
    /// IANA zone in which wall clocks of this file are to be read, e.g. `Europe/Kyiv`.
    pub timezone: Option<String>,
    /// Order of day, month and year.
    pub date_order: Option<DateOrder>,
}

/// One thing a parser found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Found {
    /// What the file is. Always first, once. `format` is our code for the exact format: `telegram-json`, `whatsapp-text`,
    /// `whatsapp-zip`, `jpeg`, `pdf`, `plain-text`, `zip`, `unknown`, …
    Format {
        /// For people.
        kind: Kind,
        /// By content (RFC 6838).
        media_type: String,
        /// Ours.
        format: String,
    },
    /// Something the file claims about itself.
    Fact(Fact),
    /// Something the import has to say.
    Note(Note),
    /// Messages in file order, at most 500 at a time, `n` counting on from 1. Attachments carry `path`.
    Messages(Vec<Message>),
    /// Text of a page (from 1) or of the whole item (`page` 0), in reading order; at most 1 MiB at a time, pieces of one
    /// page follow each other and are joined as they are.
    Text {
        /// From 1; 0 for items without pages.
        page: u32,
        /// UTF-8.
        text: String,
    },
    /// A file inside this file that should become an item of its own: an entry of an archive. Its bytes are had by
    /// asking the worker for the entry by `index`.
    Part {
        /// For the worker.
        index: u32,
        /// Path inside, already made safe: relative, `/` between parts, no `..`, NFC.
        path: String,
        /// Length in bytes as declared; bounds the extraction.
        bytes: u64,
    },
    /// A path beside this file (in an exported folder) that the file names as its attachment, made safe as above.
    Beside {
        /// Relative to the folder of this file.
        path: String,
    },
}

/// Where a parser puts what it finds.
pub trait Sink {
    /// Takes one thing. An error means: stop now, nobody listens any more.
    fn found(&mut self, found: Found) -> Result<(), Hush>;
}

/// Nobody listens any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hush")]
pub struct Hush;

impl Sink for Vec<Found> {
    fn found(&mut self, found: Found) -> Result<(), Hush> {
        self.push(found);
        Ok(())
    }
}

/// Why a file could not be parsed, or not to the end. The original is kept all the same; this becomes a note on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unparsed {
    /// The bytes break the format's own rules at this place.
    #[error("malformed")]
    Malformed {
        /// Byte offset, where known.
        at: Option<u64>,
        /// Short code of what was wrong.
        what: String,
    },
    /// A bound was reached: pixels, pages, entries, depth, ratio, memory, seconds, …
    #[error("too-large")]
    TooLarge {
        /// Which bound, kebab-case.
        what: String,
    },
    /// It needs a password.
    #[error("encrypted")]
    Encrypted,
    /// A format, or a part of one, that we do not read.
    #[error("unsupported")]
    Unsupported {
        /// Kebab-case.
        what: String,
    },
    /// A person must say something first, e.g. `date-order` or `timezone`.
    #[error("ambiguous")]
    Ambiguous {
        /// What to ask.
        what: String,
    },
    /// The bytes could not be read.
    #[error("unreadable")]
    Unreadable,
    /// The parent stopped listening.
    #[error("hush")]
    Hush,
}

impl From<Hush> for Unparsed {
    fn from(_: Hush) -> Self {
        Unparsed::Hush
    }
}
