//! Which format a file has, and who parses it. By content first; the name decides only between formats that look alike.
//! Each format is a module that offers candidates and a parser; a new one is added to `CANDIDATES` in [`detect`].

mod detect;
mod kept;
pub(crate) mod moment;

pub mod chat;
pub mod discord;
pub mod image;
pub mod imessage;
pub mod json;
pub mod mail;
pub mod markup;
pub mod matrix;
pub mod messenger;
pub mod pdf;
pub mod safe_path;
pub mod sigexport;
pub mod signal;
pub mod slack;
pub mod sms;
pub mod table;
pub mod telegram;
pub mod telegram_html;
pub mod text;
pub mod viber;
pub mod vk;
pub mod whatsapp;
pub mod zip;

pub use detect::{Candidate, Look, detect};

use crate::ReadSeek;
use crate::draft::{Found, Hints, Hush, Sink, Unparsed};
use model::{Fact, FactOrigin, Note};
use std::io::{Read, SeekFrom, Write};

/// A parser: says everything about the file, `Found::Format` first. One that sees, before it said anything, that the
/// file is of another format answers [`another_format`], and the next candidate is asked.
pub type Parse = fn(&mut dyn ReadSeek, &Hints, &mut dyn Sink) -> Result<(), Unparsed>;

/// An archive whose entries can be had, in the numbering of its `Found::Part`s.
pub trait Entries {
    /// Writes the entry, which was declared to have `bytes` bytes.
    fn extract(&mut self, index: u32, bytes: u64, out: &mut dyn Write) -> Result<(), Unparsed>;
}

/// Opens the archive, or the backup or mail with files in it, that this file is.
pub fn open_entries(mut input: Box<dyn ReadSeek>) -> Result<Box<dyn Entries>, Unparsed> {
    let mut head = Vec::new();
    rewind(&mut *input)?;
    Read::take(&mut *input, 4 << 10)
        .read_to_end(&mut head)
        .map_err(|_| Unparsed::Unreadable)?;
    if sms::looks_like(&head, &Hints::default()) {
        return Ok(Box::new(sms::Files::open(input)?));
    }
    if !zip::looks_like(&head, &Hints::default()) && mail::is_mail(&head) {
        return Ok(Box::new(mail::Files::open(input)?));
    }
    Ok(Box::new(zip::Archive::open(input)?))
}

/// Everything about the file, by the first candidate that knows it. A file is named even if its parser gave up at once.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let look = Look::at(input, hints)?;
    let mut sink = Named { sink, named: false };
    for candidate in detect(&look) {
        rewind(input)?;
        let result = match candidate.parse {
            Some(parse) => parse(input, hints, &mut sink),
            None => kept::say(&candidate, &look, &mut sink),
        };
        if sink.named || result != Err(another_format()) {
            if !sink.named {
                kept::name(&candidate, &mut sink)?;
            }
            return result;
        }
    }
    kept::say(&Candidate::unknown(), &look, &mut sink)
}

/// Remembers whether anything was said; the first is always the format.
struct Named<'s> {
    sink: &'s mut dyn Sink,
    named: bool,
}

impl Sink for Named<'_> {
    fn found(&mut self, found: Found) -> Result<(), Hush> {
        self.named = true;
        self.sink.found(found)
    }
}

/// What a parser answers, before it said anything, to a file that is not of its format after all.
pub fn another_format() -> Unparsed {
    Unparsed::Unsupported {
        what: "another-format".to_owned(),
    }
}

/// Whether the file looks like what was detected at the very start, for jobs that need one format.
pub fn rewind(input: &mut dyn ReadSeek) -> Result<(), Unparsed> {
    input
        .seek(SeekFrom::Start(0))
        .map(|_| ())
        .map_err(|_| Unparsed::Unreadable)
}

/// The whole file in memory, for parsers that need it so; at most `most` bytes.
pub fn read_whole(input: &mut dyn ReadSeek, most: u64) -> Result<Vec<u8>, Unparsed> {
    let len = input.seek(SeekFrom::End(0)).map_err(|_| Unparsed::Unreadable)?;
    if len > most {
        return Err(Unparsed::TooLarge {
            what: "bytes".to_owned(),
        });
    }
    rewind(input)?;
    let mut bytes = Vec::with_capacity(len as usize);
    input
        .take(len)
        .read_to_end(&mut bytes)
        .map_err(|_| Unparsed::Unreadable)?;
    Ok(bytes)
}

/// The file breaks its own format's rules.
pub fn malformed(what: &str) -> Unparsed {
    Unparsed::Malformed {
        at: None,
        what: what.to_owned(),
    }
}

/// A bound was reached.
pub fn too_large(what: &str) -> Unparsed {
    Unparsed::TooLarge { what: what.to_owned() }
}

fn say_fact(sink: &mut dyn Sink, key: &str, value: impl ToString, origin: FactOrigin) -> Result<(), Unparsed> {
    let fact = Fact {
        key: key.to_owned(),
        value: value.to_string(),
        origin,
        time: None,
    };
    Ok(sink.found(Found::Fact(fact))?)
}

fn say_note(sink: &mut dyn Sink, note: Note) -> Result<(), Unparsed> {
    Ok(sink.found(Found::Note(note))?)
}
