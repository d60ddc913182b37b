//! Matrix as Element exports a room: one JSON object with the room's events as they are.
//!
//! Times are what the sender's server claims. Events name accounts; display names are taken from the events in which people
//! joined. An edit, a reaction and a removal are events of their own and stay so.
//!
//! Deliberately absent: Element's pages and texts, which say less.

use super::chat::desk::Desk;
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times};
use super::json::fields::Fields;
use super::json::flat::flat;
use super::json::scan::Scanner;
use super::json::{one_message, said};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Message, MessageKind};
use serde_json::Value;
use std::io::Read;

/// Most people whose names are remembered.
const MOST_PEOPLE: usize = 100_000;

/// A room.
pub const EXPORT: Export = Export {
    code: "matrix-json",
    packed: "matrix-zip",
    media_type: "application/json",
    named: &[".json"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: false,
    beside: &[],
    leaves_out: &["leaves-out-events", "leaves-out-large-files"],
};

/// Parses a room.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the file says what room was exported, or its first message is an event.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let (mut room, mut event) = (false, false);
    if let Ok(mut scan) = Scanner::new(&mut bytes) {
        // The walk ends where the head does, or at the first event.
        let _ended = scan.object(&mut |key, scan| match (key, scan.peek()?) {
            ("messages", Some(b'[')) => scan.array(&mut |scan| {
                let first = scan.value(1 << 20)?.bytes;
                let first = first.and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
                event = first.is_some_and(|first| {
                    ["type", "sender", "origin_server_ts"]
                        .iter()
                        .all(|key| first.get(*key).is_some())
                });
                Err(Stop::Broken { at: 0, what: "seen" })
            }),
            _ => {
                room |= matches!(key, "room_name" | "exported_by");
                scan.value(0).map(|_| ())
            }
        });
    }
    event || room && head.windows(10).any(|window| window == b"\"messages\"")
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut name = String::new();
    let mut begun = false;
    let mut scan = Scanner::new(input)?;
    scan.object(&mut |key, scan| match (key, scan.peek()?) {
        ("messages", Some(b'[')) => {
            let label = if name.is_empty() {
                desk.file_stem()
            } else {
                name.clone()
            };
            desk.begin_chat(&label, None);
            begun = true;
            scan.array(&mut |scan| one_message(scan, desk, &mut read_event))
        }
        (key, _) => {
            let said = scan.small()?.map(|value| flat(&value)).unwrap_or_default();
            match key {
                "room_name" => {
                    clip(&said, LONGEST_NAME).clone_into(&mut name);
                    desk.fact("chat-name", &said)?;
                }
                "export_date" => desk.fact("exported-at", &said)?,
                "exported_by" | "topic" | "room_creator" => {}
                key => desk.unknown_field(key),
            }
            Ok(())
        }
    })
}

fn read_event(mut fields: Fields, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    message.id = fields.text("event_id").map(|id| clip(&id, LONGEST_NAME).to_owned());
    message.time = times::of_value(fields.take("origin_server_ts").as_ref());
    let kind = fields.text("type").unwrap_or_default();
    let content = fields.take("content").unwrap_or_default();
    let subject = fields.text("state_key");
    let is_state = subject.is_some() || fields.has("state_key");
    if let Some(sender) = fields.text("sender") {
        if kind == "m.room.member" {
            learn(subject.as_deref().unwrap_or(&sender), &content, desk);
        }
        sign(&sender, &mut message, desk);
    }
    let unsigned = fields.take("unsigned").unwrap_or_default();
    let redacted = unsigned.get("redacted_because").is_some() || fields.has("redacted_because");
    relate(&content, &mut message);
    match kind.as_str() {
        _ if redacted => be_deleted(&mut message),
        "m.room.message" if content.as_object().is_some_and(serde_json::Map::is_empty) => be_deleted(&mut message),
        "m.room.message" | "m.sticker" => take_message(&kind, &content, &mut message, desk),
        "m.reaction" => {
            let key = content.pointer("/m.relates_to/key").map(flat).unwrap_or_default();
            message.kind = MessageKind::Service;
            message.text = format!("m.reaction: {}", clip(&key, 200));
        }
        "m.room.encrypted" => {
            message.kind = MessageKind::Unsupported;
            desk.add("messages-undecrypted", 1);
        }
        _ if kind.contains("poll.start") => take_poll(&content, &mut message),
        _ if kind.contains("call.") => be_line(MessageKind::Call, &kind, &content, &mut message),
        _ => {
            be_line(MessageKind::Service, &kind, &content, &mut message);
            desk.add("type-unknown", usize::from(!is_state && !kind.starts_with("m.")));
        }
    }
    fields.pass(QUIET);
    super::json::count_rest(fields, desk);
    message
}

