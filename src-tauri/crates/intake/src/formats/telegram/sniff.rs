//! Whether the head of a JSON file is Telegram Desktop's, and not another program's dump or another messenger's export.

use crate::draft::Hints;
use crate::formats::chat::Stop;
use crate::formats::json::fields::Fields;
use crate::formats::json::repair;
use crate::formats::json::scan::Scanner;
use serde_json::Value;
use std::io::Cursor;

/// Types of a chat that Telegram Desktop writes.
const CHAT_TYPES: &[&str] = &[
    "saved_messages",
    "replies",
    "personal_chat",
    "bot_chat",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
    "verification_codes",
];

/// Whether the first bytes of a file look like an export. The head may end anywhere.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let mut seen = Seen::default();
    let mut bytes = Cursor::new(head);
    if let Ok(mut scan) = Scanner::new(&mut bytes) {
        // The walk ends where the head does, or where enough is seen.
        let _ended = scan.object(&mut |key, scan| seen.top(key, scan));
    }
    seen.is_telegram && !seen.is_another
}

#[derive(Default)]
struct Seen {
    is_telegram: bool,
    is_another: bool,
    chat_type: bool,
}

impl Seen {
    fn top(&mut self, key: &str, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        match key {
            "chats" | "left_chats" if scan.peek()? == Some(b'{') => scan.object(&mut |key, scan| match key {
                "list" if scan.peek()? == Some(b'[') => scan.array(&mut |scan| self.chat(scan)),
                _ => scan.value(0).map(|_| ()),
            }),
            "about" => {
                let about = scan.value(64 << 10)?.bytes.map(<[u8]>::to_vec).unwrap_or_default();
                self.is_telegram |= about.windows(8).any(|word| word == b"Telegram");
                Ok(())
            }
            "frequent_contacts" | "web_sessions" | "personal_information" => self.account_part(scan),
            _ => self.chat_field(key, scan),
        }
    }

    /// Their texts name the program, as `about` does in newer exports.
    fn account_part(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        if scan.peek()? != Some(b'{') {
            return scan.value(0).map(|_| ());
        }
        scan.object(&mut |key, scan| match key {
            "about" => self.top(key, scan),
            _ => scan.value(0).map(|_| ()),
        })
    }

    fn chat(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        scan.object(&mut |key, scan| self.chat_field(key, scan))
    }

    fn chat_field(&mut self, key: &str, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        match (key, scan.peek()?) {
            ("type", Some(b'"')) => {
                let kind = scan.small()?;
                self.chat_type |= kind
                    .as_ref()
                    .and_then(Value::as_str)
                    .is_some_and(|kind| CHAT_TYPES.contains(&kind));
                Ok(())
            }
            ("messages", Some(b'[')) => {
                self.is_telegram |= self.chat_type;
                scan.array(&mut |scan| self.message(scan))
            }
            _ => scan.value(0).map(|_| ()),
        }
    }

    fn message(&mut self, scan: &mut Scanner<'_>) -> Result<(), Stop> {
        let read = scan.value(1 << 20)?.bytes.and_then(repair::read::<Fields>);
        let Some((mut fields, _)) = read else { return Ok(()) };
        let kind = fields.text("type").unwrap_or_default();
        let known = matches!(kind.as_str(), "message" | "service" | "unsupported");
        let from = ["from_id", "actor_id"].iter().find_map(|key| fields.take(key));
        let peer = from.as_ref().is_some_and(is_peer);
        self.is_another |= fields.has("_") || from.is_some_and(|from| from.is_object());
        self.is_telegram |= known && (peer || fields.text("date_unixtime").is_some());
        Ok(())
    }
}

/// `user123`, or the bare number of versions before 2021.
fn is_peer(from: &Value) -> bool {
    match from {
        Value::Number(_) => true,
        Value::String(id) => ["user", "channel", "chat"].iter().any(|kind| id.starts_with(kind)),
        _ => false,
    }
}
