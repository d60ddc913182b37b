//! What was said: exactly one field of an item says what it is.

use super::people::People;
use super::{add_line, named};
use crate::formats::chat::desk::Desk;
use crate::formats::chat::{LONGEST_NAME, clip, times};
use crate::formats::json::fields::Fields;
use crate::formats::json::flat::flat;
use model::{Attachment, Message, MessageKind};
use serde_json::Value;

/// Most files of one message.
const MOST_FILES: usize = 200;

/// Takes what an item is.
pub fn take(fields: &mut Fields, people: &People, message: &mut Message, desk: &mut Desk<'_>) {
    for (key, be) in KINDS {
        if let Some(value) = fields.take(key) {
            be(value, people, message, desk);
            return;
        }
    }
}

type Be = fn(Value, &People, &mut Message, &mut Desk<'_>);

const KINDS: &[(&str, Be)] = &[
    ("standardMessage", standard),
    ("contactMessage", contact),
    ("stickerMessage", sticker),
    ("remoteDeletedMessage", deleted),
    ("adminDeletedMessage", deleted),
    ("updateMessage", update),
    ("viewOnceMessage", view_once),
    ("directStoryReplyMessage", story_reply),
    ("poll", poll),
    ("paymentNotification", payment),
    ("giftBadge", gift),
];

fn standard(mut value: Value, people: &People, message: &mut Message, desk: &mut Desk<'_>) {
    message.text = words(value.pointer("/text/body"));
    take_quote(value.get("quote"), message);
    take_reactions(&value, people, message);
    if let Some(Value::Array(previews)) = value.get("linkPreview") {
        for preview in previews.iter().take(10) {
            let url = words(preview.get("url"));
            message.flags.push(format!("link-to:{}", clip(&url, 500)));
        }
    }
    if let Some(files) = value.get("attachments").and_then(Value::as_array) {
        for one in files.iter().take(MOST_FILES) {
            let file = attachment(one, desk);
            message.attachments.push(file);
        }
    }
    if let Some(long) = value.get("longText") {
        // The words go on in a file of their own.
        let file = attachment(long, desk);
        message.attachments.push(Attachment {
            stated: Some("long-text".to_owned()),
            ..file
        });
        message.flags.push("text-goes-on".to_owned());
    }
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|key, _| !TAKEN.contains(&key.as_str()));
        fields.keys().for_each(|key| desk.unknown_field(key));
    }
    message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
        (false, _) => MessageKind::Text,
        (true, false) => MessageKind::Media,
        (true, true) => MessageKind::Unsupported,
    };
}

const TAKEN: &[&str] = &["text", "quote", "reactions", "linkPreview", "attachments", "longText"];

fn contact(value: Value, people: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    message.kind = MessageKind::Contact;
    take_reactions(&value, people, message);
    let card = value.get("contact").unwrap_or(&value);
    let card = card.as_array().and_then(|cards| cards.first()).unwrap_or(card);
    add_line(&mut message.text, &card.get("name").map(flat).unwrap_or_default());
    for list in ["number", "email", "address"] {
        for one in card.get(list).and_then(Value::as_array).into_iter().flatten().take(20) {
            add_line(&mut message.text, &one.get("value").map_or_else(|| flat(one), flat));
        }
    }
}

fn sticker(value: Value, people: &People, message: &mut Message, desk: &mut Desk<'_>) {
    take_reactions(&value, people, message);
    let sticker = value.get("sticker").unwrap_or(&value);
    message.text = words(sticker.get("emoji"));
    let pointer = sticker.get("data").cloned().unwrap_or_default();
    let mut file = attachment(&serde_json::json!({ "pointer": pointer }), desk);
    file.stated = Some("sticker".to_owned());
    message.attachments.push(file);
    message.kind = MessageKind::Media;
}

fn deleted(_: Value, _: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    message.kind = MessageKind::Deleted;
    message.deleted = true;
}

/// A line of the messenger: its one field is the code, what is in it the details.
fn update(value: Value, _people: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    let Some((code, details)) = value.as_object().and_then(|fields| fields.iter().next()) else {
        message.kind = MessageKind::Service;
        return;
    };
    message.kind = match code.as_str() {
        "individualCall" | "groupCall" => MessageKind::Call,
        _ => MessageKind::Service,
    };
    let details = flat(details);
    message.text = if details.is_empty() {
        code.clone()
    } else {
        format!("{code}: {details}")
    };
}

