//! Messenger and Instagram: `message_1.json` of a download of one's information, and the files of end-to-end chats, which
//! name the same things otherwise.
//!
//! The exporter spells each byte of UTF-8 as a character of its own; such texts are put together again, others stay.
//! Messages stand from the newest on and are turned round.
//!
//! Deliberately absent: the web pages that can be downloaded instead. Their times are words of some language and their
//! marks change from month to month; the same download as JSON says more.

mod spelling;

use super::chat::desk::Desk;
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times};
use super::json::fields::Fields;
use super::json::flat::flat;
use super::json::repair;
use super::json::scan::Scanner;
use super::json::{count_rest, one_message};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Attachment, Message, MessageKind};
use serde_json::Value;
use std::io::Read;

const MOST_FILES: usize = 500;

/// `message_1.json`, or a file of an end-to-end chat.
pub const EXPORT: Export = Export {
    code: "messenger-json",
    packed: "messenger-zip",
    media_type: "application/json",
    named: &[".json"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: true,
    beside: &[],
    leaves_out: &[
        "leaves-out-ids",
        "leaves-out-edit-history",
        "leaves-out-encrypted-chats",
    ],
};

/// Parses one file.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first message of the file has the author and the time of one of the two forms.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let mut found = false;
    if let Ok(mut scan) = Scanner::new(&mut bytes) {
        // The walk ends where the head does, or at the first message.
        let _ended = scan.object(&mut |key, scan| match (key, scan.peek()?) {
            ("messages", Some(b'[')) => scan.array(&mut |scan| {
                let first = scan.value(1 << 20)?.bytes.and_then(repair::read::<Fields>);
                found = first.is_some_and(|(fields, _)| {
                    let classic = fields.has("sender_name") && fields.has("timestamp_ms");
                    classic || fields.has("senderName") && fields.has("timestamp")
                });
                Err(Stop::Broken { at: 0, what: "seen" })
            }),
            _ => scan.value(0).map(|_| ()),
        });
    }
    found
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    desk.name_chat_later();
    let mut title = String::new();
    let mut scan = Scanner::new(input)?;
    let walked = scan.object(&mut |key, scan| match (key, scan.peek()?) {
        ("messages", Some(b'[')) => scan.array(&mut |scan| one_message(scan, desk, &mut read_message)),
        ("title" | "threadName", _) => {
            if let Some(Value::String(said)) = scan.small()? {
                title = spelling::mended(&said).unwrap_or(said);
            }
            Ok(())
        }
        _ => {
            if !QUIET_OF_A_CHAT.contains(&key) {
                desk.unknown_field(key);
            }
            scan.value(0).map(|_| ())
        }
    });
    let folder = desk.folder();
    desk.begin_chat(if title.is_empty() { &folder } else { &title }, Some(&folder));
    desk.fact("chat-name", &title)?;
    walked
}

/// What a chat says besides messages and its name.
const QUIET_OF_A_CHAT: &[&str] = &[
    "participants",
    "is_still_participant",
    "thread_type",
    "thread_path",
    "magic_words",
    "image",
    "joinable_mode",
];

fn read_message(mut fields: Fields, desk: &mut Desk<'_>) -> Message {
    let mut mended = false;
    fields.each_text(&mut |text| {
        if let Some(right) = spelling::mended(text) {
            *text = right;
            mended = true;
        }
    });
    desk.add("text-mended", usize::from(mended));
    let mut message = empty();
    let time = fields.take("timestamp_ms").or_else(|| fields.take("timestamp"));
    message.time = times::of_value(time.as_ref());
    let author = fields.text("sender_name").or_else(|| fields.text("senderName"));
    message.author = author.map(|name| clip(&name, LONGEST_NAME).to_owned());
    message.text = fields
        .text("content")
        .or_else(|| fields.text("text"))
        .unwrap_or_default();
    let stated = fields.text("type").unwrap_or_default();
    take_files(&mut fields, &mut message, desk);
    take_share(&mut fields, &mut message);
    take_reactions(&mut fields, &mut message.flags);
    let unsent = ["is_unsent", "isUnsent"].map(|key| fields.take(key));
    message.deleted = unsent.contains(&Some(Value::Bool(true)));
    take_call(&mut fields, &mut message);
    take_users(&mut fields, &mut message);
    settle_kind(&stated, &mut message);
    fields.pass(QUIET);
    count_rest(fields, desk);
    message
}

