//! Exports of messengers, as one file and in an archive. A new one is added to `EXPORTS`; the surest come first.

use super::{Candidate, Look};
use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::formats::chat::packed::{self, Export};
use crate::formats::{
    Parse, discord, imessage, mail, matrix, messenger, sigexport, signal, slack, sms, telegram, telegram_html, viber,
    vk, zip,
};
use model::Kind;

/// In this order. Where an archive holds files of several, the first is the chat and the others are items of their own.
const EXPORTS: &[(&Export, Parse)] = &[
    (&telegram::EXPORT, telegram::parse),
    (&telegram_html::EXPORT, telegram_html::parse),
    (&signal::EXPORT, signal::parse),
    (&sigexport::EXPORT, sigexport::parse),
    (&sigexport::MARKDOWN, sigexport::parse_markdown),
    (&vk::EXPORT, vk::parse),
    (&messenger::EXPORT, messenger::parse),
    (&discord::EXPORT, discord::parse),
    (&discord::package::EXPORT, discord::package::parse),
    (&slack::EXPORT, slack::parse),
    (&matrix::EXPORT, matrix::parse),
    (&sms::EXPORT, sms::parse),
    (&imessage::PAGE, imessage::parse_page),
    (&imessage::PLAIN, imessage::parse_plain),
    (&viber::EXPORT, viber::parse),
    (&mail::mbox::EXPORT, mail::mbox::parse),
];

/// A file of an export.
pub fn single(look: &Look<'_>) -> Option<Candidate> {
    let (export, parse) = EXPORTS
        .iter()
        .find(|(export, _)| (export.looks_like)(&look.head, look.hints))?;
    Some(Candidate {
        kind: Kind::Chat,
        media_type: export.media_type,
        format: export.code,
        parse: Some(*parse),
    })
}

/// An archive that may be an export; its parser looks inside and may answer that it is another format.
pub fn packed(look: &Look<'_>) -> Option<Candidate> {
    zip::looks_like(&look.head, look.hints).then_some(Candidate {
        kind: Kind::Chat,
        media_type: "application/zip",
        format: "chat-zip",
        parse: Some(parse_packed),
    })
}

fn parse_packed(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    let exports: Vec<&Export> = EXPORTS.iter().map(|(export, _)| *export).collect();
    packed::parse_zip(&exports, input, hints, out)
}
