//! Slack's export: an archive with a folder for each channel and a file for each day, and what tells names by ids.
//!
//! The time of a message is its id too: seconds and microseconds with a point, never a fraction.
//!
//! Deliberately absent: files, which the export only has addresses of. Some addresses hold a token that opens them, so none
//! is told.

mod words;

use super::chat::desk::Desk;
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, times};
use super::json::fields::Fields;
use super::json::flat::flat;
use super::json::repair;
use super::json::scan::Scanner;
use super::json::{count_rest, one_message, said};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use model::{Message, MessageKind, Moment};
use serde_json::Value;
use std::io::Read;

const MOST_FILES: usize = 200;
/// Most people and channels whose names are remembered.
const MOST_NAMES: usize = 300_000;

/// A day of a channel.
pub const EXPORT: Export = Export {
    code: "slack-json",
    packed: "slack-zip",
    media_type: "application/json",
    named: &[".json"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: false,
    beside: &[
        ("users.json", learn),
        ("channels.json", learn),
        ("groups.json", learn),
        ("mpims.json", learn),
        ("dms.json", learn),
    ],
    leaves_out: &[
        "leaves-out-media",
        "leaves-out-private",
        "leaves-out-edit-history",
        "leaves-out-deleted",
    ],
};

/// Parses a day.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first element of a list is a message with Slack's kind of time.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let mut found = false;
    if let Ok(mut scan) = Scanner::new(&mut bytes) {
        // The walk ends at the first element.
        let _ended = scan.array(&mut |scan| {
            let first = scan.value(1 << 20)?.bytes.and_then(repair::read::<Fields>);
            found = first.is_some_and(|(mut fields, _)| {
                let time = fields.text("ts").is_some_and(|ts| millis(&ts).is_some());
                time && fields.text("type").as_deref() == Some("message")
            });
            Err(Stop::Broken { at: 0, what: "seen" })
        });
    }
    found
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let folder = desk.folder();
    let name = desk.people.get(&format!("#{folder}")).cloned();
    desk.begin_chat(name.as_deref().unwrap_or(&folder), Some(&folder));
    let mut scan = Scanner::new(input)?;
    scan.array(&mut |scan| one_message(scan, desk, &mut read_message))
}

/// Names by ids, from the lists of the export; direct messages have no name but those of their people.
fn learn(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut scan = Scanner::new(input)?;
    scan.array(&mut |scan| {
        let one = scan
            .value(1 << 20)?
            .bytes
            .and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
        let Some(one) = one.filter(|_| desk.people.len() < MOST_NAMES) else {
            return Ok(());
        };
        let id = said(&one, "id").to_owned();
        if let Some(members) = one.get("members").and_then(Value::as_array) {
            learn_channel(&one, &id, members, desk);
        } else {
            desk.people.insert(id, name_of(&one));
        }
        Ok(())
    })
}

fn learn_channel(one: &Value, id: &str, members: &[Value], desk: &mut Desk<'_>) {
    let name = said(one, "name").to_owned();
    if name.is_empty() || name.starts_with("mpdm-") {
        let people: Vec<String> = members
            .iter()
            .take(20)
            .filter_map(Value::as_str)
            .map(|member| desk.people.get(member).cloned().unwrap_or_else(|| member.to_owned()))
            .collect();
        let folder = if name.is_empty() { id } else { &name };
        desk.people
            .insert(format!("#{folder}"), clip(&people.join(", "), LONGEST_NAME).to_owned());
    } else {
        desk.people.insert(id.to_owned(), name);
    }
}

fn name_of(user: &Value) -> String {
    let profile = user.get("profile").unwrap_or(user);
    let names = [
        said(profile, "display_name"),
        said(profile, "real_name"),
        said(user, "real_name"),
        said(user, "name"),
    ];
    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    clip(name, LONGEST_NAME).to_owned()
}

fn read_message(mut fields: Fields, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    let ts = fields.text("ts").unwrap_or_default();
    message.time = times::of_millis(millis(&ts), &ts);
    message.id = (!ts.is_empty()).then(|| clip(&ts, LONGEST_NAME).to_owned());
    message.reply_to = fields.text("thread_ts").filter(|thread| *thread != ts);
    message.edited = fields.take("edited").map(|edited| at(said(&edited, "ts")));
    take_author(&mut fields, &mut message, desk);
    let text = fields.text("text").unwrap_or_default();
    message.text = words::readable(&text, &desk.people, &mut message.flags);
    take_unfurled(fields.take("attachments"), &mut message, desk);
    take_files(&mut fields, &mut message, desk);
    if let Some(Value::Array(reactions)) = fields.take("reactions") {
        let count = |one: &Value| one.get("count").and_then(Value::as_u64).unwrap_or(1);
        let all = reactions.iter().map(count).fold(0, u64::saturating_add);
        message.flags.push(format!("reactions:{all}"));
    }
    settle_kind(&fields.text("subtype").unwrap_or_default(), &mut message);
    fields.pass(QUIET);
    count_rest(fields, desk);
    message
}

