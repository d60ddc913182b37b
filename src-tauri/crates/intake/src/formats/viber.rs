//! Viber's "e-mail message history": one table for each chat, `="17/08/2014"<TAB>12:52:56<TAB>="Name"<TAB>="+123…"<TAB>"words"`.
//!
//! The order of day and month is not written. It follows from the dates, or a person says it; otherwise the messages come
//! without times. Times are the telephone's wall clock.
//!
//! Deliberately absent: Viber's databases and its backups.

use super::chat::dates::{Dates, Known, date_in};
use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty};
use super::table::records::{Record, Records};
use super::text::{self, charset::Charset};
use crate::ReadSeek;
use crate::draft::{DateOrder, Hints, Sink, Unparsed};
use jiff::civil::Time;
use model::{Message, MessageKind, Note};
use std::io::Read;

/// Most rows, and bytes of words, that wait until the order of the dates is known.
const MOST_HELD: (usize, usize) = (200_000, 128 << 20);

/// A table of a chat.
pub const EXPORT: Export = Export {
    code: "viber-table",
    packed: "viber-zip",
    media_type: "text/csv",
    named: &[".csv", ".txt", ".tsv"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: false,
    beside: &[],
    leaves_out: &[
        "leaves-out-media",
        "leaves-out-replies",
        "leaves-out-reactions",
        "leaves-out-edit-history",
        "leaves-out-deleted",
    ],
};

/// Parses a table of a chat.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first rows are a date, a time, a name, a number, and words.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    shape(head).is_some()
}

/// The code page, and the separator by which most of the first rows are messages: words may hold separators too.
fn shape(head: &[u8]) -> Option<(Charset, char)> {
    let charset = text::charset::detect(head)?;
    let fits = |separator: char| {
        let mut bytes = head;
        let mut records = Records::new(&mut bytes, &charset, separator);
        let (mut rows, mut fit, mut numbers) = (0, 0, 0);
        while let (true, Ok(Some(record))) = (rows < 20, records.next_record()) {
            rows += 1;
            let row = Row::of(&record, separator);
            fit += usize::from(
                row.as_ref()
                    .is_some_and(|row| row.number.is_empty() || row.has_number()),
            );
            numbers += usize::from(row.is_some_and(|row| row.has_number()));
        }
        // Many tables begin with a date and a time; telephone numbers stand in the fourth column of few.
        if numbers > 0 && fit * 2 >= rows { fit } else { 0 }
    };
    ['\t', ',', ';']
        .into_iter()
        .map(|separator| (separator, fits(separator)))
        .filter(|(_, fit)| *fit > 0)
        .max_by_key(|(_, fit)| *fit)
        .map(|(separator, _)| (charset, separator))
}

/// A row that is a message.
struct Row {
    date: [i16; 3],
    separator: char,
    time: Time,
    raw: String,
    name: String,
    number: String,
    words: String,
}

impl Row {
    fn of(record: &Record, between: char) -> Option<Self> {
        let [date, time, name, number, words @ ..] = record.cells.as_slice() else {
            return None;
        };
        if words.is_empty() {
            return None;
        }
        let separator = date.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
        let mut parts = date.trim().split(separator).map(|part| part.parse::<i16>().ok());
        let date_of = [parts.next()??, parts.next()??, parts.next()??];
        Some(Self {
            date: date_of,
            separator,
            time: time_of(time)?,
            raw: format!("{} {}", date.trim(), time.trim()),
            name: name.trim().to_owned(),
            number: number.trim().to_owned(),
            // The exporter does not guard separators inside the words.
            words: words.join(&between.to_string()),
        })
    }
}

impl Row {
    fn has_number(&self) -> bool {
        let digits = self.number.strip_prefix('+').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
    }
}

fn time_of(text: &str) -> Option<Time> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    Time::new(hour, minute, second, 0).ok()
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut head = Vec::new();
    Read::take(&mut *input, text::SAMPLE)
        .read_to_end(&mut head)
        .map_err(|_| Unparsed::Unreadable)?;
    let Some((charset, separator)) = shape(&head) else {
        return Err(Stop::Broken {
            at: 0,
            what: "no-table",
        });
    };
    let name = desk.file_stem();
    desk.begin_chat(&name, None);
    desk.fact("charset", charset.encoding.name())?;
    let mut whole = head.as_slice().chain(input);
    let mut records = Records::new(&mut whole, &charset, separator);
    let mut rows = Rows {
        between: separator,
        ..Rows::default()
    };
    while let Some(record) = records.next_record()? {
        rows.take(&record);
        if rows.held.len() >= MOST_HELD.0 || rows.bytes >= MOST_HELD.1 {
            rows.hand_on(desk)?;
        }
    }
    rows.hand_on(desk)?;
    Ok(())
}

/// Rows that wait.
#[derive(Default)]
struct Rows {
    held: Vec<(At, Option<Row>, String)>,
    bytes: usize,
    dates: Dates,
    /// Between cells.
    between: char,
    /// Between the numbers of a date.
    separator: Option<char>,
}

impl Rows {
    fn take(&mut self, record: &Record) {
        let row = Row::of(record, self.between);
        let raw = if row.is_some() {
            String::new()
        } else {
            record.cells.join(&self.between.to_string())
        };
        if let Some(row) = &row {
            self.dates.see(row.date);
            self.separator = self.separator.or(Some(row.separator));
        }
        self.bytes += raw.len() + row.as_ref().map_or(0, |row| row.words.len()) + 128;
        self.held.push((At::Lines(record.first, record.last), row, raw));
    }

    fn hand_on(&mut self, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        let known = self
            .dates
            .order(false, self.separator.unwrap_or('/'), desk.hints.date_order);
        say_order(known, self.dates.count, desk)?;
        self.bytes = 0;
        for (at, row, raw) in self.held.drain(..) {
            let message = match row {
                Some(row) => message(row, known.order(), desk),
                None => {
                    desk.add("messages-unparsed", 1);
                    Message {
                        text: raw,
                        flags: vec!["unparsed".to_owned()],
                        ..empty()
                    }
                }
            };
            desk.push(at, message)?;
        }
        Ok(())
    }
}

fn say_order(known: Known, dates: usize, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
    match known {
        Known::Certain(order) if desk.hints.date_order.is_some_and(|said| said != order) => {
            desk.add("date-order-contradicted", dates);
        }
        Known::Inferred(_, how) => desk.note(Note::with_detail("date-order-inferred", how))?,
        Known::Ambiguous => desk.add("date-order-ambiguous", dates),
        Known::Certain(_) | Known::Said(_) => {}
    }
    Ok(())
}

fn message(row: Row, order: Option<DateOrder>, desk: &mut Desk<'_>) -> Message {
    let wall = order
        .and_then(|order| date_in(row.date, order))
        .map(|date| date.to_datetime(row.time));
    let (time, ambiguous) = desk.zone.read(&row.raw, wall);
    let kept = |text: &str| (!text.is_empty()).then(|| clip(text, LONGEST_NAME).to_owned());
    let mut message = Message {
        time,
        author: kept(&row.name).or_else(|| kept(&row.number)),
        author_id: kept(&row.number),
        kind: if row.words.is_empty() {
            MessageKind::Unsupported
        } else {
            MessageKind::Text
        },
        text: row.words,
        ..empty()
    };
    if ambiguous {
        message.flags.push("time-ambiguous".to_owned());
    }
    if order.is_none() {
        message.flags.push("date-ambiguous".to_owned());
    }
    message
}