fn view_once(value: Value, people: &People, message: &mut Message, desk: &mut Desk<'_>) {
    take_reactions(&value, people, message);
    let file = desk.missing("", "not-included", "view-once");
    message.attachments.push(file);
    message.flags.push("self-destructing".to_owned());
    message.kind = MessageKind::Media;
}

fn story_reply(value: Value, people: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    take_reactions(&value, people, message);
    let text = value.pointer("/textReply/text/body");
    message.text = words(text.or_else(|| value.get("emoji")));
    message.flags.push("reply-to-story".to_owned());
    message.kind = MessageKind::Text;
}

fn poll(value: Value, people: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    message.kind = MessageKind::Poll;
    take_reactions(&value, people, message);
    message.text = words(value.get("question"));
    for option in value
        .get("options")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(100)
    {
        let votes = option.get("votes").and_then(Value::as_array).map_or(0, Vec::len);
        let line = format!("- {} ({votes})", words(option.get("option")));
        add_line(&mut message.text, &line);
    }
}

fn payment(value: Value, _people: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    message.kind = MessageKind::Service;
    let told: Vec<String> = ["amountMob", "feeMob", "note"]
        .into_iter()
        .filter_map(|key| value.get(key).map(|said| format!("{key}: {}", flat(said))))
        .collect();
    message.text = format!("paymentNotification: {}", told.join(", "));
}

fn gift(_: Value, _: &People, message: &mut Message, _desk: &mut Desk<'_>) {
    message.kind = MessageKind::Service;
    message.text = "giftBadge".to_owned();
}

fn take_quote(quote: Option<&Value>, message: &mut Message) {
    let Some(quote) = quote else { return };
    let target = times::of_value(quote.get("targetSentTimestamp"));
    if target.raw.is_empty() {
        message.flags.push("reply-to-unknown".to_owned());
    } else {
        message.reply_to = Some(target.raw);
    }
}

fn take_reactions(value: &Value, people: &People, message: &mut Message) {
    let Some(Value::Array(reactions)) = value.get("reactions") else {
        return;
    };
    if reactions.is_empty() {
        return;
    }
    message.flags.push(format!("reactions:{}", reactions.len()));
    for reaction in reactions.iter().take(50) {
        let emoji = words(reaction.get("emoji"));
        let author = reaction.get("authorId").map(flat).unwrap_or_default();
        let name = people.name(&author).unwrap_or_default();
        message.flags.push(
            format!("reaction:{} {}", clip(&emoji, 50), clip(name, LONGEST_NAME))
                .trim_end()
                .to_owned(),
        );
    }
}

/// A file, by the hash of what it holds: that is its name in the export.
fn attachment(one: &Value, desk: &mut Desk<'_>) -> Attachment {
    let pointer = one.get("pointer").unwrap_or(one);
    let name = pointer.get("fileName").and_then(Value::as_str).and_then(named);
    let stated = match one.get("flag").and_then(Value::as_str) {
        Some(flag) if flag != "NONE" => flag.to_lowercase().replace('_', "-"),
        _ => words(pointer.get("contentType")),
    };
    let hash = pointer
        .pointer("/locatorInfo/plaintextHash")
        .and_then(Value::as_str)
        .and_then(base64)
        .filter(|hash| !hash.is_empty() && hash.len() <= 64);
    match hash {
        Some(hash) => desk.file(&format!("files/{}", hex(&hash)), name.as_deref(), &stated),
        None => desk.missing(&name.unwrap_or_default(), "unavailable", &stated),
    }
}

fn words(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Base64 of RFC 4648, either alphabet, with or without its end; at most a hundred signs, for hashes and ids.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    if text.len() > 100 {
        return None;
    }
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for sign in text.bytes() {
        let six = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_in_both_alphabets() {
        assert_eq!(base64("AAEC/w=="), Some(vec![0, 1, 2, 255]));
        assert_eq!(base64("-_8"), Some(vec![0xfb, 0xff]));
        assert_eq!(base64("a b"), None);
        assert_eq!(hex(&[0, 1, 255]), "0001ff");
    }
}
