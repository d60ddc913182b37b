//! Discord's own package of an account's data: `messages/c123/messages.json`, with `channel.json` beside it and the names
//! of all channels in `messages/index.json`. It holds what the account itself wrote, newest first, and nothing else.

use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::formats::chat::desk::Desk;
use crate::formats::chat::packed::{Export, parse_file};
use crate::formats::chat::{LONGEST_NAME, Stop, clip, empty, times};
use crate::formats::json::fields::Fields;
use crate::formats::json::scan::Scanner;
use crate::formats::json::{count_rest, one_message, repair};
use model::{Message, MessageKind};
use serde_json::Value;
use std::io::Read;

const MOST_FILES: usize = 200;
/// Most channels whose names are remembered.
const MOST_NAMES: usize = 100_000;

/// A channel of the package.
pub const EXPORT: Export = Export {
    code: "discord-package-json",
    packed: "discord-package-zip",
    media_type: "application/json",
    named: &["messages.json"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: true,
    beside: &[("messages/index.json", learn), ("Messages/index.json", learn)],
    leaves_out: &[
        "leaves-out-others-messages",
        "leaves-out-media",
        "leaves-out-deleted",
        "leaves-out-edit-history",
    ],
};

/// Parses a channel.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first element of a list is one of its messages.
fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut bytes = head;
    let mut found = false;
    if let Ok(mut scan) = Scanner::new(&mut bytes) {
        // The walk ends at the first element.
        let _ended = scan.array(&mut |scan| {
            let first = scan.value(1 << 20)?.bytes.and_then(repair::read::<Fields>);
            found = first.is_some_and(|(fields, _)| {
                ["ID", "Timestamp", "Contents", "Attachments"]
                    .iter()
                    .all(|key| fields.has(key))
            });
            Err(Stop::Broken { at: 0, what: "seen" })
        });
    }
    found
}

fn learn(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut scan = Scanner::new(input)?;
    scan.object(&mut |key, scan| {
        let name = scan.small()?;
        if let Some(name) = name
            .as_ref()
            .and_then(Value::as_str)
            .filter(|_| desk.people.len() < MOST_NAMES)
        {
            desk.people.insert(key.to_owned(), clip(name, LONGEST_NAME).to_owned());
        }
        Ok(())
    })
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let folder = desk.folder();
    let number = folder.strip_prefix('c').unwrap_or(&folder);
    let name = desk.people.get(number).cloned();
    desk.begin_chat(name.as_deref().unwrap_or(&folder), Some(number));
    let mut scan = Scanner::new(input)?;
    scan.array(&mut |scan| one_message(scan, desk, &mut read_message))
}

fn read_message(mut fields: Fields, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    message.id = fields.id("ID");
    let raw = fields.text("Timestamp").unwrap_or_default();
    let (time, ambiguous) = times::of_iso(&raw, &desk.zone);
    message.time = time;
    if ambiguous {
        message.flags.push("time-ambiguous".to_owned());
    }
    message.author_id = Some("self".to_owned());
    message.text = fields.text("Contents").unwrap_or_default();
    let files = fields.text("Attachments").unwrap_or_default();
    for url in files.split_whitespace().take(MOST_FILES) {
        let name = url.split(['?', '#']).next().and_then(|path| path.rsplit('/').next());
        let file = desk.missing(name.unwrap_or_default(), "not-included", "file");
        message.attachments.push(file);
    }
    message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
        (false, _) => MessageKind::Text,
        (true, false) => MessageKind::Media,
        (true, true) => MessageKind::Unsupported,
    };
    fields.pass(&["Contents", "Attachments", "Timestamp"]);
    count_rest(fields, desk);
    message
}
