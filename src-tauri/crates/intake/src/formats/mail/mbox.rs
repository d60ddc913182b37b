//! A mailbox of many mails, as mail programs and Google's exports write it: each begins with a line `From …`, and such
//! lines inside a mail have `>` before them (RFC 4155 and its older kin, mboxo and mboxrd). Each mail is a message; the
//! `>` is taken away for reading, and the bytes of the original stay as they are.

use super::fields::{Fields, name_of, trim_end};
use super::tree::Tree;
use super::{File, Tally, body, date, declared};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::formats::chat::desk::{At, Desk};
use crate::formats::chat::packed::{Export, parse_file};
use crate::formats::chat::{LONGEST_NAME, Stop, clip, empty};
use model::{Attachment, Message, MessageKind};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};

/// Most bytes of one mail that are read.
const MOST_MAIL: usize = 64 << 20;
/// Longest piece of a line that is looked at at once.
const LONGEST_LINE: u64 = 1 << 20;
/// Most files of one mailbox.
pub const MOST_FILES: u32 = 50_000;

/// A mailbox.
pub const EXPORT: Export = Export {
    code: "mbox",
    packed: "mbox-zip",
    media_type: "application/mbox",
    named: &[".mbox"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: false,
    beside: &[],
    leaves_out: &[],
};

/// Parses a mailbox.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether a file begins with the line that divides mails, and a mail.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let head = head.trim_ascii_start();
    let mut lines = head.split(|byte| *byte == b'\n').map(trim_end);
    let first = lines.next().unwrap_or_default();
    first.starts_with(b"From ") && lines.next().is_some_and(begins_mail)
}

/// Whether a line after a divider is the first of a mail.
fn begins_mail(line: &[u8]) -> bool {
    name_of(line).is_some() || line.starts_with(b">From ")
}

/// One mail of a mailbox.
pub struct Mail {
    /// Its bytes without the dividing line, as far as they are read, with `>` before `From ` taken away.
    pub bytes: Vec<u8>,
    /// Offset of its dividing line.
    pub start: u64,
    /// Offset after its last byte.
    pub end: u64,
    /// Whether it was longer than is read.
    pub is_cut: bool,
    /// Lines from which a `>` was taken.
    pub unquoted: usize,
}

/// The mails of a mailbox, one after the other.
pub struct Mails<'r> {
    input: BufReader<&'r mut dyn Read>,
    /// Lines that were looked at before their turn.
    ahead: VecDeque<Vec<u8>>,
    offset: u64,
}

impl<'r> Mails<'r> {
    /// From where `input` stands, which is byte 0 of the original.
    pub fn new(input: &'r mut dyn Read) -> Self {
        Self {
            input: BufReader::with_capacity(256 << 10, input),
            ahead: VecDeque::new(),
            offset: 0,
        }
    }

    /// The next mail.
    pub fn next_mail(&mut self) -> Result<Option<Mail>, Unparsed> {
        let mut mail = Mail {
            bytes: Vec::new(),
            start: self.offset,
            end: self.offset,
            is_cut: false,
            unquoted: 0,
        };
        let (mut begun, mut after_blank, mut is_whole) = (false, true, true);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok((mail.end > mail.start).then_some(mail));
            }
            let divides = after_blank && is_whole && line.starts_with(b"From ") && self.mail_follows()?;
            if divides && begun {
                self.ahead.push_front(line);
                return Ok(Some(mail));
            }
            let starts_whole = is_whole;
            is_whole = line.ends_with(b"\n");
            after_blank = starts_whole && trim_end(&line).is_empty();
            begun |= !after_blank;
            self.offset += line.len() as u64;
            mail.end = self.offset;
            if !divides {
                mail.take(&line, starts_whole);
            }
        }
    }

    /// A line, or a piece of one that is very long; nothing at the end.
    fn line(&mut self) -> Result<Vec<u8>, Unparsed> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(line);
        }
        let mut line = Vec::new();
        let mut some = Read::take(&mut self.input, LONGEST_LINE);
        some.read_until(b'\n', &mut line).map_err(|_| Unparsed::Unreadable)?;
        Ok(line)
    }

    fn mail_follows(&mut self) -> Result<bool, Unparsed> {
        let next = self.line()?;
        let follows = begins_mail(&next);
        self.ahead.push_front(next);
        Ok(follows)
    }
}

impl Mail {
    fn take(&mut self, line: &[u8], starts_whole: bool) {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = starts_whole && marks > 0 && line[marks..].starts_with(b"From ");
        self.unquoted += usize::from(is_quoted);
        let line = &line[usize::from(is_quoted)..];
        if !self.is_cut && self.bytes.len() + line.len() <= MOST_MAIL {
            self.bytes.extend_from_slice(line);
        } else {
            self.is_cut = true;
        }
    }
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let name = desk.file_stem();
    desk.begin_chat(&name, None);
    let mut mails = Mails::new(input);
    let mut files = 0;
    let mut count = 0;
    while let Some(mail) = mails.next_mail()? {
        let mut tally = Tally::default();
        let message = message(&mail, &mut files, &mut tally, desk)?;
        count += 1;
        desk.add("mails-cut", usize::from(mail.is_cut));
        desk.add("mail-from-quoted", mail.unquoted);
        tally.tell(desk);
        desk.push(At::Bytes(mail.start, mail.end), message)?;
    }
    desk.last_fact("mails", &count.to_string());
    Ok(())
}

fn message(mail: &Mail, files: &mut u32, tally: &mut Tally, desk: &mut Desk<'_>) -> Result<Message, Unparsed> {
    let bytes = &mail.bytes;
    let tree = Tree::of(bytes);
    tally.see(bytes, &tree);
    let said = Fields::new(bytes, &tree.head, declared(&tree));
    if let Some(encoding) = said.bare() {
        tally.guessed(encoding.name());
    }
    let mut message = empty();
    let kept = |text: String| clip(&text, LONGEST_NAME).to_owned();
    if let Some((name, address)) = said.people("from").into_iter().next() {
        message.author = name.or_else(|| address.clone()).map(kept);
        message.author_id = address.map(kept);
    }
    message.id = said.text("message-id").map(kept);
    message.reply_to = said.text("in-reply-to").map(kept);
    message.time = date::read(&said.raw("date").unwrap_or_default());
    let words = body::words(bytes, &tree, tally);
    let subject = said.text("subject").unwrap_or_default();
    message.text = [subject, words]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    message.attachments = attachments(bytes, &tree, files, tally, desk)?;
    message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
        (false, _) => MessageKind::Text,
        (true, false) => MessageKind::Media,
        (true, true) => MessageKind::Unsupported,
    };
    Ok(message)
}

fn attachments(
    bytes: &[u8],
    tree: &Tree,
    files: &mut u32,
    tally: &mut Tally,
    desk: &mut Desk<'_>,
) -> Result<Vec<Attachment>, Unparsed> {
    let mut attachments = Vec::new();
    for leaf in body::files(tree) {
        let file = File::of(bytes, leaf, *files, tally);
        if desk.is_inside() || *files >= MOST_FILES {
            attachments.push(desk.missing(&file.name, "unavailable", &leaf.content.kind));
            continue;
        }
        *files += 1;
        attachments.push(desk.inside_it(&file.path, &file.name, &leaf.content.kind));
        desk.say(file.part())?;
    }
    Ok(attachments)
}