/// Fields of events that a reader of the chat does not need.
const QUIET: &[&str] = &[
    "room_id",
    "user_id",
    "age",
    "state_key",
    "prev_content",
    "replaces_state",
    "redacts",
    "origin",
    "depth",
    "hashes",
    "signatures",
    "auth_events",
    "prev_events",
    "event_id",
    "sender",
    "type",
    "redacted_because",
];

/// Who joins says how they want to be named.
fn learn(account: &str, content: &Value, desk: &mut Desk<'_>) {
    let name = said(content, "displayname");
    if !name.is_empty() && desk.people.len() < MOST_PEOPLE {
        desk.people
            .insert(account.to_owned(), clip(name, LONGEST_NAME).to_owned());
    }
}

fn sign(account: &str, message: &mut Message, desk: &Desk<'_>) {
    let account = clip(account, LONGEST_NAME);
    message.author = Some(desk.people.get(account).cloned().unwrap_or_else(|| account.to_owned()));
    message.author_id = Some(account.to_owned());
}

fn relate(content: &Value, message: &mut Message) {
    let Some(relates) = content.get("m.relates_to") else {
        return;
    };
    let answered = relates.pointer("/m.in_reply_to/event_id").and_then(Value::as_str);
    let target = said(relates, "event_id");
    match said(relates, "rel_type") {
        "m.replace" => message.flags.push(format!("edits:{}", clip(target, LONGEST_NAME))),
        "m.annotation" => message.reply_to = Some(clip(target, LONGEST_NAME).to_owned()),
        _ => {}
    }
    if let Some(answered) = answered {
        message.reply_to = Some(clip(answered, LONGEST_NAME).to_owned());
    }
}

fn be_deleted(message: &mut Message) {
    message.kind = MessageKind::Deleted;
    message.deleted = true;
}

fn be_line(kind: MessageKind, code: &str, content: &Value, message: &mut Message) {
    message.kind = kind;
    let details = flat(content);
    message.text = if details.is_empty() {
        code.to_owned()
    } else {
        format!("{code}: {details}")
    };
}

fn take_message(kind: &str, content: &Value, message: &mut Message, desk: &mut Desk<'_>) {
    let new = content.get("m.new_content").unwrap_or(content);
    let body = said(new, "body");
    let stated = match (kind, said(new, "msgtype")) {
        ("m.sticker", _) => "sticker",
        (_, "m.image") => "photo",
        (_, "m.video") => "video-file",
        (_, "m.audio") => "audio-file",
        (_, "m.file") => "file",
        (_, "m.location") => {
            message.kind = MessageKind::Location;
            message.text = format!("{}\n{body}", said(new, "geo_uri").trim_start_matches("geo:"));
            return;
        }
        _ => {
            body.clone_into(&mut message.text);
            message.kind = if body.is_empty() {
                MessageKind::Unsupported
            } else {
                MessageKind::Text
            };
            return;
        }
    };
    // The file's name is in `filename`; where it is not, the words are the name.
    let name = said(new, "filename");
    let (name, words) = if name.is_empty() { (body, "") } else { (name, body) };
    if words != name {
        words.clone_into(&mut message.text);
    }
    let file = match desk.is_inside() && kind != "m.sticker" {
        true => desk.file(name, Some(name), stated),
        false => desk.missing(name, "not-included", stated),
    };
    message.attachments.push(file);
    message.kind = if message.text.is_empty() {
        MessageKind::Media
    } else {
        MessageKind::Text
    };
}

fn take_poll(content: &Value, message: &mut Message) {
    message.kind = MessageKind::Poll;
    let poll = ["m.poll", "m.poll.start", "org.matrix.msc3381.poll.start"]
        .into_iter()
        .find_map(|key| content.get(key))
        .unwrap_or(content);
    let words = |value: &Value| {
        ["m.text", "org.matrix.msc1767.text", "body"]
            .into_iter()
            .find_map(|key| value.get(key).map(flat))
            .unwrap_or_default()
    };
    message.text = poll.get("question").map(words).unwrap_or_default();
    for answer in poll
        .get("answers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(100)
    {
        message.text.push_str("\n- ");
        message.text.push_str(&words(answer));
    }
}