/// Fields that say nothing a reader of the chat needs, and one that should not be spread: the address it was sent from.
const QUIET: &[&str] = &[
    "ip",
    "is_geoblocked_for_viewer",
    "is_unsent_image_by_messenger_kid_parent",
    "is_taken_down",
    "bumped_message_metadata",
    "timestamp",
    "sender_name",
    "content",
];

const LISTS: &[(&str, &str)] = &[
    ("photos", "photo"),
    ("videos", "video-file"),
    ("audio_files", "voice-message"),
    ("gifs", "animation"),
    ("files", "file"),
    ("media", ""),
    ("sticker", "sticker"),
];

fn take_files(fields: &mut Fields, message: &mut Message, desk: &mut Desk<'_>) {
    for (key, stated) in LISTS {
        let Some(value) = fields.take(key) else { continue };
        let list = match value {
            Value::Array(list) => list,
            one => vec![one],
        };
        for one in list.iter().take(MOST_FILES - message.attachments.len().min(MOST_FILES)) {
            if let Some(uri) = one.get("uri").and_then(Value::as_str) {
                let file = file(uri, stated, message, desk);
                message.attachments.push(file);
            } else {
                desk.unknown_field(key);
            }
        }
    }
}

/// A file by its path from the root of the download; files that stay on the exporter's servers have an address.
fn file(uri: &str, stated: &str, message: &mut Message, desk: &mut Desk<'_>) -> Attachment {
    if uri.starts_with("https://") || uri.starts_with("http://") {
        message.flags.push(format!("link-to:{}", clip(uri, 500)));
        return desk.missing("", "not-included", stated);
    }
    let path = if desk.is_inside() { uri } else { from_thread(uri) };
    desk.file(path, None, stated)
}

/// `…/messages/inbox/THREAD/photos/1.jpg` from the thread's own folder on.
fn from_thread(uri: &str) -> &str {
    let Some((_, rest)) = uri.split_once("messages/") else {
        return uri;
    };
    let mut parts = rest.splitn(3, '/');
    parts.nth(2).unwrap_or(uri)
}

fn take_share(fields: &mut Fields, message: &mut Message) {
    let Some(share) = fields.take("share") else { return };
    let link = share.get("link").and_then(Value::as_str).unwrap_or_default();
    if !link.is_empty() {
        message.flags.push(format!("link-to:{}", clip(link, 500)));
    }
    let words = share.get("share_text").and_then(Value::as_str).unwrap_or_default();
    for line in [words, link] {
        if !line.is_empty() && !message.text.contains(line) {
            add_line(&mut message.text, line);
        }
    }
}

fn take_reactions(fields: &mut Fields, flags: &mut Vec<String>) {
    let Some(Value::Array(reactions)) = fields.take("reactions") else {
        return;
    };
    if reactions.is_empty() {
        return;
    }
    flags.push(format!("reactions:{}", reactions.len()));
    for one in reactions.iter().take(50) {
        let said = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let line = format!(
            "reaction:{} {}",
            clip(said("reaction"), 50),
            clip(said("actor"), LONGEST_NAME)
        );
        flags.push(line.trim_end().to_owned());
    }
}

fn take_call(fields: &mut Fields, message: &mut Message) {
    let Some(duration) = fields.take("call_duration") else {
        return;
    };
    message.kind = MessageKind::Call;
    message.text = format!("call: duration_seconds: {}, {}", flat(&duration), message.text);
    message.text.truncate(message.text.trim_end_matches([',', ' ']).len());
    fields.pass(&["missed"]);
}

fn take_users(fields: &mut Fields, message: &mut Message) {
    let Some(Value::Array(users)) = fields.take("users") else {
        return;
    };
    let names: Vec<&str> = users
        .iter()
        .filter_map(|user| user.get("name").and_then(Value::as_str))
        .take(500)
        .collect();
    if !names.is_empty() {
        add_line(&mut message.text, &names.join(", "));
    }
}

fn settle_kind(stated: &str, message: &mut Message) {
    message.kind = match stated {
        _ if message.deleted => MessageKind::Deleted,
        "Call" => MessageKind::Call,
        _ if message.kind == MessageKind::Call => MessageKind::Call,
        "Subscribe" | "Unsubscribe" => MessageKind::Service,
        _ if !message.text.is_empty() => MessageKind::Text,
        _ if !message.attachments.is_empty() => MessageKind::Media,
        _ => MessageKind::Unsupported,
    };
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
