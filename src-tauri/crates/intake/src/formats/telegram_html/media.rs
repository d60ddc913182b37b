//! What a message of the pages holds besides words: files or the reason for which there are none, calls, places, contacts,
//! polls.

use super::add_line;
use crate::formats::chat::desk::Desk;
use crate::formats::markup::tree::{At, Tree};
use encoding_rs::UTF_8;
use model::{Attachment, Message, MessageKind};

/// Takes the media of a message.
pub fn take(tree: &Tree, body: At, message: &mut Message, desk: &mut Desk<'_>) {
    for wrap in tree.children(body).filter(|at| tree.has_class(*at, "media_wrap")) {
        for media in tree.children(wrap) {
            take_one(tree, media, message, desk);
        }
    }
}

/// A service line may come with the photo it speaks of.
pub fn photo_of_a_line(tree: &Tree, line: At, desk: &mut Desk<'_>) -> Vec<Attachment> {
    let links = tree
        .inside(line)
        .filter(|at| tree.has_class(*at, "userpic_link") || tree.has_class(*at, "photo_wrap"));
    let paths: Vec<String> = links
        .filter_map(|at| tree.attribute(at, "href", UTF_8))
        .filter(|path| !path.is_empty())
        .take(10)
        .collect();
    paths
        .iter()
        .map(|path| desk.file(beside(path), None, "photo"))
        .collect()
}

fn take_one(tree: &Tree, media: At, message: &mut Message, desk: &mut Desk<'_>) {
    let is = |class: &str| tree.has_class(media, class);
    if let Some((_, stated)) = WRAPS.iter().find(|(class, _)| is(class)) {
        let file = file(tree, media, None, stated, desk);
        message.attachments.push(file);
    } else if is("media_poll") {
        message.kind = MessageKind::Poll;
        add_line(&mut message.text, &poll(tree, media));
    } else if is("media_call") {
        message.kind = MessageKind::Call;
        add_line(
            &mut message.text,
            &format!("phone_call: {}", said(tree, media, "status")),
        );
    } else if is("media_contact") {
        message.kind = MessageKind::Contact;
        add_line(&mut message.text, &said(tree, media, "title"));
        add_line(
            &mut message.text,
            said(tree, media, "status").trim_end_matches(" - vCard"),
        );
        if href(tree, media).is_some() {
            let card = file(tree, media, None, "contact-card", desk);
            message.attachments.push(card);
        }
    } else if ["media_location", "media_live_location", "media_venue"]
        .iter()
        .any(|class| is(class))
    {
        message.kind = MessageKind::Location;
        add_line(&mut message.text, &place(tree, media));
    } else if FILES.iter().any(|class| is(class)) {
        take_file(tree, media, message, desk);
    } else {
        take_other(tree, media, message, desk);
    }
}

fn take_file(tree: &Tree, media: At, message: &mut Message, desk: &mut Desk<'_>) {
    let title = said(tree, media, "title");
    if title.starts_with("Self-destructing") {
        message.flags.push("self-destructing".to_owned());
    }
    let stated = TITLES
        .iter()
        .find(|(known, _)| *known == title)
        .map(|(_, stated)| *stated);
    let name = (stated.is_none() && tree.has_class(media, "media_file")).then_some(title.as_str());
    let class = FILES.iter().find(|class| tree.has_class(media, class));
    let by_class = class.map_or("file", |class| class.trim_start_matches("media_"));
    let stated = stated.map_or_else(|| by_class.replace('_', "-"), str::to_owned);
    let file = file(tree, media, name, &stated, desk);
    message.attachments.push(file);
}

