//! What the parsers of chats share: messages handed on in batches, wall clocks, and bounds on what one message says.
//!
//! Deliberately absent: any one messenger's words; each format is a module of its own.

pub mod dates;
pub mod desk;
pub mod packed;
pub mod spoken;
pub mod times;

use crate::draft::{Found, Hints, Hush, Sink, Unparsed};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::{Fact, FactOrigin, Message, MessageKind, Moment, Note, Timestamp, ZoneKnown};

/// Most messages of one file.
pub const MOST_MESSAGES: u32 = 10_000_000;
/// Longest text of one message in bytes; what is longer is cut and flagged `text-cut`.
pub const LONGEST_TEXT: usize = 256 << 10;
/// Longest name of a person, a chat or a file in bytes.
pub const LONGEST_NAME: usize = 512;

/// Why the reading of a chat ended early.
#[derive(Debug)]
pub enum Stop {
    /// The bytes are no such export from here on.
    Broken {
        /// Byte offset in the original.
        at: u64,
        /// Code of what was wrong.
        what: &'static str,
    },
    /// It was ended by what was found, or by the listener.
    Said(Unparsed),
}

impl From<Unparsed> for Stop {
    fn from(unparsed: Unparsed) -> Self {
        Stop::Said(unparsed)
    }
}

impl From<Hush> for Stop {
    fn from(_: Hush) -> Self {
        Stop::Said(Unparsed::Hush)
    }
}

/// A message of which nothing is known but its place.
pub fn empty() -> Message {
    Message {
        n: 0,
        id: None,
        chat: String::new(),
        author: None,
        author_id: None,
        time: no_time(""),
        kind: MessageKind::Unsupported,
        text: String::new(),
        reply_to: None,
        forwarded_from: None,
        edited: None,
        deleted: false,
        attachments: Vec::new(),
        locator: String::new(),
        flags: Vec::new(),
    }
}

/// A message that was there and could not be read.
pub fn unread() -> Message {
    Message {
        flags: vec!["unparsed".to_owned()],
        ..empty()
    }
}

const BATCH: usize = 500;
const BATCH_BYTES: usize = 1 << 20;

/// Numbers messages and hands them on, at most 500 or about 1 MiB at a time.
pub struct Batch<'a> {
    out: &'a mut dyn Sink,
    held: Vec<Message>,
    bytes: usize,
    n: u32,
}

impl<'a> Batch<'a> {
    /// Nothing yet.
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Self {
            out,
            held: Vec::new(),
            bytes: 0,
            n: 0,
        }
    }

    /// How many messages there were.
    pub fn count(&self) -> u32 {
        self.n
    }

    /// Takes the next message; its `n` is set here.
    pub fn push(&mut self, mut message: Message) -> Result<(), Unparsed> {
        if self.n == MOST_MESSAGES {
            return Err(Unparsed::TooLarge {
                what: "messages".to_owned(),
            });
        }
        self.n += 1;
        message.n = self.n;
        self.bytes += weight(&message);
        self.held.push(message);
        if self.held.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Says something that is no message; messages that are held may follow it.
    pub fn say(&mut self, found: Found) -> Result<(), Unparsed> {
        Ok(self.out.found(found)?)
    }

    /// Says a note.
    pub fn note(&mut self, note: Note) -> Result<(), Unparsed> {
        self.say(Found::Note(note))
    }

    /// Says a note that counts, if there is anything to count.
    pub fn count_note(&mut self, code: &str, count: usize) -> Result<(), Unparsed> {
        if count == 0 {
            Ok(())
        } else {
            self.note(Note::counted(code, count))
        }
    }

    /// Says what the export claims about itself.
    pub fn fact(&mut self, key: &str, value: &str) -> Result<(), Unparsed> {
        let value = clip(value, 2000).to_owned();
        self.say(Found::Fact(Fact {
            key: key.to_owned(),
            value,
            origin: FactOrigin::Export,
            time: None,
        }))
    }

    /// Hands on what is held.
    pub fn flush(&mut self) -> Result<(), Unparsed> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        Ok(self.out.found(Found::Messages(std::mem::take(&mut self.held)))?)
    }
}

fn weight(message: &Message) -> usize {
    let attachments: usize = message
        .attachments
        .iter()
        .map(|file| file.name.len() + file.path.as_ref().map_or(0, String::len))
        .sum();
    let flags: usize = message.flags.iter().map(String::len).sum();
    message.text.len() + message.chat.len() + message.author.as_ref().map_or(0, String::len) + attachments + flags + 128
}

/// The longest start of `text` that has at most `most` bytes and ends between two characters.
pub fn clip(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Cuts a text that is too long and says so in the flags.
pub fn cut_text(text: &mut String, flags: &mut Vec<String>) {
    if text.len() > LONGEST_TEXT {
        text.truncate(clip(text, LONGEST_TEXT).len());
        flags.push("text-cut".to_owned());
    }
}

/// The zone in which a person said that wall clocks are to be read.
pub struct Zone(Option<TimeZone>);

impl Zone {
    /// From the hints; a zone that the table does not have is said in a note, and times stay without zone.
    pub fn of(hints: &Hints) -> (Self, Option<Note>) {
        let Some(name) = &hints.timezone else {
            return (Self(None), None);
        };
        match TimeZone::get(name) {
            Ok(zone) => (Self(Some(zone)), None),
            Err(_) => (Self(None), Some(Note::with_detail("timezone-unknown", name))),
        }
    }

    /// Whether nobody named a zone.
    pub fn is_unknown(&self) -> bool {
        self.0.is_none()
    }

    /// A wall clock as a moment, and whether a change of clocks makes it ambiguous or impossible.
    pub fn read(&self, raw: &str, wall: Option<DateTime>) -> (Moment, bool) {
        let raw = clip(raw, LONGEST_NAME).to_owned();
        let instant = self
            .0
            .as_ref()
            .zip(wall)
            .map(|(zone, wall)| zone.to_ambiguous_timestamp(wall));
        let ambiguous = instant.as_ref().is_some_and(|instant| instant.is_ambiguous());
        let utc = instant
            .and_then(|instant| instant.compatible().ok())
            .and_then(|instant| Timestamp::from_millis(instant.as_millisecond()).ok());
        let zone = if utc.is_some() {
            ZoneKnown::Assumed
        } else {
            ZoneKnown::Unknown
        };
        (
            Moment {
                utc,
                raw,
                zone,
                wall: wall.and_then(wall_millis),
            },
            ambiguous,
        )
    }
}

/// A wall clock as milliseconds since 1970 without zone.
pub fn wall_millis(wall: DateTime) -> Option<i64> {
    wall.to_zoned(TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp().as_millisecond())
}

/// No time at all.
pub fn no_time(raw: &str) -> Moment {
    Moment {
        utc: None,
        raw: clip(raw, LONGEST_NAME).to_owned(),
        zone: ZoneKnown::Unknown,
        wall: None,
    }
}