/// Fields that a reader of the chat does not need, or that repeat what is there.
const QUIET: &[&str] = &[
    "type",
    "blocks",
    "client_msg_id",
    "team",
    "user_team",
    "source_team",
    "user_profile",
    "bot_id",
    "bot_profile",
    "app_id",
    "parent_user_id",
    "reply_count",
    "reply_users",
    "reply_users_count",
    "replies",
    "latest_reply",
    "subscribed",
    "last_read",
    "is_locked",
    "is_starred",
    "upload",
    "display_as_bot",
    "hidden",
    "icons",
    "root",
    "inviter",
    "text",
    "user",
    "x_files",
    "pinned_to",
    "pinned_info",
    "permalink",
    "purpose",
    "topic",
    "old_name",
    "name",
    "no_notifications",
    "event_ts",
    "channel",
    "subtype",
    "thread_ts",
];

/// `1704067200.000001` in milliseconds.
fn millis(ts: &str) -> Option<i64> {
    let (seconds, micros) = ts.split_once('.')?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(seconds) || !is_digits(micros) || micros.len() > 6 {
        return None;
    }
    let micros: i64 = format!("{micros:0<6}").parse().ok()?;
    seconds
        .parse::<i64>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(micros / 1000)
}

fn at(ts: &str) -> Moment {
    times::of_millis(millis(ts), ts)
}

fn take_author(fields: &mut Fields, message: &mut Message, desk: &Desk<'_>) {
    let user = fields.text("user").or_else(|| fields.text("bot_id"));
    let profile = fields.take("user_profile").or_else(|| fields.take("bot_profile"));
    let own = fields.text("username");
    let known = user.as_ref().and_then(|user| desk.people.get(user).cloned());
    let told = profile.map(|profile| match said(&profile, "name") {
        "" => name_of(&profile),
        name => name.to_owned(),
    });
    let name = known.or(own).or(told).filter(|name| !name.is_empty());
    message.author = name
        .or_else(|| user.clone())
        .map(|name| clip(&name, LONGEST_NAME).to_owned());
    message.author_id = user.map(|user| clip(&user, LONGEST_NAME).to_owned());
}

/// What a link showed, and what programs wrote.
fn take_unfurled(list: Option<Value>, message: &mut Message, desk: &Desk<'_>) {
    let Some(Value::Array(list)) = list else { return };
    for one in list.iter().take(20) {
        let text = ["text", "fallback"]
            .into_iter()
            .map(|key| said(one, key))
            .find(|text| !text.is_empty());
        let title = said(one, "title");
        for line in [title, text.unwrap_or_default()] {
            let line = words::readable(line, &desk.people, &mut Vec::new());
            if !line.is_empty() && !message.text.contains(&line) {
                if !message.text.is_empty() {
                    message.text.push('\n');
                }
                message.text.push_str(&line);
            }
        }
    }
}

fn take_files(fields: &mut Fields, message: &mut Message, desk: &mut Desk<'_>) {
    let files = fields
        .take("files")
        .or_else(|| fields.take("file").map(|file| Value::Array(vec![file])));
    let Some(Value::Array(files)) = files else { return };
    for one in files.iter().take(MOST_FILES) {
        let why = match said(one, "mode") {
            "tombstone" | "hidden_by_limit" => "unavailable",
            _ => "not-included",
        };
        let name = [said(one, "name"), said(one, "title")]
            .into_iter()
            .find(|name| !name.is_empty());
        let file = desk.missing(
            name.unwrap_or_default(),
            why,
            &one.get("mimetype").map(flat).unwrap_or_default(),
        );
        message.attachments.push(file);
    }
}

fn settle_kind(subtype: &str, message: &mut Message) {
    message.kind = match subtype {
        "" | "bot_message" | "file_share" | "me_message" | "thread_broadcast" | "file_comment" | "reply_broadcast" => {
            match (message.text.is_empty(), message.attachments.is_empty()) {
                (false, _) => MessageKind::Text,
                (true, false) => MessageKind::Media,
                (true, true) => MessageKind::Unsupported,
            }
        }
        "tombstone" => {
            message.deleted = true;
            MessageKind::Deleted
        }
        "huddle_thread" | "sh_room_created" => MessageKind::Call,
        _ => MessageKind::Service,
    };
    if matches!(message.kind, MessageKind::Service | MessageKind::Call) {
        message.text = format!("{subtype}: {}", message.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_without_becoming_a_fraction() {
        assert_eq!(millis("1704067200.000001"), Some(1_704_067_200_000));
        assert_eq!(millis("1704067200.999999"), Some(1_704_067_200_999));
        assert_eq!(millis("1704067200.5"), Some(1_704_067_200_500));
        for other in [
            "1704067200",
            "x.1",
            "1.",
            ".1",
            "-1.1",
            "99999999999999999999.1",
            "1.1234567",
        ] {
            assert_eq!(millis(other), None, "{other}");
        }
    }
}
