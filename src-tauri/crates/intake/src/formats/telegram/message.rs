//! One message of a Telegram Desktop export, by `export_output_json.cpp` of versions 1.8 to 6.1.

use super::tally::Tally;
use super::{details, files, text};
use crate::formats::chat::desk::Desk;
use crate::formats::chat::{LONGEST_NAME, Zone, clip, empty, wall_millis};
use crate::formats::json::fields::Fields;
use jiff::civil::DateTime;
use model::{Message, MessageKind, Moment, Timestamp, ZoneKnown};
use serde_json::Value;

/// Fields that add nothing a reader of the chat needs; they stay in the original.
const QUIET: &[&str] = &[
    "photo_file_size",
    "file_size",
    "thumbnail_file_size",
    "contact_vcard_file_size",
    "width",
    "height",
    "media_spoiler",
    "sticker_emoji",
    "performer",
    "title",
    "mime_type",
    "duration_seconds",
    "forwarded_from_id",
    "saved_from_id",
    "saved_from",
    "thumbnail",
    "file_name",
    "media_type",
];

/// Reads one message.
pub fn read(mut fields: Fields, desk: &mut Desk<'_>, tally: &mut Tally) -> Message {
    let stated = fields.text("type").unwrap_or_default();
    let mut message = empty();
    message.id = fields.id("id");
    message.time = take_time(
        &mut fields,
        "date",
        "date_unixtime",
        &desk.zone,
        tally,
        &mut message.flags,
    );
    message.edited = take_edited(&mut fields, &desk.zone, tally, &mut message.flags);
    take_author(&mut fields, &mut message);
    take_origin(&mut fields, &mut message);
    take_reactions(&mut fields, &mut message.flags);
    message.text = text::take(&mut fields, &mut message.flags);
    message.attachments = files::take(&mut fields, desk);
    match stated.as_str() {
        "service" => be_service(&mut fields, &mut message),
        "unsupported" => message.kind = MessageKind::Unsupported,
        _ => be_message(&mut fields, &mut message),
    }
    if !matches!(stated.as_str(), "message" | "service" | "unsupported") {
        message.flags.push("type-unknown".to_owned());
    }
    for (key, _) in fields.rest() {
        desk.unknown_field(&key);
    }
    message
}

fn be_service(fields: &mut Fields, message: &mut Message) {
    fields.pass(&["width", "height", "photo_file_size"]);
    let (kind, line) = details::service(fields);
    message.kind = kind;
    if !message.text.is_empty() && !line.is_empty() {
        message.text.insert(0, '\n');
    }
    message.text.insert_str(0, &line);
}

fn be_message(fields: &mut Fields, message: &mut Message) {
    message.kind = details::take(fields, &mut message.text);
    for (key, flag) in [
        ("self_destruct_period_seconds", "self-destructing"),
        ("inline_bot_buttons", "has-buttons"),
    ] {
        if fields.take(key).is_some() {
            message.flags.push(flag.to_owned());
        }
    }
    if message.kind == MessageKind::Text && message.text.is_empty() {
        message.kind = if message.attachments.is_empty() {
            MessageKind::Unsupported
        } else {
            MessageKind::Media
        };
    }
    fields.pass(QUIET);
}

fn take_author(fields: &mut Fields, message: &mut Message) {
    message.author = name(fields, "from").or_else(|| name(fields, "actor"));
    message.author_id = fields.id("from_id").or_else(|| fields.id("actor_id"));
    for (key, flag) in [("author", "post-signature"), ("via_bot", "via-bot")] {
        if let Some(said) = fields.text(key) {
            message.flags.push(format!("{flag}:{}", clip(&said, LONGEST_NAME)));
        }
    }
    fields.pass(&["from", "actor"]);
}

fn take_origin(fields: &mut Fields, message: &mut Message) {
    let forwarded = fields.has("forwarded_from") || fields.has("saved_from");
    let from = name(fields, "forwarded_from").or_else(|| name(fields, "saved_from"));
    message.forwarded_from = forwarded.then(|| from.unwrap_or_default());
    message.reply_to = fields.id("reply_to_message_id");
    if let Some(chat) = fields.id("reply_to_peer_id") {
        message
            .flags
            .push(format!("reply-in-other-chat:{}", clip(&chat, LONGEST_NAME)));
    }
    fields.pass(&["forwarded_from"]);
}

fn name(fields: &mut Fields, key: &str) -> Option<String> {
    fields.text(key).map(|name| clip(&name, LONGEST_NAME).to_owned())
}

fn take_reactions(fields: &mut Fields, flags: &mut Vec<String>) {
    let Some(Value::Array(reactions)) = fields.take("reactions") else {
        return;
    };
    let count = |reaction: &Value| reaction.get("count").and_then(Value::as_u64).unwrap_or(1);
    let total = reactions.iter().map(count).fold(0, u64::saturating_add);
    flags.push(format!("reactions:{total}"));
}

/// The instant if the export counts seconds, else the wall clock of the computer that exported.
fn take_time(
    fields: &mut Fields,
    wall: &str,
    unix: &str,
    zone: &Zone,
    tally: &mut Tally,
    flags: &mut Vec<String>,
) -> Moment {
    let seconds = fields.id(unix);
    let raw = fields.text(wall);
    let clock = raw.as_deref().and_then(read_wall);
    if let Some(utc) = seconds.as_deref().and_then(read_seconds) {
        let wall = clock.and_then(wall_millis);
        tally.offset(wall.map(|wall| wall - utc.millis()));
        return Moment {
            utc: Some(utc),
            raw: raw.or(seconds).unwrap_or_default(),
            zone: ZoneKnown::ExplicitEpoch,
            wall,
        };
    }
    let (moment, ambiguous) = zone.read(&raw.unwrap_or_default(), clock);
    if ambiguous {
        flags.push("time-ambiguous".to_owned());
    }
    moment
}

/// When it was edited (or reacted to). The first day of 1970 means never; its hour is the exporter's offset of that day.
fn take_edited(fields: &mut Fields, zone: &Zone, tally: &mut Tally, flags: &mut Vec<String>) -> Option<Moment> {
    if !fields.has("edited") && !fields.has("edited_unixtime") {
        return None;
    }
    let moment = take_time(fields, "edited", "edited_unixtime", zone, &mut Tally::default(), flags);
    if moment.raw.starts_with("1970-01-01") || moment.raw.starts_with("1969-12-31") {
        tally.never_edited(moment.wall);
        return None;
    }
    (moment.utc.is_none_or(|utc| utc.millis() != 0)).then_some(moment)
}

fn read_seconds(text: &str) -> Option<Timestamp> {
    text.parse()
        .ok()
        .and_then(|seconds| Timestamp::from_seconds(seconds).ok())
}

fn read_wall(text: &str) -> Option<DateTime> {
    let shaped = text.len() == 19 && text.as_bytes()[10] == b'T';
    shaped.then(|| text.parse().ok()).flatten()
}
