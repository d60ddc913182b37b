//! Plain text in whatever code page it is: words out, in pieces, with the code page said.
//!
//! Deliberately absent: transcripts with times, subtitles and mark-up, which are texts here until they have parsers.

pub mod charset;
pub mod lines;

use super::another_format;
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use charset::{Charset, Decoder};
use model::{Fact, FactOrigin, Kind, Note};
use std::io::{Read, SeekFrom};

/// Most text of one file in bytes of UTF-8.
const MOST_TEXT: usize = 512 << 20;
/// Bytes of the head by which the code page is guessed.
pub const SAMPLE: u64 = 256 << 10;

/// Whether the first bytes of a file are text in some code page.
pub fn looks_like(head: &[u8], hints: &Hints) -> bool {
    charset::detect_named(head, &hints.name).is_some()
}

/// Parses a text.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    let Some(charset) = detect(input, &hints.name)? else {
        return Err(another_format());
    };
    out.found(Found::Format {
        kind: Kind::Text,
        media_type: "text/plain".to_owned(),
        format: "plain-text".to_owned(),
    })?;
    say_charset(&charset, out)?;
    let mut decoder = Decoder::new(input, &charset);
    let mut said = 0;
    while let Some(text) = decoder.next_piece()? {
        said += text.len();
        if said > MOST_TEXT {
            out.found(Found::Note(Note::new("text-cut")))?;
            break;
        }
        out.found(Found::Text { page: 0, text })?;
    }
    if decoder.damaged() > 0 {
        out.found(Found::Note(Note::counted("charset-damaged", decoder.damaged())))?;
    }
    Ok(())
}

/// The code page of a file by its head; the file is then read from its start again.
pub fn detect(input: &mut dyn ReadSeek, name: &str) -> Result<Option<Charset>, Unparsed> {
    let mut head = Vec::new();
    input.seek(SeekFrom::Start(0)).map_err(|_| Unparsed::Unreadable)?;
    input
        .take(SAMPLE)
        .read_to_end(&mut head)
        .map_err(|_| Unparsed::Unreadable)?;
    input.seek(SeekFrom::Start(0)).map_err(|_| Unparsed::Unreadable)?;
    Ok(charset::detect_named(&head, name))
}

/// Says which code page it is, and if that is a guess.
pub fn say_charset(charset: &Charset, out: &mut dyn Sink) -> Result<(), Unparsed> {
    let name = charset.encoding.name();
    out.found(Found::Fact(Fact {
        key: "charset".to_owned(),
        value: name.to_owned(),
        origin: FactOrigin::Content,
        time: None,
    }))?;
    if charset.guessed {
        out.found(Found::Note(Note::with_detail("charset-guessed", name)))?;
    }
    Ok(())
}
