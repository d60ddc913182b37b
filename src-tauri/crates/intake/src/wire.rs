//! What parent and worker say to each other. The facts of `model` leave fields out of JSON where they are empty, which
//! postcard cannot read back; so they cross the pipe as the plain mirrors here.

use crate::draft::{Found, Hints, Unparsed};
use crate::pixels::{Layout, Run};
use model::{Attachment, Fact, FactOrigin, Kind, Message, MessageKind, Moment, Note, Timestamp, ZoneKnown};
use serde::{Deserialize, Serialize};

/// Both sides say this number first; they come from one build.
pub const PROTOCOL: u16 = 1;

/// Parent to worker. The answer to a `Need` is a plain frame.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// The file. Once, first.
    Open { len: u64, hints: Hints },
    /// Everything about the file: `Found` and then `Done`.
    Parse,
    /// An entry of an archive: plain frames and then `Done`.
    Extract { index: u32, bytes: u64 },
    /// The image, no larger than this: `Size`, plain frames, `Done`.
    Picture { max_w: u32, max_h: u32 },
    /// How many pages: `Count`, `Done`.
    PageCount,
    /// A page (from 1), no larger than this: `Size`, plain frames, `Done`.
    Page { page: u32, max_w: u32, max_h: u32 },
    /// Words of a page with their places: `Text` and `Runs` in pieces, `Done`.
    PageText { page: u32 },
    /// Tries something that the sandbox must not allow. Only the worker built for the sandbox tests obeys.
    Misbehave(String),
}

/// Worker to parent.
#[derive(Debug, Serialize, Deserialize)]
pub enum Said {
    /// First words, after the sandbox is shut.
    Hello {
        protocol: u16,
        landlock: bool,
        seccomp: bool,
    },
    /// Bytes of the file, please.
    Need { offset: u64, len: u32 },
    /// Something about the file.
    Found(FoundWire),
    /// Size of the pixels that follow.
    Size { width: u32, height: u32, layout: Layout },
    /// Pages.
    Count(u32),
    /// A piece of a page's text.
    Text(String),
    /// Some of a page's runs.
    Runs(Vec<Run>),
    /// The end of a job.
    Done(Result<(), UnparsedWire>),
}

/// Mirror of [`Found`].
#[derive(Debug, Serialize, Deserialize)]
pub enum FoundWire {
    Format {
        kind: String,
        media_type: String,
        format: String,
    },
    Fact {
        key: String,
        value: String,
        origin: u8,
        time: Option<MomentWire>,
    },
    Note {
        code: String,
        count: Option<u32>,
        detail: Option<String>,
    },
    Messages(Vec<MessageWire>),
    Text {
        page: u32,
        text: String,
    },
    Part {
        index: u32,
        path: String,
        bytes: u64,
    },
    Beside {
        path: String,
    },
}

/// Mirror of [`Moment`].
#[derive(Debug, Serialize, Deserialize)]
pub struct MomentWire {
    utc: Option<i64>,
    raw: String,
    zone: u8,
    wall: Option<i64>,
}

/// Mirror of [`Message`].
#[derive(Debug, Serialize, Deserialize)]
pub struct MessageWire {
    n: u32,
    id: Option<String>,
    chat: String,
    author: Option<String>,
    author_id: Option<String>,
    time: MomentWire,
    kind: String,
    text: String,
    reply_to: Option<String>,
    forwarded_from: Option<String>,
    edited: Option<MomentWire>,
    deleted: bool,
    attachments: Vec<AttachmentWire>,
    locator: String,
    flags: Vec<String>,
}

/// Mirror of [`Attachment`]; its `id` is the locker's to give.
#[derive(Debug, Serialize, Deserialize)]
struct AttachmentWire {
    name: String,
    path: Option<String>,
    missing: Option<String>,
    stated: Option<String>,
}

/// Mirror of [`Unparsed`].
#[derive(Debug, Serialize, Deserialize)]
pub enum UnparsedWire {
    Malformed { at: Option<u64>, what: String },
    TooLarge { what: String },
    Encrypted,
    Unsupported { what: String },
    Ambiguous { what: String },
    Unreadable,
    Hush,
}

/// What no fact can be made of.
#[derive(Debug)]
pub struct NoFact;

const ORIGINS: [FactOrigin; 7] = [
    FactOrigin::Exif,
    FactOrigin::Xmp,
    FactOrigin::Container,
    FactOrigin::Document,
    FactOrigin::FileName,
    FactOrigin::Export,
    FactOrigin::Content,
];

const ZONES: [ZoneKnown; 4] = [
    ZoneKnown::ExplicitEpoch,
    ZoneKnown::ExplicitOffset,
    ZoneKnown::Assumed,
    ZoneKnown::Unknown,
];

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter()
        .position(|other| other == one)
        .map_or(u8::MAX, |place| place as u8)
}

fn at<T: Copy>(all: &[T], place: u8) -> Result<T, NoFact> {
    all.get(usize::from(place)).copied().ok_or(NoFact)
}

impl From<Found> for FoundWire {
    fn from(found: Found) -> Self {
        match found {
            Found::Format {
                kind,
                media_type,
                format,
            } => FoundWire::Format {
                kind: kind.code().to_owned(),
                media_type,
                format,
            },
            Found::Fact(Fact {
                key,
                value,
                origin,
                time,
            }) => FoundWire::Fact {
                key,
                value,
                origin: place(&ORIGINS, &origin),
                time: time.map(Into::into),
            },
            Found::Note(Note { code, count, detail }) => FoundWire::Note { code, count, detail },
            Found::Messages(messages) => FoundWire::Messages(messages.into_iter().map(Into::into).collect()),
            Found::Text { page, text } => FoundWire::Text { page, text },
            Found::Part { index, path, bytes } => FoundWire::Part { index, path, bytes },
            Found::Beside { path } => FoundWire::Beside { path },
        }
    }
}

