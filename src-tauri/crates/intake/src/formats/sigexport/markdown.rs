//! `chat.md`: `[2024-01-05 10:00:00] Name: words`, older versions `[2024-01-05, 10:00] Name: words`; all other lines go on.
//!
//! Nothing marks a line inside a message that looks like the start of another, so a person can write one.

use super::{LEAVES_OUT, author, file_of};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::formats::chat::desk::{At, Desk};
use crate::formats::chat::packed::{Export, parse_file};
use crate::formats::chat::{LONGEST_TEXT, Stop, empty};
use crate::formats::text::charset::Charset;
use crate::formats::text::lines::{Line, Lines};
use encoding_rs::UTF_8;
use jiff::civil::DateTime;
use model::MessageKind;
use std::io::Read;

/// `chat.md`.
pub const EXPORT: Export = Export {
    code: "sigexport-markdown",
    packed: "sigexport-markdown-zip",
    media_type: "text/markdown",
    named: &["chat.md", "index.md"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: false,
    beside: &[],
    leaves_out: LEAVES_OUT,
};

/// Parses `chat.md`.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether a text begins as it does. WhatsApp in some languages writes dates so too, with seconds; there the name decides.
fn looks_like(head: &[u8], hints: &Hints) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let line = head
        .trim_ascii_start()
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    match header(&line) {
        Some(header) if header.has_seconds => hints.name.to_lowercase().ends_with(".md"),
        Some(_) => true,
        None => false,
    }
}

/// The start of a message.
struct Header<'a> {
    raw: &'a str,
    wall: Option<DateTime>,
    has_seconds: bool,
    sender: &'a str,
    words: &'a str,
}

fn header(line: &str) -> Option<Header<'_>> {
    let (raw, rest) = line.strip_prefix('[')?.split_once("] ")?;
    let (date, time) = raw.split_once(", ").or_else(|| raw.split_once(' '))?;
    let is = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(byte, wanted)| {
                if wanted == b'0' {
                    byte.is_ascii_digit()
                } else {
                    byte == wanted
                }
            })
    };
    let has_seconds = is(time, "00:00:00");
    if !is(date, "0000-00-00") || !(has_seconds || is(time, "00:00")) {
        return None;
    }
    let (sender, words) = rest.split_once(':')?;
    let seconds = if has_seconds { "" } else { ":00" };
    Some(Header {
        raw,
        wall: format!("{date}T{time}{seconds}").parse().ok(),
        has_seconds,
        sender,
        words: words.strip_prefix(' ').unwrap_or(words),
    })
}

struct Open {
    first: u64,
    last: u64,
    raw: String,
    wall: Option<DateTime>,
    sender: String,
    words: String,
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    desk.begin_chat(&desk.folder(), None);
    let charset = Charset {
        encoding: UTF_8,
        guessed: false,
    };
    let mut lines = Lines::new(input, &charset);
    let mut open: Option<Open> = None;
    while let Some(line) = lines.next_line()? {
        match (header(&line.text), &mut open) {
            (Some(header), _) => {
                if let Some(done) = open.replace(begin(&header, line.number)) {
                    finish(done, desk)?;
                }
            }
            (None, Some(open)) => go_on(open, &line),
            (None, None) => desk.add("lines-before-first-message", usize::from(!line.text.trim().is_empty())),
        }
    }
    open.map_or(Ok(()), |open| Ok(finish(open, desk)?))
}

fn begin(header: &Header<'_>, line: u64) -> Open {
    Open {
        first: line,
        last: line,
        raw: header.raw.to_owned(),
        wall: header.wall,
        sender: header.sender.to_owned(),
        words: header.words.to_owned(),
    }
}

fn go_on(open: &mut Open, line: &Line) {
    open.last = line.number;
    if open.words.len() + line.text.len() < 2 * LONGEST_TEXT {
        open.words.push('\n');
        open.words.push_str(&line.text);
    }
}

fn finish(open: Open, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
    let mut message = empty();
    let (time, ambiguous) = desk.zone.read(&open.raw, open.wall);
    message.time = time;
    if ambiguous {
        message.flags.push("time-ambiguous".to_owned());
    }
    message.author = author(&open.sender);
    let mut words = String::new();
    for line in open.words.lines() {
        if let Some(reactions) = line.strip_prefix("(- ").and_then(|line| line.strip_suffix(" -)")) {
            let count = reactions.split(", ").count();
            message.flags.push(format!("reactions:{count}"));
            continue;
        }
        let line = take_files(line, desk, &mut message.attachments);
        words.push_str(line.trim_end());
        words.push('\n');
    }
    message.text = words.trim().to_owned();
    if message.text.starts_with("> ") {
        message.flags.push("quotes".to_owned());
    }
    message.deleted = message.text == "(This message was deleted)";
    message.kind = super::kind(&message, false);
    if message.kind == MessageKind::Deleted {
        message.text.clear();
    }
    desk.push(At::Lines(open.first, open.last), message)
}

/// Takes `![name](./media/path)` out of a line; other links are words.
fn take_files(line: &str, desk: &mut Desk<'_>, files: &mut Vec<model::Attachment>) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("](./").filter(|_| files.len() < super::MOST_FILES) {
        let Some(open) = rest[..at].rfind('[') else { break };
        let Some(end) = rest[at..].find(')').map(|end| at + end) else {
            break;
        };
        kept.push_str(rest[..open].strip_suffix('!').unwrap_or(&rest[..open]));
        files.push(file_of(&rest[open + 1..at], &rest[at + 4..end], desk));
        rest = rest[end + 1..].trim_start();
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_told_from_a_line_that_is_none() {
        let read = |line| header(line).map(|header| (header.sender, header.words, header.has_seconds));
        assert_eq!(
            read("[2024-01-05 10:00:00] Ася: да: нет"),
            Some(("Ася", "да: нет", true))
        );
        assert_eq!(read("[2024-01-05, 10:00] Me: "), Some(("Me", "", false)));
        for other in [
            "[2024-01-05] a: b",
            "[05.01.2024, 10:00] a: b",
            "[2024-01-05 10:00] a",
            "2024-01-05 10:00 a: b",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
        let named = |name: &str| Hints {
            name: name.to_owned(),
            ..Hints::default()
        };
        let line = "[2024-01-05 10:00:00] a: b".as_bytes();
        assert!(looks_like(line, &named("chat.md")) && !looks_like(line, &named("_chat.txt")));
    }
}
