//! Files of a message: paths beside the export, or sentences that say why there is none.

use super::fields::Fields;
use crate::formats::chat::{LONGEST_NAME, clip};
use crate::formats::safe_path::safe_path;
use model::Attachment;

/// Takes the files of a message.
pub fn take(fields: &mut Fields) -> Vec<Attachment> {
    let name = fields.text("file_name");
    let stated = fields
        .text("media_type")
        .map(|kind| kind.replace('_', "-"))
        .or_else(|| fields.text("mime_type"));
    let thumbnail = fields.text("thumbnail");
    let mut files = Vec::new();
    if let Some(photo) = fields.text("photo") {
        files.push(attachment(&photo, None, "photo"));
    }
    if let Some(file) = fields.text("file") {
        files.push(attachment(&file, name.as_deref(), stated.as_deref().unwrap_or("file")));
    }
    if let Some(card) = fields.text("contact_vcard") {
        files.push(attachment(&card, None, "contact-card"));
    }
    if let Some(thumbnail) = thumbnail.filter(|_| files.iter().all(|file| file.missing.is_some())) {
        files.push(attachment(&thumbnail, None, "thumbnail"));
    }
    files
}

/// A file by what the export says of its place.
fn attachment(said: &str, name: Option<&str>, stated: &str) -> Attachment {
    let (path, missing) = match why_missing(said) {
        Some(reason) => (None, Some(reason)),
        None => match safe_path(said) {
            Ok(path) => (Some(path), None),
            Err(_) => (Some(clip(said, LONGEST_NAME).to_owned()), Some("unsafe-path")),
        },
    };
    let last = path
        .as_deref()
        .and_then(|path| path.rsplit(['/', '\\']).next())
        .unwrap_or_default();
    Attachment {
        id: None,
        name: clip(name.unwrap_or(last), LONGEST_NAME).to_owned(),
        path,
        missing: missing.map(str::to_owned),
        stated: Some(clip(stated, LONGEST_NAME).to_owned()),
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

    #[test]
    fn a_path_that_leaves_the_folder_is_named_but_not_followed() {
        let file = attachment("../../secret.txt", None, "file");
        assert_eq!(file.missing.as_deref(), Some("unsafe-path"));
        assert_eq!(file.name, "secret.txt");
    }
}
