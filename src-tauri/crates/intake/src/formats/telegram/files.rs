//! Files of a message: paths beside the export, or sentences that say why there is none.

use crate::formats::chat::desk::Desk;
use crate::formats::json::fields::Fields;
use model::Attachment;

/// Takes the files of a message.
pub fn take(fields: &mut Fields, desk: &mut Desk<'_>) -> Vec<Attachment> {
    let name = fields.text("file_name");
    let stated = fields
        .text("media_type")
        .map(|kind| kind.replace('_', "-"))
        .or_else(|| fields.text("mime_type"));
    let thumbnail = fields.text("thumbnail");
    let mut files = Vec::new();
    if let Some(photo) = fields.text("photo") {
        files.push(attachment(desk, &photo, None, "photo"));
    }
    if let Some(file) = fields.text("file") {
        files.push(attachment(
            desk,
            &file,
            name.as_deref(),
            stated.as_deref().unwrap_or("file"),
        ));
    }
    if let Some(card) = fields.text("contact_vcard") {
        files.push(attachment(desk, &card, None, "contact-card"));
    }
    if let Some(thumbnail) = thumbnail.filter(|_| files.iter().all(|file| file.missing.is_some())) {
        files.push(attachment(desk, &thumbnail, None, "thumbnail"));
    }
    files
}

/// A file by what the export says of its place.
fn attachment(desk: &mut Desk<'_>, said: &str, name: Option<&str>, stated: &str) -> Attachment {
    match why_missing(said) {
        Some(reason) => desk.missing(name.unwrap_or_default(), reason, stated),
        None => desk.file(said, name, stated),
    }
}

/// A sentence in brackets stands where a path would: the reason for which there is no file.
fn why_missing(said: &str) -> Option<&'static str> {
    let reason = said.strip_prefix('(')?.strip_suffix(')')?;
    Some(match reason {
        _ if reason.contains("not included") => "not-included",
        _ if reason.contains("exceeds maximum size") => "too-large",
        _ => "unavailable",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_in_brackets_is_no_path() {
        assert_eq!(
            why_missing("(File not included. Change data exporting settings to download.)"),
            Some("not-included")
        );
        assert_eq!(
            why_missing("(Photo exceeds maximum size. Change data exporting settings to download.)"),
            Some("too-large")
        );
        assert_eq!(
            why_missing("(File unavailable, please try again later)"),
            Some("unavailable")
        );
        assert_eq!(why_missing("files/(1).pdf"), None);
    }
}
