//! Discord as DiscordChatExporter writes it: one JSON file for each channel, or for each part of one.
//!
//! Ids hold the time at which the server made them; where it is another than the stated one, that is counted.
//!
//! Discord's own package of an account's data is another format, which holds the account's own messages only ([`package`]).
//!
//! Deliberately absent: pages, texts and tables of the same program, which say less.

pub mod package;

use super::chat::desk::Desk;
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times};
use super::json::fields::Fields;
use super::json::flat::flat;
use super::json::scan::Scanner;
use super::json::{count_rest, one_message, said};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Attachment, Message, MessageKind, Moment, Note};
use serde_json::Value;
use std::collections::HashSet;
use std::io::Read;

const MOST_FILES: usize = 500;
/// Most ids that are compared with others.
const MOST_IDS: usize = 2_000_000;
/// How far the stated time may be from that of the id, in milliseconds.
const NEAR: u64 = 2_000;
/// The first millisecond of Discord's ids.
const EPOCH: i64 = 1_420_070_400_000;

/// A channel.
pub const EXPORT: Export = Export {
    code: "discord-json",
    packed: "discord-zip",
    media_type: "application/json",
    named: &[".json"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: false,
    beside: &[],
    leaves_out: &["leaves-out-deleted", "leaves-out-edit-history"],
};

/// Parses a channel.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first fields of the file are a guild and a channel.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let (mut guild, mut channel) = (false, false);
    if let Ok(mut scan) = Scanner::new(&mut bytes) {
        // The walk ends where the head does, or where enough is seen.
        let _ended = scan.object(&mut |key, scan| {
            let is_object = scan.peek()? == Some(b'{');
            guild |= key == "guild" && is_object;
            channel |= key == "channel" && is_object;
            match key {
                "messages" => Err(Stop::Broken { at: 0, what: "seen" }),
                _ => scan.value(0).map(|_| ()),
            }
        });
    }
    guild && channel
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut file = File::default();
    let mut scan = Scanner::new(input)?;
    let walked = scan.object(&mut |key, scan| match (key, scan.peek()?) {
        ("messages", Some(b'[')) => {
            file.begin(desk)?;
            scan.array(&mut |scan| {
                one_message(scan, desk, &mut |fields, desk| {
                    read_message(fields, &mut file.seen, desk)
                })?;
                file.found += 1;
                Ok(())
            })
        }
        ("guild" | "channel" | "exportedAt" | "messageCount", _) => {
            let value = scan
                .value(64 << 10)?
                .bytes
                .and_then(|bytes| serde_json::from_slice(bytes).ok());
            file.take(key, value.unwrap_or_default());
            Ok(())
        }
        _ => scan.value(0).map(|_| ()),
    });
    file.say(desk)?;
    walked
}

/// What a file says of itself.
#[derive(Default)]
struct File {
    guild: String,
    channel: String,
    channel_id: String,
    exported_at: String,
    stated: Option<u64>,
    found: u64,
    seen: HashSet<String>,
}

impl File {
    fn take(&mut self, key: &str, value: Value) {
        match key {
            "guild" => self.guild = said(&value, "name").to_owned(),
            "channel" => {
                self.channel = said(&value, "name").to_owned();
                self.channel_id = value.get("id").map(flat).unwrap_or_default();
            }
            "exportedAt" => self.exported_at = flat(&value),
            _ => self.stated = value.as_u64(),
        }
    }

    fn begin(&self, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        let name = match self.guild.as_str() {
            "" => self.channel.clone(),
            guild => format!("{guild} / {}", self.channel),
        };
        desk.begin_chat(&name, Some(&self.channel_id));
        desk.fact("chat-name", &name)?;
        desk.fact("chat-id", &self.channel_id)?;
        desk.fact("exported-at", &self.exported_at)
    }

    fn say(&self, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        match self.stated {
            Some(stated) if stated != self.found => desk.note(Note::with_detail("count-differs", &stated.to_string())),
            _ => Ok(()),
        }
    }
}

fn read_message(mut fields: Fields, seen: &mut HashSet<String>, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    message.id = fields.id("id");
    let stated = fields.text("type").unwrap_or_default();
    let raw = fields.text("timestamp").unwrap_or_default();
    message.time = times::of_iso(&raw, &desk.zone).0;
    check_id(&message, seen, desk);
    message.edited = fields
        .text("timestampEdited")
        .map(|raw| times::of_iso(&raw, &desk.zone).0);
    if let Some(author) = fields.take("author") {
        take_author(&author, &mut message);
    }
    message.text = fields.text("content").unwrap_or_default();
    let reference = fields.take("reference");
    message.reply_to = reference
        .and_then(|reference| reference.get("messageId").map(flat))
        .filter(|id| !id.is_empty());
    take_files(fields.take("attachments"), &mut message, desk);
    take_embeds(fields.take("embeds"), &mut message);
    take_forwarded(fields.take("forwardedMessage"), &mut message, desk);
    take_small(&mut fields, &mut message);
    settle_kind(&stated, &mut message);
    fields.pass(&[
        "content",
        "mentions",
        "roles",
        "inlineEmojis",
        "interaction",
        "timestampEdited",
        "timestamp",
        "type",
    ]);
    count_rest(fields, desk);
    message
}