impl TryFrom<FoundWire> for Found {
    type Error = NoFact;

    fn try_from(wire: FoundWire) -> Result<Self, NoFact> {
        Ok(match wire {
            FoundWire::Format {
                kind,
                media_type,
                format,
            } => Found::Format {
                kind: Kind::from_code(&kind).ok_or(NoFact)?,
                media_type,
                format,
            },
            FoundWire::Fact {
                key,
                value,
                origin,
                time,
            } => Found::Fact(Fact {
                key,
                value,
                origin: at(&ORIGINS, origin)?,
                time: time.map(TryInto::try_into).transpose()?,
            }),
            FoundWire::Note { code, count, detail } => Found::Note(Note { code, count, detail }),
            FoundWire::Messages(messages) => {
                Found::Messages(messages.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?)
            }
            FoundWire::Text { page, text } => Found::Text { page, text },
            FoundWire::Part { index, path, bytes } => Found::Part { index, path, bytes },
            FoundWire::Beside { path } => Found::Beside { path },
        })
    }
}

impl From<Moment> for MomentWire {
    fn from(Moment { utc, raw, zone, wall }: Moment) -> Self {
        MomentWire {
            utc: utc.map(Timestamp::millis),
            raw,
            zone: place(&ZONES, &zone),
            wall,
        }
    }
}

impl TryFrom<MomentWire> for Moment {
    type Error = NoFact;

    fn try_from(MomentWire { utc, raw, zone, wall }: MomentWire) -> Result<Self, NoFact> {
        let utc = utc.map(Timestamp::from_millis).transpose().map_err(|_| NoFact)?;
        Ok(Moment {
            utc,
            raw,
            zone: at(&ZONES, zone)?,
            wall,
        })
    }
}

impl From<Message> for MessageWire {
    fn from(message: Message) -> Self {
        let Message {
            n,
            id,
            chat,
            author,
            author_id,
            time,
            kind,
            text,
            reply_to,
            ..
        } = message;
        let Message {
            forwarded_from,
            edited,
            deleted,
            attachments,
            locator,
            flags,
            ..
        } = message;
        MessageWire {
            n,
            id,
            chat,
            author,
            author_id,
            time: time.into(),
            kind: kind.code().to_owned(),
            text,
            reply_to,
            forwarded_from,
            edited: edited.map(Into::into),
            deleted,
            attachments: attachments.into_iter().map(Into::into).collect(),
            locator,
            flags,
        }
    }
}

impl TryFrom<MessageWire> for Message {
    type Error = NoFact;

    fn try_from(wire: MessageWire) -> Result<Self, NoFact> {
        let MessageWire {
            n,
            id,
            chat,
            author,
            author_id,
            time,
            kind,
            text,
            reply_to,
            ..
        } = wire;
        let MessageWire {
            forwarded_from,
            edited,
            deleted,
            attachments,
            locator,
            flags,
            ..
        } = wire;
        Ok(Message {
            n,
            id,
            chat,
            author,
            author_id,
            time: time.try_into()?,
            kind: MessageKind::from_code(&kind).ok_or(NoFact)?,
            text,
            reply_to,
            forwarded_from,
            edited: edited.map(TryInto::try_into).transpose()?,
            deleted,
            attachments: attachments.into_iter().map(Into::into).collect(),
            locator,
            flags,
        })
    }
}

impl From<Attachment> for AttachmentWire {
    fn from(
        Attachment {
            id: _,
            name,
            path,
            missing,
            stated,
        }: Attachment,
    ) -> Self {
        AttachmentWire {
            name,
            path,
            missing,
            stated,
        }
    }
}

impl From<AttachmentWire> for Attachment {
    fn from(
        AttachmentWire {
            name,
            path,
            missing,
            stated,
        }: AttachmentWire,
    ) -> Self {
        Attachment {
            id: None,
            name,
            path,
            missing,
            stated,
        }
    }
}

impl From<Unparsed> for UnparsedWire {
    fn from(unparsed: Unparsed) -> Self {
        match unparsed {
            Unparsed::Malformed { at, what } => UnparsedWire::Malformed { at, what },
            Unparsed::TooLarge { what } => UnparsedWire::TooLarge { what },
            Unparsed::Encrypted => UnparsedWire::Encrypted,
            Unparsed::Unsupported { what } => UnparsedWire::Unsupported { what },
            Unparsed::Ambiguous { what } => UnparsedWire::Ambiguous { what },
            Unparsed::Unreadable => UnparsedWire::Unreadable,
            Unparsed::Hush => UnparsedWire::Hush,
        }
    }
}

impl From<UnparsedWire> for Unparsed {
    fn from(wire: UnparsedWire) -> Self {
        match wire {
            UnparsedWire::Malformed { at, what } => Unparsed::Malformed { at, what: code(what) },
            UnparsedWire::TooLarge { what } => Unparsed::TooLarge { what: code(what) },
            UnparsedWire::Encrypted => Unparsed::Encrypted,
            UnparsedWire::Unsupported { what } => Unparsed::Unsupported { what: code(what) },
            UnparsedWire::Ambiguous { what } => Unparsed::Ambiguous { what: code(what) },
            UnparsedWire::Unreadable => Unparsed::Unreadable,
            UnparsedWire::Hush => Unparsed::Hush,
        }
    }
}

/// A code is short kebab-case; whatever else a worker says is not repeated.
fn code(text: String) -> String {
    if is_code(&text) { text } else { "unknown".to_owned() }
}

/// 1 to 64 of `a`–`z`, `0`–`9`, `-`.
pub fn is_code(text: &str) -> bool {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}
