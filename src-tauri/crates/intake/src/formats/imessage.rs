//! iMessage as `imessage-exporter` writes it: a page or a text for each conversation.
//!
//! An answer stands twice in these, below the message it answers and in its own place; it is read in its own place.
//! Times are the exporting Mac's wall clock, in English, without a zone. "Me" is the Mac's owner.
//!
//! Deliberately absent: `chat.db` itself.

mod page;
mod plain;

pub use page::{EXPORT as PAGE, parse as parse_page};
pub use plain::{EXPORT as PLAIN, parse as parse_plain};

use super::chat::desk::Desk;
use super::chat::{LONGEST_NAME, clip, spoken};
use model::{Attachment, Message};

const LEAVES_OUT: &[&str] = &["leaves-out-ids", "leaves-out-deleted"];

/// A time, and what is said beside it of when it was read.
fn take_time(said: &str, message: &mut Message, desk: &mut Desk<'_>) {
    let (clock, read) = match said.split_once(" (") {
        Some((clock, read)) => (clock, Some(read.trim_end_matches(')'))),
        None => (said, None),
    };
    let (time, ambiguous) = desk.zone.read(clock.trim(), spoken::read(clock));
    message.time = time;
    if message.time.wall.is_none() {
        desk.add("times-unread", 1);
    }
    if ambiguous {
        message.flags.push("time-ambiguous".to_owned());
    }
    if let Some(read) = read {
        message.flags.push(format!("read:{}", clip(read, LONGEST_NAME)));
    }
}

fn take_author(said: &str, message: &mut Message) {
    let said = said.trim();
    if said == "Me" {
        message.author_id = Some("self".to_owned());
    }
    message.author = (!said.is_empty()).then(|| clip(said, LONGEST_NAME).to_owned());
}

/// A file beside the export; a path of the Mac itself is only a name.
fn file(path: &str, desk: &mut Desk<'_>) -> Attachment {
    let is_of_the_mac = path.starts_with(['/', '~']) || path.contains("://");
    if is_of_the_mac {
        let name = path.rsplit('/').next().unwrap_or(path);
        desk.missing(name, "not-included", "")
    } else {
        desk.file(&path.replace("%20", " "), None, "")
    }
}
