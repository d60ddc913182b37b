//! A message of several parts: words, and files that stand in the backup itself.

use super::{Said, entries, sign, state};
use crate::draft::{Found, Unparsed};
use crate::formats::chat::desk::Desk;
use crate::formats::chat::empty;
use crate::formats::markup::tree::At;
use crate::formats::safe_path::safe_path;
use model::{Attachment, Message, MessageKind};

/// Most parts of one message.
const MOST_PARTS: usize = 500;

/// Reads a message; `parts` counts the files of the whole backup.
pub fn read(
    said: &Said<'_>,
    with: &str,
    name: Option<&str>,
    parts: &mut u32,
    desk: &mut Desk<'_>,
) -> Result<Message, Unparsed> {
    let mut message = empty();
    take_author(said, with, name, &mut message);
    message.text = said.text("sub").unwrap_or_default();
    let all = said.tree.inside(said.at).filter(|at| is(said, *at, "part"));
    for (place, at) in all.enumerate() {
        let part = Said { tree: said.tree, at };
        let file = take_part(&part, place < MOST_PARTS, parts, &mut message, desk)?;
        message.attachments.extend(file);
    }
    message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
        (false, _) => MessageKind::Text,
        (true, false) => MessageKind::Media,
        (true, true) => MessageKind::Unsupported,
    };
    Ok(message)
}

fn is(said: &Said<'_>, at: At, name: &str) -> bool {
    said.tree.tag(at).is_some_and(|tag| tag.name == name)
}

/// Whoever stands as sender among the addresses; in a message to several the address book's names are of all of them.
fn take_author(said: &Said<'_>, with: &str, name: Option<&str>, message: &mut Message) {
    let kind = said.number("msg_box");
    message.flags.extend(state(kind).map(str::to_owned));
    if kind != Some(1) {
        message.author_id = Some("self".to_owned());
        return;
    }
    let addresses = said.tree.inside(said.at).filter(|at| is(said, *at, "addr"));
    let from = addresses
        .map(|at| Said { tree: said.tree, at })
        .find(|address| address.number("type") == Some(137))
        .and_then(|address| address.text("address"));
    let of_several = with.contains('~');
    let number = from.filter(|number| number != "insert-address-token");
    sign(
        message,
        name.filter(|_| !of_several),
        &number.unwrap_or_else(|| with.to_owned()),
    );
}

fn take_part(
    part: &Said<'_>,
    has_room: bool,
    parts: &mut u32,
    message: &mut Message,
    desk: &mut Desk<'_>,
) -> Result<Option<Attachment>, Unparsed> {
    let kind = part.text("ct").unwrap_or_default();
    let passed = part.tree.tag(part.at).and_then(|tag| tag.passed);
    let index = *parts;
    *parts = parts.saturating_add(u32::from(passed.is_some()));
    if kind == "application/smil" {
        return Ok(None); // how the parts were laid out on a screen
    }
    if let Some(text) = part.text("text").filter(|_| kind.starts_with("text/")) {
        if !message.text.is_empty() {
            message.text.push('\n');
        }
        message.text.push_str(&text);
        return Ok(None);
    }
    let name = ["cl", "name", "fn"]
        .into_iter()
        .find_map(|key| part.text(key))
        .unwrap_or_default();
    if !has_room {
        desk.add("leaves-out-attachments", 1);
        return Ok(None);
    }
    let Some(passed) = passed.filter(|_| index < entries::MOST && !desk.is_inside()) else {
        return Ok(Some(desk.missing(&name, "unavailable", &kind)));
    };
    let safe = safe_path(&name).unwrap_or_else(|_| "part".to_owned());
    let last = safe.rsplit('/').next().unwrap_or(&safe);
    let path = format!("{:05}-{}", index + 1, crate::formats::chat::clip(last, 200));
    desk.say(Found::Part {
        index,
        path: path.clone(),
        bytes: entries::decoded(passed),
    })?;
    Ok(Some(desk.inside_it(&path, &name, &kind)))
}
