//! Tables as text: rows of cells between commas, semicolons, tabs or bars.
//!
//! Each row is a line of the item's text, its cells between tabs, so that it can be found and cited. What the columns mean
//! is not guessed.
//!
//! Deliberately absent: chats in tables. Which column is the author and which the time is for a person to say; only
//! Viber's, whose form is known, is a chat by itself (`viber`).

pub mod records;

use super::text::{self, charset::Charset};
use super::{another_format, say_fact, say_note};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use model::{FactOrigin, Kind, Note};
use records::{Record, Records, separator_of};
use std::io::Read;

/// Text of one piece, and of one page, in bytes.
const PIECE: usize = 256 << 10;
const PAGE: usize = 4 << 20;
/// Most text in bytes.
const MOST_TEXT: usize = 1 << 30;

/// Whether a file that is named as a table is one: its first rows have the same number of cells, more than one.
pub fn looks_like(head: &[u8], hints: &Hints) -> bool {
    let name = hints.name.to_lowercase();
    let is_named = [".csv", ".tsv", ".tab"].iter().any(|end| name.ends_with(end));
    is_named && text::charset::detect(head).is_some_and(|charset| separator_of(head, &charset).is_some())
}

/// Parses a table.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    let Some((charset, separator)) = shape(input, hints)? else {
        return Err(another_format());
    };
    out.found(Found::Format {
        kind: Kind::Sheet,
        media_type: if separator == '\t' {
            "text/tab-separated-values"
        } else {
            "text/csv"
        }
        .to_owned(),
        format: "delimited".to_owned(),
    })?;
    text::say_charset(&charset, out)?;
    let mut written = Written::default();
    let mut records = Records::new(input, &charset, separator);
    while let Some(record) = records.next_record()? {
        if !written.row(&record, out)? {
            say_note(out, Note::new("text-cut"))?;
            break;
        }
    }
    written.piece(out)?;
    written.say(separator, out)
}

fn shape(input: &mut dyn ReadSeek, hints: &Hints) -> Result<Option<(Charset, char)>, Unparsed> {
    let Some(charset) = text::detect(input, &hints.name)? else {
        return Ok(None);
    };
    let mut head = Vec::new();
    Read::take(&mut *input, text::SAMPLE)
        .read_to_end(&mut head)
        .map_err(|_| Unparsed::Unreadable)?;
    super::rewind(input)?;
    Ok(separator_of(&head, &charset).map(|separator| (charset, separator)))
}

/// The text as it grows. A short table is the item's text; a long one comes in pages from 1, none of which is cut.
#[derive(Default)]
struct Written {
    page: u32,
    on_page: usize,
    all: usize,
    held: String,
    rows: usize,
    columns: usize,
    uneven: usize,
    odd: usize,
}

impl Written {
    /// Adds a row. False when there is no more room.
    fn row(&mut self, record: &Record, out: &mut dyn Sink) -> Result<bool, Unparsed> {
        if self.all > MOST_TEXT {
            return Ok(false);
        }
        if self.rows == 0 {
            self.columns = record.cells.len();
        }
        self.rows += 1;
        self.uneven += usize::from(record.cells.len() != self.columns);
        self.odd += usize::from(record.is_odd);
        for (at, cell) in record.cells.iter().enumerate() {
            if at > 0 {
                self.held.push('\t');
            }
            self.held.extend(
                cell.chars()
                    .map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }),
            );
        }
        self.held.push('\n');
        if self.held.len() >= PIECE {
            self.piece(out)?;
        }
        Ok(true)
    }

    /// Hands on what is held.
    fn piece(&mut self, out: &mut dyn Sink) -> Result<(), Unparsed> {
        if self.on_page > 0 && self.on_page + self.held.len() > PAGE {
            self.page += 1;
            self.on_page = 0;
        }
        self.on_page += self.held.len();
        self.all += self.held.len();
        let text = std::mem::take(&mut self.held);
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let piece = super::chat::clip(rest, 1 << 20);
            rest = &rest[piece.len()..];
            out.found(Found::Text {
                page: self.page,
                text: piece.to_owned(),
            })?;
        }
        Ok(())
    }

    fn say(&self, separator: char, out: &mut dyn Sink) -> Result<(), Unparsed> {
        let name = match separator {
            '\t' => "tab",
            ';' => "semicolon",
            '|' => "bar",
            _ => "comma",
        };
        say_fact(out, "separator", name, FactOrigin::Content)?;
        say_fact(out, "rows", self.rows, FactOrigin::Content)?;
        say_fact(out, "columns", self.columns, FactOrigin::Content)?;
        for (code, count) in [("rows-uneven", self.uneven), ("rows-odd", self.odd)] {
            if count > 0 {
                say_note(out, Note::counted(code, count))?;
            }
        }
        Ok(())
    }
}
