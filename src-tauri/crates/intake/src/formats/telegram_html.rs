//! Telegram Desktop's pages: `messages.html`, `messages2.html`, …; by `export_output_html.cpp` of versions 1.8 to 6.1.
//!
//! A page does not name the author of a message that follows another of the same person (`joined`), nor the origin of a
//! forward that follows another: both are carried on. Lines of dates stand between messages and are none.
//!
//! The offset that is printed beside a time is the winter offset of the exporter's zone, in summer too, so no instant
//! follows from it: a person says the zone, and what was printed stays as it was written.
//!
//! Deliberately absent: account numbers and marks of edits, which these pages do not have; styles, scripts and pictures
//! of the page itself.

mod media;
mod time;

use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, no_time};
use super::markup::tree::{self, Tree, pick};
use super::markup::{Markup, Tag};
use super::telegram::say_link;
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use encoding_rs::UTF_8;
use model::{Message, MessageKind, Note};
use std::io::Read;
use time::Clock;

/// The pages.
pub const EXPORT: Export = Export {
    code: "telegram-html",
    packed: "telegram-html-zip",
    media_type: "text/html",
    named: &[".html"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: false,
    beside: &[],
    leaves_out: &[
        "leaves-out-deleted",
        "leaves-out-secret-chats",
        "leaves-out-ids",
        "leaves-out-edit-marks",
    ],
};

/// Parses a page.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether the first bytes of a page are one of messages.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let has = |words: &[u8]| head.windows(words.len()).any(|window| window == words);
    let is_page = has(b"class=\"page_wrap\"") && has(b"class=\"history\"");
    is_page && (has(b"<div class=\"message ") || has(b"class=\"pagination"))
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut page = Page::default();
    let mut markup = Markup::html(input);
    let is_wanted = |tag: &Tag| tag.name == "div" && (tag.has_class("message") || tag.has_class("page_header"));
    while let Some(tree) = pick(&mut markup, &is_wanted)? {
        if tree.has_class(tree.root(), "page_header") {
            page.header(&tree, desk)?;
        } else {
            page.message(&tree, desk)?;
        }
        if tree.broken {
            return Err(Stop::Broken {
                at: tree.start,
                what: "ended",
            });
        }
    }
    page.clock.say(desk)?;
    Ok(())
}

/// What one message leaves for the next.
#[derive(Default)]
struct Page {
    day: String,
    author: Option<String>,
    forwarded_from: Option<String>,
    clock: Clock,
    begun: bool,
}

impl Page {
    fn header(&mut self, tree: &Tree, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        let name = tree.find(tree.root(), "bold").map(|at| tree.all_words(at, UTF_8));
        self.begin(&name.unwrap_or_default(), desk)
    }

    fn begin(&mut self, name: &str, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        self.begun = true;
        desk.begin_chat(name, None);
        desk.fact("chat-name", name)
    }

    fn message(&mut self, tree: &Tree, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        if !self.begun {
            self.begin("", desk)?;
        }
        let id = tree.attribute(tree.root(), "id", UTF_8).unwrap_or_default();
        let id = id.strip_prefix("message").unwrap_or(&id).to_owned();
        let mut message = match tree.has_class(tree.root(), "service") {
            true if self.is_day(tree, &id) => return Ok(()),
            true => self.service(tree, desk),
            false => self.spoken(tree, desk),
        };
        message.id = (!id.is_empty()).then(|| clip(&id, LONGEST_NAME).to_owned());
        if tree.cut {
            message.flags.push("text-cut".to_owned());
        }
        desk.push(At::Bytes(tree.start, tree.end), message)
    }

    /// A line that says which day begins. Its number counts down from -1; messages from before a group became a larger
    /// one have negative numbers too, but no such words.
    fn is_day(&mut self, tree: &Tree, id: &str) -> bool {
        let words = tree.all_words(tree.root(), UTF_8);
        let is_day = id.starts_with('-') && time::is_day(&words);
        if is_day {
            self.day = words;
        }
        is_day
    }

    fn service(&mut self, tree: &Tree, desk: &mut Desk<'_>) -> Message {
        (self.author, self.forwarded_from) = (None, None);
        let root = tree.root();
        let words = tree.find(root, "body").map_or_else(
            || tree.all_words(root, UTF_8),
            |body| tree.words(body, UTF_8, &|tag| tag.has_class("userpic_wrap")),
        );
        Message {
            // The page has a clock for what people say only; of these lines it tells the day.
            time: no_time(&self.day),
            kind: MessageKind::Service,
            text: words,
            reply_to: reply_in(tree, root),
            attachments: media::photo_of_a_line(tree, root, desk),
            ..empty()
        }
    }

    fn spoken(&mut self, tree: &Tree, desk: &mut Desk<'_>) -> Message {
        let root = tree.root();
        let body = tree.child(root, "body").unwrap_or(root);
        let mut message = empty();
        self.take_author(tree, body, &mut message);
        let clock = tree
            .child(body, "date")
            .and_then(|at| tree.attribute(at, "title", UTF_8));
        let (time, ambiguous) = self.clock.read(&clock.unwrap_or_default(), desk);
        message.time = time;
        if ambiguous {
            message.flags.push("time-ambiguous".to_owned());
        }
        let inner = tree
            .children(body)
            .find(|at| tree.has_class(*at, "forwarded") && tree.has_class(*at, "body"));
        self.take_origin(tree, inner, &mut message);
        let held = inner.unwrap_or(body);
        for part in [Some(body), inner].into_iter().flatten() {
            take_parts(tree, part, &mut message, desk);
        }
        media::take(tree, held, &mut message, desk);
        settle_kind(&mut message);
        message
    }

