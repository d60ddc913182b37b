//! Backups of text messages and calls by the Android program "SMS Backup & Restore": `<sms>`, `<mms>` with its parts, and
//! `<call>`. Old plain backups of Signal for Android are the same.
//!
//! Emoji stand in it as halves of surrogate pairs, which strict readers of XML refuse, and files as attributes of any
//! length, which are passed over and handed out when they are asked for. The pictures and films of the messages become
//! items of their own.
//!
//! Deliberately absent: settings of the telephone network in the attributes; they stay in the original.

mod entries;
mod mms;

pub use entries::Files;

use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times};
use super::markup::tree::{self, Tree, pick};
use super::markup::{Markup, Tag, words};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Message, MessageKind, Note};
use std::io::Read;

/// A backup.
pub const EXPORT: Export = Export {
    code: "sms-xml",
    packed: "sms-zip",
    media_type: "application/xml",
    named: &[".xml"],
    looks_like,
    read,
    several: true,
    chat_each: false,
    newest_first: false,
    beside: &[],
    leaves_out: &["leaves-out-deleted", "leaves-out-other-messengers"],
};

/// Parses a backup.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first element is that of a backup.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let mut markup = Markup::xml(&mut bytes);
    let root = pick_first(&mut markup);
    root.is_some_and(|name| matches!(name.as_str(), "smses" | "calls"))
}

fn pick_first(markup: &mut Markup<'_>) -> Option<String> {
    loop {
        match markup.next_token().ok()?? {
            super::markup::Token::Open(tag) => return Some(tag.name),
            super::markup::Token::Text(text) if text.trim_ascii().is_empty() || text == b"\xEF\xBB\xBF" => {}
            _ => return None,
        }
    }
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut markup = Markup::xml(input).passing(entries::ATTRIBUTE);
    let mut backup = Backup::default();
    let is_wanted = |tag: &Tag| matches!(tag.name.as_str(), "sms" | "mms" | "call");
    let root = Root::default();
    let mut broken = None;
    while let (None, Some(tree)) = (broken, pick(&mut markup, &|tag: &Tag| root.see(tag) || is_wanted(tag))?) {
        backup.take(&tree, desk)?;
        broken = tree.broken.then_some(tree.start);
    }
    let is_closed = root.is_empty()
        || markup
            .closed_last()
            .is_some_and(|name| matches!(name, "smses" | "calls"));
    backup.say(&root, desk)?;
    match broken.or((!is_closed).then(|| markup.offset())) {
        Some(at) => Err(Stop::Broken { at, what: "ended" }),
        None => Ok(()),
    }
}

/// What the backup says of itself in its first tag.
#[derive(Default)]
struct Root {
    count: std::cell::Cell<Option<u64>>,
    made: std::cell::Cell<Option<i64>>,
    empty: std::cell::Cell<bool>,
}

impl Root {
    /// Remembers the first tag; never wants it.
    fn see(&self, tag: &Tag) -> bool {
        if matches!(tag.name.as_str(), "smses" | "calls") {
            self.count.set(number(tag, "count"));
            self.made
                .set(number(tag, "backup_date").and_then(|at| i64::try_from(at).ok()));
            self.empty.set(tag.closed);
        }
        false
    }

    fn is_empty(&self) -> bool {
        self.empty.get()
    }
}

fn number(tag: &Tag, name: &str) -> Option<u64> {
    std::str::from_utf8(tag.raw(name)?).ok()?.parse().ok()
}

#[derive(Default)]
struct Backup {
    seen: u64,
    parts: u32,
}

impl Backup {
    fn take(&mut self, tree: &Tree, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        self.seen += 1;
        let root = tree.root();
        let said = Said { tree, at: root };
        let with = said.text("address").or_else(|| said.text("number")).unwrap_or_default();
        let name = said.name();
        desk.begin_chat(name.as_deref().unwrap_or(&with), Some(&with));
        let mut message = match tree.tag(root).map(|tag| tag.name.as_str()) {
            Some("mms") => mms::read(&said, &with, name.as_deref(), &mut self.parts, desk)?,
            Some("call") => call(&said, &with, name.as_deref()),
            _ => sms(&said, &with, name.as_deref()),
        };
        message.time = times::of_millis(said.number("date"), &said.text("date").unwrap_or_default());
        if tree.cut {
            message.flags.push("text-cut".to_owned());
        }
        desk.push(At::Bytes(tree.start, tree.end), message)
    }

    fn say(&self, root: &Root, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        let made = times::of_millis(root.made.get(), "").utc;
        desk.fact("exported-at", &made.map(|utc| utc.to_string()).unwrap_or_default())?;
        match root.count.get() {
            Some(stated) if stated != self.seen => {
                let note = Note::with_detail("count-differs", &stated.to_string());
                desk.note(note)
            }
            _ => Ok(()),
        }
    }
}

/// The attributes of one element. The word `null` means that there is nothing.
struct Said<'t> {
    tree: &'t Tree,
    at: tree::At,
}

impl Said<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let raw = self.tree.tag(self.at)?.raw(name)?;
        let text = words::of_utf8(raw);
        (!text.is_empty() && text != "null").then_some(text)
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// The name in the telephone's address book.
    fn name(&self) -> Option<String> {
        let name = self.text("contact_name").filter(|name| name != "(Unknown)")?;
        Some(clip(&name, LONGEST_NAME).to_owned())
    }
}

fn sms(said: &Said<'_>, with: &str, name: Option<&str>) -> Message {
    let mut message = empty();
    let kind = said.number("type");
    if kind == Some(1) {
        sign(&mut message, name, with);
    } else {
        message.author_id = Some("self".to_owned());
    }
    message.flags.extend(state(kind).map(str::to_owned));
    let sent = said.number("date_sent").filter(|sent| *sent > 0);
    if let Some(utc) = times::of_millis(sent, "").utc {
        message.flags.push(format!("sent-at:{utc}"));
    }
    let subject = said.text("subject").map(|subject| subject + "\n").unwrap_or_default();
    message.text = subject + &said.text("body").unwrap_or_default();
    message.kind = match message.text.is_empty() {
        true => MessageKind::Unsupported,
        false => MessageKind::Text,
    };
    message
}

/// The author of what came in.
fn sign(message: &mut Message, name: Option<&str>, number: &str) {
    let number = clip(number, LONGEST_NAME);
    message.author = name.or((!number.is_empty()).then_some(number)).map(str::to_owned);
    message.author_id = (!number.is_empty()).then(|| number.to_owned());
}

/// What Android calls the box of a message.
fn state(kind: Option<i64>) -> Option<&'static str> {
    match kind {
        Some(3) => Some("draft"),
        Some(4 | 6) => Some("not-yet-sent"),
        Some(5) => Some("failed"),
        _ => None,
    }
}

fn call(said: &Said<'_>, with: &str, name: Option<&str>) -> Message {
    let mut message = empty();
    message.kind = MessageKind::Call;
    let kind = said.number("type");
    let way = match kind {
        Some(1) => "incoming",
        Some(2) => "outgoing",
        Some(3) => "missed",
        Some(4) => "voicemail",
        Some(5) => "rejected",
        Some(6) => "refused",
        _ => "unknown",
    };
    if kind == Some(2) {
        message.author_id = Some("self".to_owned());
    } else {
        sign(&mut message, name, with);
    }
    let seconds = said.number("duration").unwrap_or(0);
    message.text = format!("phone_call: {way}, duration_seconds: {seconds}");
    message
}
