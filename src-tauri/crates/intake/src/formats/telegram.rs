//! Telegram Desktop's `result.json`: one chat, or a whole account with all its chats.
//!
//! The file is walked as a stream; one message at a time is held. Whatever stands before a break is kept. A message
//! that cannot be read is still a message, with its place in the original and nothing else.
//!
//! Deliberately absent: the other parts of an account export (contacts, sessions with their addresses, …). They are
//! counted and named, and never become messages. Other programs' dumps of Telegram are not this format.

mod details;
mod fields;
mod files;
mod message;
mod repair;
mod scan;
mod sniff;
mod tally;
mod text;

pub use sniff::looks_like;

use super::chat::{Batch, LONGEST_NAME, Zone, clip};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use fields::Fields;
use model::{Kind, Message, MessageKind, Note};
use scan::{Scanner, Stop};
use serde_json::Value;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use tally::Tally;

/// Longest message in bytes of JSON.
const LONGEST_MESSAGE: usize = 4 << 20;
/// Most chats of an account whose names are told apart.
const MOST_CHATS: usize = 20_000;
/// Most different paths that are said to be beside the export.
const MOST_PATHS: usize = 150_000;
/// Most different authors that are counted.
const MOST_AUTHORS: usize = 100_000;

/// Parses an export.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    out.found(Found::Format {
        kind: Kind::Chat,
        media_type: "application/json".to_owned(),
        format: "telegram-json".to_owned(),
    })?;
    let (zone, note) = Zone::of(hints);
    let mut export = Export::new(Batch::new(out), zone);
    if let Some(note) = note {
        export.batch.note(note)?;
    }
    let walked = Scanner::new(input).and_then(|mut scan| export.walk(&mut scan));
    export.finish(walked)
}

/// An export while it is read.
struct Export<'a> {
    batch: Batch<'a>,
    zone: Zone,
    tally: Tally,
    account: bool,
    chats: usize,
    chat: Chat,
    names: HashSet<String>,
    paths: HashSet<u64>,
    authors: HashSet<u64>,
    hasher: RandomState,
    parts: Vec<Note>,
}

/// A chat while it is read.
#[derive(Default)]
struct Chat {
    name: Option<String>,
    kind: Option<String>,
    id: Option<String>,
    label: String,
    last_id: Option<i64>,
    authors: HashSet<String>,
    spoken: usize,
}

impl<'a> Export<'a> {
    fn new(batch: Batch<'a>, zone: Zone) -> Self {
        Self {
            batch,
            zone,
            tally: Tally::default(),
            account: false,
            chats: 0,
            chat: Chat::default(),
            names: HashSet::new(),
            paths: HashSet::new(),
            authors: HashSet::new(),
            hasher: RandomState::new(),
            parts: Vec::new(),
        }
    }

    fn walk(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        scan.object(&mut |key, scan| match key {
            "chats" | "left_chats" => {
                self.account = true;
                self.chat_list(scan)
            }
            "name" | "type" | "id" | "messages" => self.chat_field(key, scan),
            _ => self.part(key, scan),
        })?;
        if !self.account {
            self.end_chat();
        }
        Ok(())
    }

    /// A part of an account export that is no chat: named and counted.
    fn part(&mut self, key: &str, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        if key == "about" {
            return scan.value(0).map(|_| ());
        }
        let count = scan.count()?;
        if self.parts.len() < 50 {
            self.parts.push(match ACCOUNT_PARTS.contains(&key) {
                true => Note::counted(&format!("account-part-{}", key.replace('_', "-")), count),
                false => Note {
                    count: Note::counted("", count).count,
                    ..Note::with_detail("account-part-other", key)
                },
            });
        }
        Ok(())
    }

    fn chat_list(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        if scan.peek()? == Some(b'[') {
            return scan.array(&mut |scan| self.one_chat(scan));
        }
        scan.object(&mut |key, scan| match (key, scan.peek()?) {
            ("list", Some(b'[')) => scan.array(&mut |scan| self.one_chat(scan)),
            _ => scan.value(0).map(|_| ()),
        })
    }

    fn one_chat(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        self.chat = Chat::default();
        if scan.peek()? != Some(b'{') {
            self.tally.unknown_field("chat");
            return scan.value(0).map(|_| ());
        }
        scan.object(&mut |key, scan| self.chat_field(key, scan))?;
        self.end_chat();
        Ok(())
    }

    fn chat_field(&mut self, key: &str, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        match (key, scan.peek()?) {
            ("messages", Some(b'[')) => {
                self.chats += 1;
                self.label_chat();
                scan.array(&mut |scan| self.one_message(scan))
            }
            ("name" | "type" | "id", _) => {
                let said = as_text(scan.small()?);
                match key {
                    "name" => self.chat.name = said,
                    "type" => self.chat.kind = said,
                    _ => self.chat.id = said,
                }
                Ok(())
            }
            _ => {
                self.tally.unknown_field(key);
                scan.value(0).map(|_| ())
            }
        }
    }

    /// What the messages of this chat are marked with: its name, or what else tells it from the others.
    fn label_chat(&mut self) {
        if !self.account {
            return;
        }
        let nameless = self.chat.kind.clone().unwrap_or_else(|| "chat".to_owned());
        let mut label = self
            .chat
            .name
            .clone()
            .filter(|name| !name.is_empty())
            .unwrap_or(nameless);
        if self.names.contains(&label) {
            let number = self.chat.id.clone().unwrap_or_else(|| self.chats.to_string());
            label = format!("{label} #{number}");
        }
        if self.names.len() < MOST_CHATS {
            self.names.insert(label.clone());
        }
        self.chat.label = label;
    }

