//! A message of a chat, as its export tells it.

use crate::{EvidenceId, Moment};
use serde::{Deserialize, Serialize};

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MessageKind {
    /// Words of a person, with or without attachments.
    Text,
    /// Attachments without words.
    Media,
    /// A line of the messenger itself: someone joined, a title changed.
    Service,
    /// A call, made or missed.
    Call,
    /// A poll.
    Poll,
    /// A place on a map.
    Location,
    /// A contact card.
    Contact,
    /// A mark that something was deleted.
    Deleted,
    /// The export names the message but not its content, or we do not understand it: a gap.
    Unsupported,
}

impl MessageKind {
    /// The word for it in JSON and in the database.
    pub fn code(self) -> &'static str {
        match self {
            MessageKind::Text => "text",
            MessageKind::Media => "media",
            MessageKind::Service => "service",
            MessageKind::Call => "call",
            MessageKind::Poll => "poll",
            MessageKind::Location => "location",
            MessageKind::Contact => "contact",
            MessageKind::Deleted => "deleted",
            MessageKind::Unsupported => "unsupported",
        }
    }

    /// The kind of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        use MessageKind::*;
        [
            Text,
            Media,
            Service,
            Call,
            Poll,
            Location,
            Contact,
            Deleted,
            Unsupported,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// One message. Everything in it is what the export says; nothing is proved by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Message {
    /// Place in the item, from 1, in file order over all its chats.
    pub n: u32,
    /// The messenger's own id, where the export has one.
    pub id: Option<String>,
    /// Which chat of the export, for exports with several; empty where there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub chat: String,
    /// Display name at export time; absent for a deleted account or a line without author.
    pub author: Option<String>,
    /// The messenger's id of the author, where the export has one.
    pub author_id: Option<String>,
    /// When.
    pub time: Moment,
    /// What it is.
    pub kind: MessageKind,
    /// Its words. For service lines a code and its details: `invite_members: …`.
    pub text: String,
    /// The id (`id` above) of the message it answers.
    pub reply_to: Option<String>,
    /// Whom it is forwarded from: a name, or an empty text where the export knows only that it is forwarded.
    pub forwarded_from: Option<String>,
    /// When it was edited (or, for Telegram, edited or reacted to).
    pub edited: Option<Moment>,
    /// Whether the export marks it as deleted.
    pub deleted: bool,
    /// Files that came with it, or did not.
    pub attachments: Vec<Attachment>,
    /// Where it is in the original: `bytes=120-480`, `line=12`, `lines=12-14`, or an entry path and one of these.
    pub locator: String,
    /// Codes of what is notable about it: `link-text-differs`, `looks-forged`, …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

/// A file that came with a message, or that the export says is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Attachment {
    /// The item it became, once it is in the locker.
    pub id: Option<EvidenceId>,
    /// Its name, for people.
    pub name: String,
    /// Path inside the export, as the export writes it. Hostile until resolved inside the export's root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Why it is missing: `not-included`, `too-large`, `unavailable`, `not-in-folder`, `omitted`, `unsafe-path`.
    pub missing: Option<String>,
    /// Media type or kind that the export states: `photo`, `voice-message`, `sticker`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
}
