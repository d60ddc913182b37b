//! Formats made of words: mail, web pages, data. Told by how they start; the name decides where the start could be anything.

use super::{Candidate, Look};
use crate::formats::mail;
use model::Kind;

/// What a text that is no chat and not plain says.
pub fn looks_like(look: &Look<'_>) -> Option<Candidate> {
    let start = start_of(look);
    let text = start.as_str();
    let has = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let named = |names: &[&str]| names.contains(&look.extension.as_str());
    if is_mail(text) || (named(&["eml"]) && is_header(text)) {
        Some(Candidate {
            parse: Some(mail::parse),
            ..kept(Kind::Mail, "message/rfc822", "eml")
        })
    } else if has(&["<!doctype html", "<html"]) || (named(&["html", "htm"]) && has(&["<"])) {
        Some(kept(Kind::Document, "text/html", "html"))
    } else if has(&["<svg"]) || (has(&["<?xml"]) && text.contains("<svg")) {
        Some(kept(Kind::Image, "image/svg+xml", "svg"))
    } else if has(&["<?xml"]) {
        Some(xml(text))
    } else if has(&["webvtt"]) {
        Some(kept(Kind::Transcript, "text/vtt", "vtt"))
    } else if named(&["srt"]) && text.contains("-->") {
        Some(kept(Kind::Transcript, "application/x-subrip", "srt"))
    } else if has(&["begin:vcard"]) {
        Some(kept(Kind::Other, "text/vcard", "vcard"))
    } else if has(&["begin:vcalendar"]) {
        Some(kept(Kind::Other, "text/calendar", "calendar"))
    } else if has(&["{", "["]) && (named(&["json"]) || text.contains("\":")) {
        Some(kept(Kind::Other, "application/json", "json"))
    } else {
        None
    }
}

/// The first 4 KiB in lower case, without mark and leading space.
fn start_of(look: &Look<'_>) -> String {
    let start = &look.head[..look.head.len().min(4_096)];
    let text = match encoding_rs::Encoding::for_bom(start) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&start[mark..]).0.into_owned(),
        None => String::from_utf8_lossy(start).into_owned(),
    };
    text.trim_start().to_lowercase().replace('\r', "")
}

fn xml(text: &str) -> Candidate {
    if text.contains("<html") {
        kept(Kind::Document, "application/xhtml+xml", "html")
    } else if text.contains("<smses") {
        kept(Kind::Other, "application/xml", "sms-xml")
    } else if text.contains("<annotation_document") {
        kept(Kind::Transcript, "application/xml", "elan")
    } else if text.contains("office:document") {
        kept(Kind::Document, "application/vnd.oasis.opendocument.text", "fodt")
    } else {
        kept(Kind::Other, "application/xml", "xml")
    }
}

/// Header lines (RFC 5322) among which two are those of a mail.
fn is_mail(text: &str) -> bool {
    let known = [
        "received:",
        "from:",
        "to:",
        "date:",
        "subject:",
        "message-id:",
        "mime-version:",
        "return-path:",
        "delivered-to:",
    ];
    let head = text.split("\n\n").next().unwrap_or_default();
    let lines = head
        .lines()
        .filter(|line| known.iter().any(|name| line.starts_with(name)))
        .count();
    is_header(text) && lines >= 3
}

fn is_header(text: &str) -> bool {
    let name = text
        .lines()
        .next()
        .and_then(|line| line.split_once(':'))
        .map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
}

fn kept(kind: Kind, media_type: &'static str, format: &'static str) -> Candidate {
    Candidate {
        kind,
        media_type,
        format,
        parse: None,
    }
}