/// Games, invoices, giveaways and what may come: their words, under the name of their class.
fn take_other(tree: &Tree, media: At, message: &mut Message, desk: &mut Desk<'_>) {
    let class = tree.attribute(media, "class", UTF_8).unwrap_or_default();
    let name = class.split(' ').find_map(|class| class.strip_prefix("media_"));
    let words = tree.all_words(media, UTF_8).replace('\n', ", ");
    match name {
        Some(name @ ("game" | "invoice" | "giveaway")) => add_line(&mut message.text, &format!("{name}: {words}")),
        _ => {
            desk.unknown_field(if class.is_empty() { "media" } else { &class });
            add_line(&mut message.text, &words);
        }
    }
}

fn file(tree: &Tree, media: At, name: Option<&str>, stated: &str, desk: &mut Desk<'_>) -> Attachment {
    match href(tree, media) {
        Some(path) => desk.file(beside(&path), name, stated),
        None => {
            let description = said(tree, media, "description");
            let why = match () {
                _ if description.contains("ot included") => "not-included",
                _ if description.contains("xceeds maximum size") => "too-large",
                _ => "unavailable",
            };
            desk.missing(name.unwrap_or_default(), why, stated)
        }
    }
}

fn href(tree: &Tree, media: At) -> Option<String> {
    tree.attribute(media, "href", UTF_8).filter(|href| !href.is_empty())
}

/// In the export of an account paths lead over its root and back into the chat's own folder.
fn beside(path: &str) -> &str {
    let inside = path
        .strip_prefix("../../chats/chat_")
        .and_then(|rest| rest.split_once('/'));
    inside.map_or(path, |(_, rest)| rest)
}

fn said(tree: &Tree, media: At, class: &str) -> String {
    tree.find(media, class)
        .map(|at| tree.all_words(at, UTF_8))
        .unwrap_or_default()
}

fn place(tree: &Tree, media: At) -> String {
    let mut lines = String::new();
    let at = href(tree, media);
    let at = at.as_deref().and_then(|link| link.split_once("maps?q="));
    let coordinates = at.map(|(_, rest)| rest.split('&').next().unwrap_or(rest).to_owned());
    add_line(&mut lines, &coordinates.unwrap_or_else(|| said(tree, media, "status")));
    if tree.has_class(media, "media_venue") {
        add_line(&mut lines, &said(tree, media, "title"));
        add_line(&mut lines, &said(tree, media, "description"));
    }
    lines
}

/// The question, then an answer on each line, in the form in which other exports tell polls.
fn poll(tree: &Tree, media: At) -> String {
    let mut lines = said(tree, media, "question");
    for answer in tree.children(media).filter(|at| tree.has_class(*at, "answer")) {
        let text = tree.words(answer, UTF_8, &|tag| tag.has_class("details"));
        let details = said(tree, answer, "details");
        let votes = details.split(' ').next().and_then(|count| count.parse::<u64>().ok());
        let mut line = format!("- {}", text.strip_prefix("- ").unwrap_or(&text));
        if let Some(votes) = votes {
            line.push_str(&format!(" ({votes})"));
        }
        if details.ends_with("chosen vote") {
            line.push_str(" *");
        }
        add_line(&mut lines, &line);
    }
    lines
}

/// Links around a picture, and what the file is.
const WRAPS: &[(&str, &str)] = &[
    ("photo_wrap", "photo"),
    ("video_file_wrap", "video-file"),
    ("animated_wrap", "animation"),
    ("sticker_wrap", "sticker"),
];

/// Lines for a file.
const FILES: &[&str] = &[
    "media_voice_message",
    "media_video",
    "media_audio_file",
    "media_file",
    "media_photo",
];

/// Titles that say what a file is, and not its name.
const TITLES: &[(&str, &str)] = &[
    ("Photo", "photo"),
    ("Self-destructing photo", "photo"),
    ("Video message", "video-message"),
    ("Video file", "video-file"),
    ("Self-destructing video", "video-file"),
    ("Animation", "animation"),
    ("Sticker", "sticker"),
    ("Voice message", "voice-message"),
    ("Audio file", "audio-file"),
    ("File", "file"),
];
