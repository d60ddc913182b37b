//! VK's archive: pages of fifty messages, the newest first, `messages/PEER/messages0.html`, `messages50.html`, …
//!
//! The pages say times in words and without a zone; which zone VK wrote them in is not known, so a person says it. Months
//! are known in Russian, Ukrainian and English; what is written otherwise stays as it is, without a time.
//!
//! Deliberately absent: photos and files. The archive has addresses only, which are flagged and never followed. Other parts
//! of an account (payments, friends, sign-ins, …) become items and no messages.

use super::chat::desk::{At, Desk};
use super::chat::packed::{Export, parse_file};
use super::chat::{LONGEST_NAME, Stop, clip, empty, spoken};
use super::markup::tree::{self, Tree, pick};
use super::markup::{Markup, Tag};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};
use model::{Attachment, Message, MessageKind};
use std::io::Read;

const MOST_FILES: usize = 500;

/// The pages.
pub const EXPORT: Export = Export {
    code: "vk-html",
    packed: "vk-zip",
    media_type: "text/html",
    named: &[".html"],
    looks_like,
    read,
    several: false,
    chat_each: false,
    newest_first: true,
    beside: &[
        ("messages/index-messages.html", learn_names),
        ("index-messages.html", learn_names),
    ],
    leaves_out: &["leaves-out-media", "leaves-out-deleted", "leaves-out-replies"],
};

/// Parses a page.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    parse_file(&EXPORT, input, hints, out)
}

/// Whether a page has messages as VK marks them.
pub fn looks_like(head: &[u8], _hints: &Hints) -> bool {
    let has = |words: &[u8]| head.windows(words.len()).any(|window| window == words);
    has(b"class=\"message__header\"") && (has(b"class=\"message\"") || has(b"class=\"item\""))
}

fn read(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let peer = desk.folder();
    let name = desk.people.get(&peer).cloned();
    desk.begin_chat(name.as_deref().unwrap_or(&peer), Some(&peer));
    let mut page = Page {
        encoding: WINDOWS_1251,
        peer,
    };
    let mut markup = Markup::html(input);
    let is_wanted =
        |tag: &Tag| tag.name == "meta" || tag.name == "div" && (tag.has_class("message") || tag.has_class("ui_crumb"));
    while let Some(tree) = pick(&mut markup, &is_wanted)? {
        page.take(&tree, desk)?;
        if tree.broken {
            return Err(Stop::Broken {
                at: tree.start,
                what: "ended",
            });
        }
    }
    Ok(())
}

struct Page {
    encoding: &'static Encoding,
    peer: String,
}

impl Page {
    fn take(&mut self, tree: &Tree, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        let root = tree.root();
        if tree.tag(root).is_some_and(|tag| tag.name == "meta") {
            if let Some(encoding) = stated_encoding(tree) {
                self.encoding = encoding;
            }
            return Ok(());
        }
        if tree.has_class(root, "ui_crumb") {
            // The last of these is the chat; outside an archive nothing else names it.
            let name = tree.all_words(root, self.encoding);
            if self.peer.is_empty() {
                desk.last_fact("chat-name", &name);
            }
            return Ok(());
        }
        let message = self.message(tree, desk);
        desk.push(At::Bytes(tree.start, tree.end), message)
    }

    fn message(&self, tree: &Tree, desk: &mut Desk<'_>) -> Message {
        let root = tree.root();
        let mut message = empty();
        message.id = tree
            .attribute(root, "data-id", self.encoding)
            .filter(|id| !id.is_empty())
            .map(|id| clip(&id, LONGEST_NAME).to_owned());
        let header = tree.find(root, "message__header");
        if let Some(header) = header {
            self.take_header(tree, header, &mut message, desk);
        }
        // What VK itself says stands where attachments stand.
        let is_service = tree
            .find(root, "kludges")
            .is_some_and(|at| tree.find(at, "attachment").is_none() && !tree.all_words(at, self.encoding).is_empty());
        message.text = self.words(tree, root);
        self.take_files(tree, root, &mut message, desk);
        message.kind = match (message.text.is_empty(), message.attachments.is_empty()) {
            _ if is_service && message.attachments.is_empty() => MessageKind::Service,
            (false, _) => MessageKind::Text,
            (true, false) => MessageKind::Media,
            (true, true) => MessageKind::Unsupported,
        };
        if tree.cut {
            message.flags.push("text-cut".to_owned());
        }
        message
    }