fn check_id(message: &Message, seen: &mut HashSet<String>, desk: &mut Desk<'_>) {
    let Some(id) = &message.id else { return };
    if seen.len() < MOST_IDS && id.len() <= 24 && !seen.insert(id.clone()) {
        desk.add("ids-twice", 1);
    }
    if let (Some(made), Moment { utc: Some(utc), .. }) = (made_at(id), &message.time) {
        desk.add("times-differ-from-ids", usize::from(made.abs_diff(utc.millis()) > NEAR));
    }
}

/// The time that is in an id, in milliseconds since 1970.
fn made_at(id: &str) -> Option<i64> {
    let number: u64 = id.parse().ok()?;
    i64::try_from(number >> 22).ok()?.checked_add(EPOCH)
}

fn take_author(author: &Value, message: &mut Message) {
    let nickname = said(author, "nickname");
    let name = if nickname.is_empty() {
        said(author, "name")
    } else {
        nickname
    };
    message.author = (!name.is_empty()).then(|| clip(name, LONGEST_NAME).to_owned());
    message.author_id = author.get("id").map(flat).filter(|id| !id.is_empty());
    if author.get("isBot").and_then(Value::as_bool) == Some(true) {
        message.flags.push("of-a-bot".to_owned());
    }
}

fn take_files(list: Option<Value>, message: &mut Message, desk: &mut Desk<'_>) {
    let Some(Value::Array(list)) = list else { return };
    for one in list.iter().take(MOST_FILES) {
        let file = file(said(one, "url"), said(one, "fileName"), "file", desk);
        message.attachments.push(file);
    }
}

/// A path beside the export, if files were saved with it; else an address that goes stale.
fn file(url: &str, name: &str, stated: &str, desk: &mut Desk<'_>) -> Attachment {
    if url.is_empty() || url.contains("://") {
        desk.missing(name, "not-included", stated)
    } else {
        desk.file(url, (!name.is_empty()).then_some(name), stated)
    }
}

fn take_embeds(list: Option<Value>, message: &mut Message) {
    let Some(Value::Array(list)) = list else { return };
    for embed in list.iter().take(20) {
        let parts: Vec<&str> = ["title", "description", "url"]
            .into_iter()
            .map(|key| said(embed, key))
            .filter(|part| !part.is_empty() && !message.text.contains(part))
            .collect();
        if !parts.is_empty() {
            add_line(&mut message.text, &format!("embed: {}", parts.join(", ")));
        }
    }
}

fn take_forwarded(forwarded: Option<Value>, message: &mut Message, desk: &mut Desk<'_>) {
    let Some(forwarded) = forwarded.filter(Value::is_object) else {
        return;
    };
    // Discord does not say from whom.
    message.forwarded_from = Some(String::new());
    add_line(&mut message.text, said(&forwarded, "content"));
    take_files(forwarded.get("attachments").cloned(), message, desk);
    take_embeds(forwarded.get("embeds").cloned(), message);
}

fn take_small(fields: &mut Fields, message: &mut Message) {
    if let Some(Value::Array(reactions)) = fields.take("reactions") {
        let count = |one: &Value| one.get("count").and_then(Value::as_u64).unwrap_or(1);
        let all = reactions.iter().map(count).fold(0, u64::saturating_add);
        if all > 0 {
            message.flags.push(format!("reactions:{all}"));
        }
    }
    if let Some(Value::Array(stickers)) = fields.take("stickers") {
        for sticker in stickers.iter().take(5) {
            message
                .flags
                .push(format!("sticker:{}", clip(said(sticker, "name"), 100)));
        }
    }
    if fields.take("isPinned") == Some(Value::Bool(true)) {
        message.flags.push("pinned".to_owned());
    }
    if let Some(ended) = fields.text("callEndedTimestamp") {
        add_line(&mut message.text, &format!("call_ended: {}", clip(&ended, 100)));
    }
    fields.pass(&["callEndedTimestamp"]);
}

fn settle_kind(stated: &str, message: &mut Message) {
    let has_sticker = message.flags.iter().any(|flag| flag.starts_with("sticker:"));
    message.kind = match stated {
        "Call" => MessageKind::Call,
        "Default" | "Reply" | "ThreadStarterMessage" | "ChatInputCommand" | "ContextMenuCommand" | "" | "0" | "19" => {
            match (message.text.is_empty(), message.attachments.is_empty()) {
                (false, _) => MessageKind::Text,
                (true, false) => MessageKind::Media,
                (true, true) if has_sticker => MessageKind::Media,
                (true, true) => MessageKind::Unsupported,
            }
        }
        _ => MessageKind::Service,
    };
    if matches!(message.kind, MessageKind::Service | MessageKind::Call) {
        let rest = std::mem::take(&mut message.text);
        message.text = if rest.is_empty() {
            stated.to_owned()
        } else {
            format!("{stated}: {rest}")
        };
    }
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made() {
        assert_eq!(made_at("175928847299117063"), Some(1_462_015_105_796));
        assert_eq!(made_at("x"), None);
        assert!(made_at("18446744073709551615").is_some());
    }
}
