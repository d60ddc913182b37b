//! The texts: a line with the time, a line with the name, then the words; an empty line ends a message. What is indented
//! is an answer, which stands in its own place too.
//!
//! Nothing marks a line inside a message that looks like the start of another, so a person can write one.

use super::{LEAVES_OUT, file, take_author, take_time};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::formats::chat::desk::{At, Desk};
use crate::formats::chat::packed::{Export, parse_file};
use crate::formats::chat::{LONGEST_TEXT, Stop, empty, spoken};
use crate::formats::text::charset::Charset;
use crate::formats::text::lines::Lines;
use encoding_rs::UTF_8;
use model::{Message, MessageKind};
use std::io::Read;

const MOST_FILES: usize = 200;
const ANSWERED: &str = "This message responded to an earlier message.";

/// A conversation's text.
pub const EXPORT: Export = Export {
    code: "imessage-text",
    packed: "imessage-zip",
    media_type: "text/plain",
    named: &[".txt"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: false,
    beside: &[],
    leaves_out: LEAVES_OUT,
};

/// Parses a text.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether a text begins with such a time.
fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let line = head
        .trim_ascii_start()
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    start(&String::from_utf8_lossy(line)).is_some()
}

/// The time at the start of a line, and what follows it.
fn start(line: &str) -> Option<(&str, &str)> {
    let month = line.get(..4)?;
    let is_month = month.bytes().take(3).all(|byte| byte.is_ascii_alphabetic()) && month.ends_with(' ');
    if !is_month {
        return None;
    }
    let end = [" AM", " PM", "\u{202f}AM", "\u{202f}PM"]
        .iter()
        .filter_map(|half| line.find(half).map(|at| at + half.len()))
        .min()
        .filter(|end| *end <= 40)?;
    let (clock, rest) = line.split_at(end);
    spoken::read(clock)?;
    Some((clock, rest.trim_end_matches('\r')))
}

/// A message whose end is not yet seen.
struct Open {
    first: u64,
    last: u64,
    time: String,
    rest: String,
    sender: Option<String>,
    words: String,
    has_answers: bool,
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let name = desk.file_stem();
    desk.begin_chat(&name, None);
    let charset = Charset {
        encoding: UTF_8,
        guessed: false,
    };
    let mut lines = Lines::new(input, &charset);
    let mut open: Option<Open> = None;
    let mut after_space = true;
    while let Some(line) = lines.next_line()? {
        match (start(&line.text).filter(|_| after_space), &mut open) {
            (Some((time, rest)), _) => {
                let next = Open {
                    first: line.number,
                    last: line.number,
                    time: time.to_owned(),
                    rest: rest.trim().to_owned(),
                    sender: None,
                    words: String::new(),
                    has_answers: false,
                };
                if let Some(done) = open.replace(next) {
                    finish(done, desk)?;
                }
            }
            (None, Some(open)) => go_on(open, &line.text, line.number),
            (None, None) => desk.add("lines-before-first-message", usize::from(!line.text.trim().is_empty())),
        }
        after_space = line.text.trim().is_empty();
    }
    open.map_or(Ok(()), |open| Ok(finish(open, desk)?))
}

fn go_on(open: &mut Open, line: &str, number: u64) {
    if !line.trim().is_empty() {
        open.last = number;
    }
    if let Some(answer) = line.strip_prefix("    ") {
        open.has_answers |= start(answer).is_some();
        if open.has_answers {
            return;
        }
    }
    if open.sender.is_none() && is_message(&open.rest) {
        open.sender = Some(line.to_owned());
    } else if open.words.len() + line.len() < 2 * LONGEST_TEXT {
        open.words.push_str(line);
        open.words.push('\n');
    }
}

/// After the time of a message stands nothing, or when it was read; after that of an announcement its words.
fn is_message(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with("(Read ") || rest.starts_with("(Delivered")
}

fn finish(open: Open, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
    let mut message = empty();
    let at = At::Lines(open.first, open.last);
    if !is_message(&open.rest) {
        take_time(&open.time, &mut message, desk);
        message.kind = MessageKind::Service;
        message.text = format!("{}\n{}", open.rest, open.words).trim().to_owned();
        return desk.push(at, message);
    }
    take_time(&format!("{} {}", open.time, open.rest), &mut message, desk);
    take_author(&open.sender.unwrap_or_default(), &mut message);
    take_words(&open.words, &mut message, desk);
    if open.has_answers {
        message.flags.push("answers-below".to_owned());
    }
    message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
        (false, _) => MessageKind::Text,
        (true, false) => MessageKind::Media,
        (true, true) => MessageKind::Unsupported,
    };
    desk.push(at, message)
}

fn take_words(words: &str, message: &mut Message, desk: &mut Desk<'_>) {
    let (mut reactions, mut in_reactions) = (0, false);
    let mut kept = String::new();
    for line in words.lines() {
        if line == "Reactions:" || line == "Tapbacks:" {
            in_reactions = true;
        } else if in_reactions && (line.contains(" by ") || line.starts_with("Sticker from ")) {
            reactions += 1;
        } else if line == ANSWERED {
            message.flags.push("reply-to-unknown".to_owned());
        } else if is_path(line) && message.attachments.len() < MOST_FILES {
            let file = file(line.trim(), desk);
            message.attachments.push(file);
        } else {
            in_reactions &= line.trim().is_empty();
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if reactions > 0 {
        message.flags.push(format!("reactions:{reactions}"));
    }
    message.text = kept.trim().to_owned();
}

/// A line that is the path of an attachment and nothing else.
fn is_path(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("attachments/")
        || (line.starts_with(['/', '~'])
            && ["/Messages/Attachments/", "/SMS/Attachments/", "/attachments/"]
                .iter()
                .any(|folder| line.contains(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_at_the_start_of_a_line_is_told_from_words() {
        assert_eq!(
            start("May 17, 2022  5:29:42 PM (Read by you after 5 seconds)"),
            Some(("May 17, 2022  5:29:42 PM", " (Read by you after 5 seconds)"))
        );
        for other in [
            "May be at 5 PM",
            "May 17, 2022",
            "Maybe 17, 2022 5:29:42 PM",
            "",
            "May",
            "мая 17, 2022 5:29 PM",
        ] {
            assert_eq!(start(other), None, "{other}");
        }
    }
}
