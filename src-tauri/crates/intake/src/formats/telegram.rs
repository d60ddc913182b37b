//! Telegram Desktop's `result.json`: one chat, or a whole account with all its chats.
//!
//! The file is walked as a stream; one message at a time is held. Whatever stands before a break is kept. A message
//! that cannot be read is still a message, with its place in the original and nothing else.
//!
//! Deliberately absent: the other parts of an account export (contacts, sessions with their addresses, …). They are
//! counted and named, and never become messages. Other programs' dumps of Telegram are not this format.

mod details;
mod files;
mod message;
mod sniff;
mod tally;
mod text;

pub use sniff::looks_like;
pub use text::say_link;

use super::chat::Stop;
use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, clip, unread};
use super::json::fields::Fields;
use super::json::repair;
use super::json::scan::Scanner;
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Message, MessageKind, Note};
use serde_json::Value;
use std::collections::HashSet;
use std::io::Read;
use tally::Tally;

/// Longest message in bytes of JSON.
const LONGEST_MESSAGE: usize = 4 << 20;
/// `result.json`.
pub const EXPORT: Export = Export {
    code: "telegram-json",
    packed: "telegram-zip",
    media_type: "application/json",
    named: &[".json"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: false,
    beside: &[],
    leaves_out: &["leaves-out-deleted", "leaves-out-secret-chats"],
};

/// Parses an export.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut account = Account::new(desk);
    let walked = Scanner::new(input).and_then(|mut scan| account.walk(&mut scan));
    account.say(walked.is_err())?;
    walked
}

/// An export while it is read.
struct Account<'d, 'a> {
    desk: &'d mut Desk<'a>,
    tally: Tally,
    account: bool,
    chat: Chat,
    parts: Vec<Note>,
}

/// A chat while it is read.
#[derive(Default)]
struct Chat {
    name: Option<String>,
    kind: Option<String>,
    id: Option<String>,
    last_id: Option<i64>,
    authors: HashSet<String>,
    spoken: usize,
}

impl<'d, 'a> Account<'d, 'a> {
    fn new(desk: &'d mut Desk<'a>) -> Self {
        Self {
            desk,
            tally: Tally::default(),
            account: false,
            chat: Chat::default(),
            parts: Vec::new(),
        }
    }

    fn walk(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        scan.object(&mut |key, scan| match key {
            "chats" | "left_chats" => {
                self.account = true;
                self.desk.expect_several();
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
            self.desk.unknown_field("chat");
            return scan.value(0).map(|_| ());
        }
        scan.object(&mut |key, scan| self.chat_field(key, scan))?;
        self.end_chat();
        Ok(())
    }

    fn chat_field(&mut self, key: &str, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        match (key, scan.peek()?) {
            ("messages", Some(b'[')) => {
                self.begin_chat();
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
                self.desk.unknown_field(key);
                scan.value(0).map(|_| ())
            }
        }
    }

    /// What the messages of this chat are marked with: its name, or what else tells it from the others.
    fn begin_chat(&mut self) {
        let nameless = self.chat.kind.as_deref().unwrap_or("chat");
        let name = self.chat.name.as_deref().filter(|name| !name.is_empty());
        let number = self
            .chat
            .id
            .clone()
            .unwrap_or_else(|| (self.desk.chats() + 1).to_string());
        self.desk.begin_chat(name.unwrap_or(nameless), Some(&number));
    }

    fn one_message(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        let span = scan.value(LONGEST_MESSAGE)?;
        let at = At::Bytes(span.start, span.end);
        let read = span.bytes.and_then(repair::read::<Fields>);
        let mut message = match read {
            Some((fields, mended)) => {
                let mut message = message::read(fields, self.desk, &mut self.tally);
                if mended {
                    self.tally.mended += 1;
                    message.flags.push("json-mended".to_owned());
                }
                message
            }
            None => {
                self.tally.unparsed += 1;
                unread()
            }
        };
        self.watch(&mut message);
        Ok(self.desk.push(at, message)?)
    }

    /// Notices gaps between ids, and who speaks.
    fn watch(&mut self, message: &mut Message) {
        if let Some(who) = message.author_id.as_ref().or(message.author.as_ref())
            && !matches!(message.kind, MessageKind::Service | MessageKind::Call)
        {
            self.chat.spoken += 1;
            if self.chat.authors.len() < 2 && !self.chat.authors.contains(who) {
                self.chat.authors.insert(who.clone());
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

    fn end_chat(&mut self) {
        let one = self.chat.authors.len() == 1 && self.chat.spoken > 1;
        self.tally.one_author += usize::from(one && self.chat.is_group());
    }

    /// Says what the export says of itself, also where it broke off.
    fn say(&mut self, broken: bool) -> Result<(), Unparsed> {
        if broken {
            self.end_chat();
        }
        let chat = std::mem::take(&mut self.chat);
        if !self.account {
            for (key, value) in [("chat-name", chat.name), ("chat-type", chat.kind), ("chat-id", chat.id)] {
                self.desk.fact(key, &value.unwrap_or_default())?;
            }
        }
        for part in std::mem::take(&mut self.parts) {
            self.desk.note(part)?;
        }
        self.tally.say(self.desk)?;
        if self.account {
            self.desk.note(Note::new("leaves-out-others-messages"))?;
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