    fn one_message(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        let span = scan.value(LONGEST_MESSAGE)?;
        let locator = format!("bytes={}-{}", span.start, span.end.saturating_sub(1));
        let read = span.bytes.and_then(repair::read::<Fields>);
        let mut message = match read {
            Some((fields, mended)) => {
                let mut message = message::read(fields, &self.zone, &mut self.tally);
                if mended {
                    self.tally.mended += 1;
                    message.flags.push("json-mended".to_owned());
                }
                message
            }
            None => {
                self.tally.unparsed += 1;
                Message {
                    flags: vec!["unparsed".to_owned()],
                    ..message::empty()
                }
            }
        };
        message.locator = locator;
        message.chat.clone_from(&self.chat.label);
        self.watch(&mut message);
        self.say_paths(&message)?;
        Ok(self.batch.push(message)?)
    }

    /// Notices gaps between ids, and who speaks.
    fn watch(&mut self, message: &mut Message) {
        if let Some(who) = message.author_id.as_ref().or(message.author.as_ref()) {
            if self.authors.len() < MOST_AUTHORS {
                self.authors.insert(self.hasher.hash_one(who));
            }
            if !matches!(message.kind, MessageKind::Service | MessageKind::Call) {
                self.chat.spoken += 1;
                if self.chat.authors.len() < 2 && !self.chat.authors.contains(who) {
                    self.chat.authors.insert(who.clone());
                }
            }
        }
        let Some(id) = message.id.as_deref().and_then(|id| id.parse::<i64>().ok()) else {
            return;
        };
        let last = self.chat.last_id.replace(id);
        let gap = last
            .filter(|last| (*last > 0) == (id > 0))
            .and_then(|last| id.checked_sub(last))
            .map_or(0, |step| step - 1);
        if gap > 0 && self.chat.numbers_its_own() {
            self.tally.id_gaps = self
                .tally
                .id_gaps
                .saturating_add(usize::try_from(gap).unwrap_or(usize::MAX));
            message.flags.push(format!("ids-absent-before:{gap}"));
        }
    }

    fn say_paths(&mut self, message: &Message) -> Result<(), Unparsed> {
        for file in message.attachments.iter().filter(|file| file.missing.is_none()) {
            let Some(path) = &file.path else { continue };
            if self.paths.len() < MOST_PATHS && self.paths.insert(self.hasher.hash_one(path)) {
                self.batch.say(Found::Beside { path: path.clone() })?;
            }
        }
        Ok(())
    }

    fn end_chat(&mut self) {
        let one = self.chat.authors.len() == 1 && self.chat.spoken > 1;
        self.tally.one_author += usize::from(one && self.chat.is_group());
    }

    fn finish(mut self, walked: Result<(), Stop>) -> Result<(), Unparsed> {
        self.batch.flush()?;
        match walked {
            Ok(()) => {}
            Err(Stop::Broken { at, what }) if self.batch.count() == 0 => {
                return Err(Unparsed::Malformed {
                    at: Some(at),
                    what: what.to_owned(),
                });
            }
            Err(Stop::Broken { at, .. }) => {
                self.end_chat();
                self.batch
                    .note(Note::with_detail("broken-after-byte", &at.to_string()))?;
            }
            Err(Stop::Said(unparsed)) => return Err(unparsed),
        }
        self.say_facts()?;
        self.tally.say(&mut self.batch)?;
        for code in ["leaves-out-deleted", "leaves-out-secret-chats"] {
            self.batch.note(Note::new(code))?;
        }
        if self.account {
            self.batch.note(Note::new("leaves-out-others-messages"))?;
        }
        Ok(())
    }

    fn say_facts(&mut self) -> Result<(), Unparsed> {
        let chat = std::mem::take(&mut self.chat);
        if self.account {
            self.batch.fact("chats", &self.chats.to_string())?;
        } else {
            for (key, value) in [("chat-name", chat.name), ("chat-type", chat.kind), ("chat-id", chat.id)] {
                if let Some(value) = value {
                    self.batch.fact(key, &value)?;
                }
            }
        }
        self.batch.fact("participants", &self.authors.len().to_string())?;
        for part in std::mem::take(&mut self.parts) {
            self.batch.note(part)?;
        }
        Ok(())
    }
}

impl Chat {
    /// Only supergroups and channels number their messages by themselves; elsewhere ids run over all chats of the account.
    fn numbers_its_own(&self) -> bool {
        self.kind
            .as_deref()
            .is_some_and(|kind| kind.ends_with("_supergroup") || kind.ends_with("_channel"))
    }

    fn is_group(&self) -> bool {
        self.kind.as_deref().is_some_and(|kind| kind.ends_with("group"))
    }
}

fn as_text(value: Option<Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(clip(&text, LONGEST_NAME).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Parts of an account export that are no chats, as `export_output_json.cpp` names them.
const ACCOUNT_PARTS: &[&str] = &[
    "personal_information",
    "profile_pictures",
    "stories",
    "contacts",
    "frequent_contacts",
    "sessions",
    "web_sessions",
    "other_data",
];
