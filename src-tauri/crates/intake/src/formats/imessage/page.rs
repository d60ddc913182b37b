//! The pages.

use super::{LEAVES_OUT, file, take_author, take_time};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::formats::chat::desk::{At, Desk};
use crate::formats::chat::packed::{Export, parse_file};
use crate::formats::chat::{Stop, clip, empty, no_time};
use crate::formats::markup::tree::{self, Tree, pick_whole};
use crate::formats::markup::{Markup, Tag};
use encoding_rs::UTF_8;
use model::{Message, MessageKind};
use std::collections::HashSet;
use std::io::Read;

const MOST_FILES: usize = 200;
/// Most answers that are looked for in their own place.
const MOST_ANSWERS: usize = 500_000;
const MOST_BELOW_ONE: usize = 500;

/// A conversation's page.
pub const EXPORT: Export = Export {
    code: "imessage-html",
    packed: "imessage-html-zip",
    media_type: "text/html",
    named: &[".html"],
    looks_like,
    read,
    several: false,
    chat_each: true,
    newest_first: false,
    beside: &[],
    leaves_out: LEAVES_OUT,
};

/// Parses a page.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether a page is one of this program.
fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let has = |words: &[u8]| head.windows(words.len()).any(|window| window == words);
    let message = has(b"class=\"message\"") && has(b"class=\"sender\"") && has(b"class=\"message_part\"");
    has(b"class=\"timestamp\"") && (message || has(b"class =\"announcement\"") || has(b"class=\"announcement\""))
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let name = desk.file_stem();
    desk.begin_chat(&name, None);
    let mut answers = Answers::default();
    let mut markup = Markup::html(input);
    let is_wanted = |tag: &Tag| tag.name == "div" && (tag.has_class("message") || tag.has_class("announcement"));
    while let Some(tree) = pick_whole(&mut markup, &is_wanted)? {
        let message = match tree.has_class(tree.root(), "announcement") {
            true => announcement(&tree, desk),
            false => message(&tree, &mut answers, desk),
        };
        desk.push(At::Bytes(tree.start, tree.end), message)?;
        if tree.broken {
            return Err(Stop::Broken {
                at: tree.start,
                what: "ended",
            });
        }
    }
    desk.add("answers-only-below", answers.below.len());
    Ok(())
}

/// Answers that were seen below the message they answer, and not yet in their own place.
#[derive(Default)]
struct Answers {
    below: HashSet<String>,
}

impl Answers {
    fn see_below(&mut self, tree: &Tree, replies: tree::At) {
        let all = tree.inside(replies).filter(|at| tree.has_class(*at, "message"));
        for at in all.take(MOST_BELOW_ONE) {
            if self.below.len() < MOST_ANSWERS {
                self.below.insert(trace(tree, at));
            }
        }
    }
}

/// By what an answer is known again.
fn trace(tree: &Tree, message: tree::At) -> String {
    let of = |class: &str| tree.find(message, class).map(|at| tree.all_words(at, UTF_8));
    let parts = [of("timestamp"), of("sender"), of("bubble")].map(Option::unwrap_or_default);
    clip(&parts.join("\n"), 300).to_owned()
}

fn announcement(tree: &Tree, desk: &mut Desk<'_>) -> Message {
    let mut message = empty();
    let time = tree.find(tree.root(), "timestamp").map(|at| tree.all_words(at, UTF_8));
    take_time(&time.unwrap_or_default(), &mut message, desk);
    message.kind = MessageKind::Service;
    message.text = tree.words(tree.root(), UTF_8, &|tag| tag.has_class("timestamp"));
    message
}

fn message(tree: &Tree, answers: &mut Answers, desk: &mut Desk<'_>) -> Message {
    let root = tree.root();
    let mut message = empty();
    let of = |class: &str| tree.find(root, class).map(|at| tree.all_words(at, UTF_8));
    take_time(&of("timestamp").unwrap_or_default(), &mut message, desk);
    take_author(&of("sender").unwrap_or_default(), &mut message);
    message.id = identity(tree);
    answers.below.remove(&trace(tree, root));
    tree.walk(root, &mut |at| {
        if tree.has_class(at, "replies") {
            answers.see_below(tree, at);
            return false;
        }
        take_part(tree, at, &mut message, desk)
    });
    message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
        _ if message.deleted => MessageKind::Deleted,
        (false, _) => MessageKind::Text,
        (true, false) => MessageKind::Media,
        (true, true) => MessageKind::Unsupported,
    };
    if tree.cut {
        message.flags.push("text-cut".to_owned());
    }
    message
}

/// Newer pages name the message in a link that opens it in the program.
fn identity(tree: &Tree) -> Option<String> {
    let links = tree
        .inside(tree.root())
        .filter_map(|at| tree.attribute(at, "href", UTF_8));
    let mut ids = links.filter_map(|href| href.split_once("message-guid=").map(|(_, id)| clip(id, 200).to_owned()));
    ids.next()
}

/// Takes one element; true if there may be more in it.
fn take_part(tree: &Tree, at: tree::At, message: &mut Message, desk: &mut Desk<'_>) -> bool {
    let is = |class: &str| tree.has_class(at, class);
    let words = || tree.all_words(at, UTF_8);
    if is("bubble") || is("app") || is("subject") || is("edited") {
        add_line(&mut message.text, &words());
        if is("edited") {
            message.edited = Some(no_time(""));
        }
    } else if is("unsent") {
        message.deleted = true;
        add_line(&mut message.text, &words());
    } else if is("reply_context") {
        message.flags.push("reply-to-unknown".to_owned());
    } else if is("expressive") {
        message.flags.push(format!("effect:{}", clip(&words(), 100)));
    } else if is("reactions") || is("tapbacks") {
        message.flags.push(format!("reactions:{}", reactions(tree, at)));
    } else {
        take_link(tree, at, message, desk);
        return true;
    }
    message.flags.truncate(100);
    false
}

fn reactions(tree: &Tree, at: tree::At) -> usize {
    let is_one = |inner: &tree::At| tree.tag(*inner).is_some_and(|tag| tag.name == "b" || tag.name == "img");
    tree.inside(at).filter(is_one).count()
}

fn take_link(tree: &Tree, at: tree::At, message: &mut Message, desk: &mut Desk<'_>) {
    match tree.tag(at).map_or("", |tag| tag.name.as_str()) {
        "img" | "source" | "video" | "audio" | "embed" => add_file(tree.attribute(at, "src", UTF_8), message, desk),
        "a" => {
            let href = tree.attribute(at, "href", UTF_8).filter(|href| is_file(href));
            add_file(href, message, desk);
        }
        _ => {}
    }
}

fn is_file(href: &str) -> bool {
    !href.is_empty() && !href.starts_with('#') && (!href.contains(':') || href.starts_with("file://"))
}

fn add_file(path: Option<String>, message: &mut Message, desk: &mut Desk<'_>) {
    let Some(path) = path.filter(|path| !path.is_empty() && !path.starts_with("data:")) else {
        return;
    };
    if message.attachments.len() < MOST_FILES {
        let file = file(&path, desk);
        let is_new = message
            .attachments
            .iter()
            .all(|known| known.path != file.path || known.name != file.name);
        if is_new {
            message.attachments.push(file);
        }
    }
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
