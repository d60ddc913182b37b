//! Formats that their own parsers tell: archives, chats, plain text. Documents that are archives, and texts of a known
//! form, are told before the last of each.

use super::{Candidate, Look};
use crate::formats::{table, text, whatsapp, zip};
use model::Kind;

/// A WhatsApp export in an archive; its parser looks inside and may answer that it is another format.
pub fn whatsapp_zip(look: &Look<'_>) -> Option<Candidate> {
    zip::looks_like(&look.head, look.hints).then_some(Candidate {
        kind: Kind::Chat,
        media_type: "application/zip",
        format: "whatsapp-zip",
        parse: Some(whatsapp::parse_zip),
    })
}

/// Any other archive.
pub fn zip(look: &Look<'_>) -> Option<Candidate> {
    zip::looks_like(&look.head, look.hints).then_some(Candidate {
        kind: Kind::Archive,
        media_type: "application/zip",
        format: "zip",
        parse: Some(zip::parse),
    })
}

/// A WhatsApp text.
pub fn whatsapp_text(look: &Look<'_>) -> Option<Candidate> {
    whatsapp::looks_like(&look.head, look.hints).then_some(Candidate {
        kind: Kind::Chat,
        media_type: "text/plain",
        format: "whatsapp-text",
        parse: Some(whatsapp::parse),
    })
}

/// A table that is no chat of a known form.
pub fn table(look: &Look<'_>) -> Option<Candidate> {
    table::looks_like(&look.head, look.hints).then_some(Candidate {
        kind: Kind::Sheet,
        media_type: "text/csv",
        format: "delimited",
        parse: Some(table::parse),
    })
}

/// A text of no other form.
pub fn plain_text(look: &Look<'_>) -> Option<Candidate> {
    text::looks_like(&look.head, look.hints).then_some(Candidate {
        kind: Kind::Text,
        media_type: "text/plain",
        format: "plain-text",
        parse: Some(text::parse),
    })
}
