//! Signal's own export (2026): `main.jsonl`, one JSON object on each line, by the `backup.proto` it renders.
//!
//! First comes what the export is, then people and groups, then chats, then what was said in them, so one pass is enough.
//! Earlier texts of an edited message are in the export; each becomes a message of its own right before it.
//!
//! Deliberately absent: the keys that the export holds (profile, group and media keys). They stay in the original and are
//! never told. Encrypted backups are not opened.

mod content;
mod people;

use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times, unread};
use super::json::fields::Fields;
use super::json::lines::JsonLines;
use super::json::repair;
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::Message;
use people::People;
use serde_json::Value;
use std::io::Read;

/// Longest line in bytes.
const LONGEST_LINE: usize = 4 << 20;
/// Most earlier texts of one message.
const MOST_REVISIONS: usize = 500;

/// `main.jsonl`.
pub const EXPORT: Export = Export {
    code: "signal-jsonl",
    packed: "signal-zip",
    media_type: "application/jsonl",
    named: &[".jsonl"],
    looks_like,
    read,
    several: true,
    chat_each: false,
    newest_first: false,
    beside: &[],
    leaves_out: &["leaves-out-disappearing", "leaves-out-view-once", "holds-keys"],
};

/// Parses an export.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first line says what the export is, or a later one is a part of it.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let mut lines = JsonLines::new(&mut bytes, LONGEST_LINE);
    for _ in 0..3 {
        let Ok(Some(line)) = lines.next_line() else {
            return false;
        };
        let Some(Ok(Value::Object(fields))) = line.bytes.map(serde_json::from_slice::<Value>) else {
            return false;
        };
        let is_frame = |(key, value): (&String, &Value)| {
            FRAMES
                .iter()
                .any(|(frame, field)| frame == key && value.get(*field).is_some())
        };
        if fields.contains_key("backupTimeMs") || fields.len() == 1 && fields.iter().all(is_frame) {
            return true;
        }
    }
    false
}

/// What a line can be, and a field that each has; the account by itself could be anybody's.
const FRAMES: &[(&str, &str)] = &[("recipient", "id"), ("chat", "recipientId"), ("chatItem", "chatId")];

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut lines = JsonLines::new(input, LONGEST_LINE);
    let mut people = People::default();
    while let Some(line) = lines.next_line()? {
        let at = At::Bytes(line.start, line.end);
        let frame = line.bytes.and_then(repair::read::<Fields>);
        match frame {
            Some((frame, _)) => take_frame(frame, at, &mut people, desk)?,
            None => {
                desk.add("messages-unparsed", 1);
                desk.push(at, unread())?;
            }
        }
    }
    Ok(())
}

fn take_frame(mut frame: Fields, at: At, people: &mut People, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
    if let Some(item) = frame.take("chatItem") {
        return take_item(item, at, people, desk);
    }
    for (key, value) in frame.rest() {
        match key.as_str() {
            "account" => people.take_account(&value),
            "recipient" => people.take_recipient(&value),
            "chat" => people.take_chat(&value, desk),
            "backupTimeMs" => {
                let when = times::of_value(Some(&value)).utc;
                desk.fact("exported-at", &when.map(|utc| utc.to_string()).unwrap_or_default())?;
            }
            key if QUIET.contains(&key) => {}
            key => desk.unknown_field(key),
        }
    }
    Ok(())
}

/// Parts that are no messages; some hold keys.
const QUIET: &[&str] = &[
    "version",
    "mediaRootBackupKey",
    "currentAppVersion",
    "firstAppVersion",
    "debugInfo",
    "stickerPack",
    "adHocCall",
    "notificationProfile",
    "chatFolder",
];

fn take_item(item: Value, at: At, people: &mut People, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
    let Ok(mut fields) = serde_json::from_value::<Fields>(item) else {
        desk.add("messages-unparsed", 1);
        return desk.push(at, unread());
    };
    people.enter(&fields.id("chatId").unwrap_or_default(), desk);
    let earlier = match fields.take("revisions") {
        Some(Value::Array(earlier)) => earlier,
        _ => Vec::new(),
    };
    let is_edited = !earlier.is_empty();
    for text in earlier.into_iter().take(MOST_REVISIONS) {
        let Ok(mut fields) = serde_json::from_value::<Fields>(text) else {
            desk.add("messages-unparsed", 1);
            continue;
        };
        fields.pass(&["chatId", "revisions"]);
        let mut message = read_item(fields, people, desk);
        message.flags.push("earlier-version".to_owned());
        desk.add("earlier-versions", 1);
        desk.push(at, message)?;
    }
    let mut message = read_item(fields, people, desk);
    message.edited = is_edited.then(|| message.time.clone());
    desk.push(at, message)
}

fn read_item(mut fields: Fields, people: &People, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    let sent = fields.take("dateSent");
    message.time = times::of_value(sent.as_ref());
    message.id = (!message.time.raw.is_empty()).then(|| message.time.raw.clone());
    if let Some(author) = fields.id("authorId") {
        people.sign(&author, &mut message);
    }
    let server = fields
        .take("incoming")
        .and_then(|mut way| way.get_mut("dateServerSent").map(Value::take));
    if let Some(utc) = times::of_value(server.as_ref()).utc {
        message.flags.push(format!("server-time:{utc}"));
    }
    fields.pass(&[
        "outgoing",
        "directionless",
        "expireStartDate",
        "expiresInMs",
        "sms",
        "pinDetails",
    ]);
    content::take(&mut fields, people, &mut message, desk);
    for (key, value) in fields.rest() {
        desk.unknown_field(&key);
        add_line(
            &mut message.text,
            &format!("{key}: {}", super::json::flat::flat(&value)),
        );
    }
    message
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// A name that is not empty, cut to what is kept.
fn named(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| clip(text, LONGEST_NAME).to_owned())
}
