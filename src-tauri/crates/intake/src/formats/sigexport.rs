//! What `sigexport` writes of Signal's desktop: `data.json` with one message on each line, and `chat.md`.
//!
//! Its times are the exporter's wall clock, without a zone. "Me" is the exporter.
//!
//! Deliberately absent: its web page, which says the same as these.

mod markdown;

use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times, unread};
use super::json::fields::Fields;
use super::json::flat::flat;
use super::json::lines::JsonLines;
use super::json::repair;
use super::json::{count_rest, is_nothing};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Attachment, Message, MessageKind};
use serde_json::Value;
use std::io::Read;

pub use markdown::{EXPORT as MARKDOWN, parse as parse_markdown};

const LONGEST_LINE: usize = 4 << 20;
const MOST_FILES: usize = 200;
const LEAVES_OUT: &[&str] = &["leaves-out-ids", "leaves-out-edit-history", "leaves-out-view-once"];

/// `data.json`.
pub const EXPORT: Export = Export {
    code: "sigexport-json",
    packed: "sigexport-zip",
    media_type: "application/jsonl",
    named: &["data.json"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: false,
    beside: &[],
    leaves_out: LEAVES_OUT,
};

/// Parses `data.json`.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first line is a message of it.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let mut lines = JsonLines::new(&mut bytes, LONGEST_LINE);
    let Ok(Some(line)) = lines.next_line() else {
        return false;
    };
    let Some(Ok(Value::Object(fields))) = line.bytes.map(serde_json::from_slice::<Value>) else {
        return false;
    };
    ["date", "sender", "body", "quote", "reactions", "attachments"]
        .iter()
        .all(|key| fields.contains_key(*key))
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    desk.begin_chat(&desk.folder(), None);
    let mut lines = JsonLines::new(input, LONGEST_LINE);
    while let Some(line) = lines.next_line()? {
        let at = At::Bytes(line.start, line.end);
        let message = match line.bytes.and_then(repair::read::<Fields>) {
            Some((fields, _)) => read_message(fields, desk),
            None => {
                desk.add("messages-unparsed", 1);
                unread()
            }
        };
        desk.push(at, message)?;
    }
    Ok(())
}

fn read_message(mut fields: Fields, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    let date = fields.text("date").unwrap_or_default();
    let (time, ambiguous) = times::of_iso(&date, &desk.zone);
    message.time = time;
    if ambiguous {
        message.flags.push("time-ambiguous".to_owned());
    }
    message.author = author(&fields.text("sender").unwrap_or_default());
    let quote = fields.text("quote").unwrap_or_default();
    let body = fields.text("body").unwrap_or_default();
    message.text = with_quote(&quote, &body, &mut message.flags);
    if let Some(sticker) = fields.take("sticker").filter(|sticker| !is_nothing(sticker)) {
        let emoji = sticker.get("emoji").map(flat).unwrap_or_else(|| flat(&sticker));
        message.flags.push(format!("sticker:{}", clip(&emoji, 100)));
    }
    if let Some(Value::Array(reactions)) = fields.take("reactions")
        && !reactions.is_empty()
    {
        message.flags.push(format!("reactions:{}", reactions.len()));
    }
    if let Some(Value::Array(files)) = fields.take("attachments") {
        message.attachments = files
            .iter()
            .take(MOST_FILES)
            .map(|file| attachment(file, desk))
            .collect();
    }
    let is_set = |value: Option<Value>| value.and_then(|value| value.as_bool()).unwrap_or(false);
    message.deleted = is_set(fields.take("deleted"));
    let call = is_set(fields.take("call"));
    message.kind = kind(&message, call);
    fields.pass(&["missed", "sender", "quote", "body"]);
    count_rest(fields, desk);
    message
}

fn kind(message: &Message, call: bool) -> MessageKind {
    match () {
        () if message.deleted => MessageKind::Deleted,
        () if call => MessageKind::Call,
        () if !message.text.is_empty() => MessageKind::Text,
        () if !message.attachments.is_empty() || message.flags.iter().any(|flag| flag.starts_with("sticker:")) => {
            MessageKind::Media
        }
        () => MessageKind::Unsupported,
    }
}

/// "No-Sender" stands where the tool did not find one.
fn author(sender: &str) -> Option<String> {
    let sender = sender.trim();
    (!sender.is_empty() && sender != "No-Sender").then(|| clip(sender, LONGEST_NAME).to_owned())
}

/// The words of another message that this one answers stand before its own, each line with `> `.
fn with_quote(quote: &str, body: &str, flags: &mut Vec<String>) -> String {
    let (quote, body) = (quote.trim(), body.trim_end());
    if quote.is_empty() {
        return body.to_owned();
    }
    flags.push("quotes".to_owned());
    format!("{quote}\n{body}").trim_end().to_owned()
}

fn attachment(file: &Value, desk: &mut Desk<'_>) -> Attachment {
    let said = |key: &str| file.get(key).and_then(Value::as_str).unwrap_or_default();
    file_of(said("name"), said("path"), desk)
}

/// A file by its path, in which spaces are escaped as in addresses.
fn file_of(name: &str, path: &str, desk: &mut Desk<'_>) -> Attachment {
    let path = path.replace("%20", " ");
    let name = (!name.is_empty()).then_some(name);
    desk.file(&path, name, "")
}