    /// A joined message is of the one who spoke before.
    fn take_author(&mut self, tree: &Tree, body: tree::At, message: &mut Message) {
        if let Some(at) = tree.child(body, "from_name") {
            let (name, via) = name_in(tree, at);
            self.author = name;
            message.flags.extend(via.map(|bot| format!("via-bot:{bot}")));
        } else if !tree.has_class(tree.root(), "joined") {
            self.author = None;
        }
        message.author.clone_from(&self.author);
    }

    /// A forward right after another of the same person does not say from whom it is.
    fn take_origin(&mut self, tree: &Tree, inner: Option<tree::At>, message: &mut Message) {
        let Some(inner) = inner else {
            self.forwarded_from = None;
            return;
        };
        if let Some(at) = tree.child(inner, "from_name") {
            let (name, via) = name_in(tree, at);
            self.forwarded_from = Some(name.unwrap_or_default());
            message.flags.extend(via.map(|bot| format!("via-bot:{bot}")));
            let date = tree
                .find(at, "date")
                .and_then(|date| tree.attribute(date, "title", UTF_8));
            if let Some(date) = date.filter(|date| !date.is_empty()) {
                message
                    .flags
                    .push(format!("forwarded-at:{}", clip(&date, LONGEST_NAME)));
            }
        }
        message.forwarded_from = Some(self.forwarded_from.clone().unwrap_or_default());
    }
}

/// A name, and the bot by whose help it spoke. The literal for an account that is gone is no name.
fn name_in(tree: &Tree, at: tree::At) -> (Option<String>, Option<String>) {
    let words = tree.words(at, UTF_8, &|tag| tag.has_class("details"));
    let (name, via) = match words.split_once(" via @") {
        Some((name, bot)) => (name.to_owned(), Some(clip(bot, LONGEST_NAME).to_owned())),
        None => (words, None),
    };
    let name = (name != "Deleted Account" && !name.is_empty()).then(|| clip(&name, LONGEST_NAME).to_owned());
    (name, via)
}

/// Words, replies, signatures and reactions right in the body; what is unknown is counted.
fn take_parts(tree: &Tree, body: tree::At, message: &mut Message, desk: &mut Desk<'_>) {
    for at in tree.children(body) {
        let is = |class: &str| tree.has_class(at, class);
        if is("text") {
            add_line(&mut message.text, &tree.all_words(at, UTF_8));
            take_links(tree, at, &mut message.flags);
        } else if is("reply_to") {
            message.reply_to = reply_in(tree, at);
            if message.reply_to.is_none() {
                message.flags.push("reply-in-other-chat".to_owned());
            }
        } else if is("signature") {
            let words = tree.all_words(at, UTF_8);
            message
                .flags
                .push(format!("post-signature:{}", clip(&words, LONGEST_NAME)));
        } else if is("reactions") {
            message.flags.push(format!("reactions:{}", reactions(tree, at)));
        } else if is("bot_buttons_table") {
            message.flags.push("has-buttons".to_owned());
        } else if !KNOWN.iter().any(|class| is(class)) {
            let name = tree.attribute(at, "class", UTF_8).unwrap_or_default();
            desk.unknown_field(if name.is_empty() { "without-class" } else { &name });
            add_line(&mut message.text, &tree.all_words(at, UTF_8));
        }
    }
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

fn take_links(tree: &Tree, text: tree::At, flags: &mut Vec<String>) {
    let links = tree
        .inside(text)
        .filter(|at| tree.tag(*at).is_some_and(|tag| tag.name == "a"));
    for at in links.take(20) {
        let Some(href) = tree.attribute(at, "href", UTF_8) else {
            continue;
        };
        let shown = tree.all_words(at, UTF_8);
        if !href.is_empty() && href != shown && href.contains(':') {
            say_link(&shown, &href, flags);
        }
    }
}

/// `#go_to_message123`, alone or after the name of another page.
fn reply_in(tree: &Tree, at: tree::At) -> Option<String> {
    let links = tree.inside(at).filter_map(|link| tree.attribute(link, "href", UTF_8));
    let mut ids = links.filter_map(|href| {
        href.split_once("#go_to_message")
            .map(|(_, id)| clip(id, LONGEST_NAME).to_owned())
    });
    ids.next()
}

fn reactions(tree: &Tree, at: tree::At) -> usize {
    let of_one = |reaction: tree::At| {
        let count = tree.find(reaction, "count").map(|count| tree.all_words(count, UTF_8));
        count.and_then(|count| count.parse().ok()).unwrap_or(1)
    };
    let all = tree.children(at).filter(|child| tree.has_class(*child, "reaction"));
    all.map(of_one).fold(0, usize::saturating_add)
}

fn settle_kind(message: &mut Message) {
    if message.kind == MessageKind::Unsupported {
        message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
            (false, _) => MessageKind::Text,
            (true, false) => MessageKind::Media,
            (true, true) => MessageKind::Unsupported,
        };
    }
}

/// Parts of a body that are taken elsewhere.
const KNOWN: &[&str] = &["date", "from_name", "forwarded", "media_wrap", "userpic_wrap"];

impl Clock {
    fn say(&self, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        desk.fact("exporter-offset", &self.offsets())?;
        if self.has_printed() && desk.zone.is_unknown() {
            desk.once("offset-of-winter");
        }
        if self.contradicted > 0 {
            desk.note(Note::counted("timezone-contradicted", self.contradicted))?;
        }
        Ok(())
    }
}