    /// `<a href="https://vk.com/id123">Name</a>, 14 июл 2021 в 11:17:48 (ред.)`; of the account's own messages the name is
    /// "You" in its language, without a link.
    fn take_header(&self, tree: &Tree, header: tree::At, message: &mut Message, desk: &mut Desk<'_>) {
        let words = tree.all_words(header, self.encoding);
        let link = tree
            .children(header)
            .find(|at| tree.tag(*at).is_some_and(|tag| tag.name == "a"));
        let (name, rest) = match link {
            Some(link) => {
                let name = tree.all_words(link, self.encoding);
                let href = tree.attribute(link, "href", self.encoding).unwrap_or_default();
                message.author_id = author_id(&href);
                let rest = words.strip_prefix(name.as_str()).unwrap_or(&words).to_owned();
                (name, rest)
            }
            None => {
                let (name, rest) = words.split_once(", ").unwrap_or(("", &words));
                if !name.is_empty() {
                    message.flags.push("own".to_owned());
                }
                (name.to_owned(), rest.to_owned())
            }
        };
        message.author = (!name.is_empty()).then(|| clip(&name, LONGEST_NAME).to_owned());
        let rest = rest.trim_start_matches([',', ' ']);
        let (clock, edited) = spoken::without_mark(rest);
        let (moment, ambiguous) = desk.zone.read(clock, spoken::read(clock));
        desk.add("times-unread", usize::from(moment.wall.is_none()));
        if ambiguous {
            message.flags.push("time-ambiguous".to_owned());
        }
        message.time = moment;
        let marked = tree.inside(header).any(|at| tree.has_class(at, "message-edited"));
        message.edited = (edited || marked).then(|| super::chat::no_time(""));
    }

    fn words(&self, tree: &Tree, root: tree::At) -> String {
        tree.words(root, self.encoding, &|tag| {
            tag.has_class("message__header") || tag.has_class("attachment") || tag.has_class("attachments")
        })
    }

    fn take_files(&self, tree: &Tree, root: tree::At, message: &mut Message, desk: &mut Desk<'_>) {
        let mut all = Vec::new();
        tree.walk(root, &mut |at| {
            let is_one = tree.has_class(at, "attachment");
            if is_one && all.len() < MOST_FILES {
                all.push(at);
            }
            !is_one
        });
        for at in all {
            let file = self.file(tree, at, message, desk);
            message.attachments.push(file);
        }
    }

    fn file(&self, tree: &Tree, at: tree::At, message: &mut Message, desk: &mut Desk<'_>) -> Attachment {
        let of = |class: &str| tree.find(at, class).map(|at| tree.all_words(at, self.encoding));
        let stated = of("attachment__description").unwrap_or_else(|| tree.all_words(at, self.encoding));
        let link = tree.find(at, "attachment__link");
        let href = link.and_then(|link| tree.attribute(link, "href", self.encoding));
        if let Some(href) = href.filter(|href| !href.is_empty()) {
            message.flags.push(format!("link-to:{}", clip(&href, 500)));
        }
        desk.missing("", "not-included", clip(&stated, LONGEST_NAME))
    }
}

/// `https://vk.com/id123`, `/club4`, `/public4` or a name of one's choice.
fn author_id(href: &str) -> Option<String> {
    let (_, path) = href.split_once("vk.com/")?;
    let id = path.split(['?', '#', '/']).next().unwrap_or(path);
    (!id.is_empty()).then(|| clip(id, LONGEST_NAME).to_owned())
}

fn stated_encoding(tree: &Tree) -> Option<&'static Encoding> {
    let root = tree.root();
    let content = tree.attribute(root, "content", UTF_8).unwrap_or_default();
    let in_content = content.split_once("charset=").map(|(_, name)| name.trim().to_owned());
    let name = tree.attribute(root, "charset", UTF_8).or(in_content)?;
    let encoding = Encoding::for_label(name.as_bytes())?;
    encoding.is_ascii_compatible().then_some(encoding)
}

/// The list of chats tells their names by the folders.
fn learn_names(input: &mut dyn Read, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let mut markup = Markup::html(input);
    while let Some(tree) = pick(&mut markup, &|tag: &Tag| tag.name == "a")? {
        let href = tree.attribute(tree.root(), "href", WINDOWS_1251).unwrap_or_default();
        let name = tree.all_words(tree.root(), WINDOWS_1251);
        let peer = href.split('/').find(|part| is_peer(part));
        if let Some(peer) = peer.filter(|_| !name.is_empty() && desk.people.len() < 20_000) {
            desk.people
                .insert(peer.to_owned(), clip(&name, LONGEST_NAME).to_owned());
        }
    }
    Ok(())
}

fn is_peer(part: &str) -> bool {
    let digits = part.strip_prefix('-').unwrap_or(part);
    !digits.is_empty() && digits.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
