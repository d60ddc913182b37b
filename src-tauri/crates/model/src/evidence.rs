//! An item of evidence: one file as it was entrusted. Written once, never changed; what was made from it is another item.

use crate::{EvidenceId, Moment, Sha256Digest, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

/// What an item is to a person who looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Kind {
    Chat,
    Image,
    Pdf,
    Document,
    Sheet,
    Mail,
    Audio,
    Video,
    Text,
    Transcript,
    Archive,
    Other,
}

impl Kind {
    /// The word for this kind in JSON, on the command line and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Chat => "chat",
            Kind::Image => "image",
            Kind::Pdf => "pdf",
            Kind::Document => "document",
            Kind::Sheet => "sheet",
            Kind::Mail => "mail",
            Kind::Audio => "audio",
            Kind::Video => "video",
            Kind::Text => "text",
            Kind::Transcript => "transcript",
            Kind::Archive => "archive",
            Kind::Other => "other",
        }
    }

    /// Every kind, in the order in which lists show them.
    pub const ALL: [Kind; 12] = [
        Kind::Chat,
        Kind::Image,
        Kind::Pdf,
        Kind::Document,
        Kind::Sheet,
        Kind::Mail,
        Kind::Audio,
        Kind::Video,
        Kind::Text,
        Kind::Transcript,
        Kind::Archive,
        Kind::Other,
    ];

    /// The kind of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An item of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number.
    pub id: EvidenceId,
    /// Who entrusted it.
    pub source: SourceId,
    /// What it is to a person.
    pub kind: Kind,
    /// Media type (RFC 6838) found by content, e.g. `image/jpeg`.
    pub media_type: String,
    /// File name as it came, without folders.
    pub name: String,
    /// What lists call it; the file name until a person gives a better one.
    pub title: String,
    /// Digest of the original bytes.
    pub sha256: Sha256Digest,
    /// Length of the original in bytes.
    pub bytes: u64,
    /// When it came into the locker.
    pub taken_in: Timestamp,
    /// The item it came inside of, or the chat it is attached to.
    pub part_of: Option<EvidenceId>,
    /// Its path inside that item.
    pub part_path: Option<String>,
    /// Independence group: items of one group count once for a claim. The source's codename unless a person says otherwise.
    pub group: String,
    /// What the import has to say about it.
    pub notes: Vec<Note>,
}

/// Something an import has to say, as a code with figures. Faces turn codes into sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Note {
    /// Kebab-case code, e.g. `messages-unparsed`.
    pub code: String,
    /// How many, where the code counts something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// A short detail from the file itself (a charset, a format version), bounded to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Note {
    /// A note that counts nothing.
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            count: None,
            detail: None,
        }
    }

    /// A note that counts.
    pub fn counted(code: &str, count: usize) -> Self {
        Self {
            count: Some(u32::try_from(count).unwrap_or(u32::MAX)),
            ..Self::new(code)
        }
    }

    /// A note with a detail; cut to 200 characters.
    pub fn with_detail(code: &str, detail: &str) -> Self {
        Self {
            detail: Some(detail.chars().take(200).collect()),
            ..Self::new(code)
        }
    }
}

/// Where a stated fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FactOrigin {
    Exif,
    Xmp,
    Container,
    Document,
    FileName,
    Export,
    Content,
}

/// Something a file says about itself. *Claimed*, never proved: whoever made the file could have written anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fact {
    /// Kebab-case code of what it is about: `date-taken`, `gps`, `camera`, `width`, `height`, `orientation`, `author`,
    /// `producer`, `created`, `modified`, `pages`, `charset`, `participants`, `chat-name`, …
    pub key: String,
    /// The value as text, bounded to 2,000 characters; coordinates as `49.83970,24.02970`.
    pub value: String,
    /// Where it is written.
    pub origin: FactOrigin,
    /// The same as a time, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Moment>,
}
