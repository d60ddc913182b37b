//! What the words of a message mean: files that came or were left out, deletions, edits, places, polls, calls, and the
//! messenger's own lines that iOS writes under a person's name.

use super::header::is_mark;
use super::strings::{
    ATTACHED, CALL, DELETED, DELETED_BY_ADMIN, EDITED, FILE_ATTACHED, LOCATION, MEDIA_OMITTED, POLL, Phrase, SYSTEM,
    TYPED_OMITTED,
};
use model::MessageKind;

/// A left-to-right mark: iOS sets one before its own words.
const LRM: char = '\u{200e}';

/// What a body says.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// What it is.
    pub kind: MessageKind,
    /// Its words, without those of the messenger about files and edits.
    pub text: String,
    /// Names of files that came with it.
    pub files: Vec<String>,
    /// What was left out: its name if there is one, and its kind.
    pub omitted: Option<(String, Option<&'static str>)>,
    /// Whether it is the mark of a deletion.
    pub deleted: bool,
    /// The messenger's words for an edit.
    pub edited: Option<String>,
    /// Codes of what is notable.
    pub flags: Vec<&'static str>,
}

/// Reads the body of a message of a person.
pub fn read(words: &str) -> Body {
    let mut body = Body {
        kind: MessageKind::Text,
        text: words.to_owned(),
        files: Vec::new(),
        omitted: None,
        deleted: false,
        edited: None,
        flags: Vec::new(),
    };
    take_edit(&mut body);
    let shown = visible(&body.text);
    if is_deletion(&shown) {
        body.kind = MessageKind::Deleted;
        body.deleted = true;
        return body;
    }
    if shown == "null" {
        body.kind = MessageKind::Unsupported;
        body.flags.push("null-body");
        return body;
    }
    let _took = take_omitted(&mut body) || take_ios_file(&mut body) || take_android_file(&mut body);
    body.kind = kind_of(&mut body, &shown, words);
    body
}

/// The text as it is seen: without marks, without spaces around.
pub fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| !is_mark(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Whether this is one of the messenger's own lines.
pub fn is_system(shown: &str) -> bool {
    SYSTEM.iter().any(|phrase| shown.contains(phrase.words))
}

/// Whether it tells of a call.
pub fn is_call(shown: &str) -> bool {
    begins_with(shown, CALL)
}

fn kind_of(body: &mut Body, shown: &str, words: &str) -> MessageKind {
    if body.files.iter().any(|name| name.to_lowercase().ends_with(".vcf"))
        || body
            .omitted
            .as_ref()
            .is_some_and(|(_, kind)| *kind == Some("contact-card"))
    {
        return MessageKind::Contact;
    }
    if !body.files.is_empty() || body.omitted.is_some() {
        return if visible(&body.text).is_empty() {
            MessageKind::Media
        } else {
            MessageKind::Text
        };
    }
    let marked = words.starts_with(LRM);
    if begins_with(shown, LOCATION) && shown.contains("://") {
        return MessageKind::Location;
    }
    match marked {
        _ if begins_with(shown, POLL) => MessageKind::Poll,
        true if is_call(shown) => MessageKind::Call,
        true if is_system(shown) => MessageKind::Service,
        true => {
            body.flags.push("maybe-system");
            MessageKind::Text
        }
        false => MessageKind::Text,
    }
}

fn take_edit(body: &mut Body) {
    let trimmed = body.text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    for phrase in EDITED {
        if let Some(before) = trimmed.strip_suffix(phrase.words) {
            body.edited = Some(phrase.words.to_owned());
            body.text = before.trim_end_matches(|c: char| is_mark(c) || c == ' ').to_owned();
            return;
        }
    }
}

fn is_deletion(shown: &str) -> bool {
    let shown = shown.trim_end_matches('.');
    DELETED.iter().any(|phrase| phrase.words == shown) || (begins_with(shown, DELETED_BY_ADMIN) && shown.len() < 200)
}

fn begins_with(shown: &str, phrases: &[Phrase]) -> bool {
    phrases.iter().any(|phrase| {
        let mut chars = shown.chars().flat_map(char::to_lowercase);
        phrase
            .words
            .trim_end()
            .chars()
            .flat_map(char::to_lowercase)
            .all(|wanted| chars.next() == Some(wanted))
    })
}

/// `<Media omitted>` with words after it, or `words <LRM>image omitted`.
fn take_omitted(body: &mut Body) -> bool {
    let (first, rest) = body.text.split_once('\n').unwrap_or((&body.text, ""));
    let shown = visible(first);
    if MEDIA_OMITTED.iter().any(|phrase| phrase.words == shown) {
        body.text = rest.to_owned();
        body.omitted = Some((String::new(), None));
        return true;
    }
    let Some((before, last)) = last_marked(&body.text) else {
        return false;
    };
    let shown = visible(last);
    let Some((_, _, kind)) = TYPED_OMITTED.iter().find(|(_, words, _)| *words == shown) else {
        return false;
    };
    let named = *kind == "document";
    let name = if named { document_name(before) } else { String::new() };
    body.text = if named { String::new() } else { trimmed(before) };
    body.omitted = Some((name, Some(kind)));
    true
}

/// The text before and after the last left-to-right mark; all of it comes after if there is none.
fn last_marked(text: &str) -> Option<(&str, &str)> {
    match text.rfind(LRM) {
        Some(at) => Some((&text[..at], &text[at..])),
        None if text.len() < 80 => Some(("", text)),
        None => None,
    }
}

/// `Resume.pdf • <LRM>2 pages ` is `Resume.pdf`.
fn document_name(before: &str) -> String {
    visible(before.split('•').next().unwrap_or(before))
}

fn trimmed(text: &str) -> String {
    text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace())
        .to_owned()
}

/// `<attached: 00000035-PHOTO-2022-03-27-21-41-55.jpg>`, in any language, known by its shape.
fn take_ios_file(body: &mut Body) -> bool {
    let end = body.text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let Some(inside) = end.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
        return false;
    };
    let (before, said) = inside;
    let said = visible(said);
    let file = said
        .split_once(": ")
        .map(|(_, file)| file)
        .filter(|file| is_ios_name(file))
        .or_else(|| by_word(&said));
    let Some(file) = file else { return false };
    let file = file.to_owned();
    let lead = trimmed(before);
    body.text = if lead.contains('•') { String::new() } else { lead };
    body.files.push(file);
    true
}

/// A name beside one of the known words, on either side.
fn by_word(said: &str) -> Option<&str> {
    let known = |word: &str| {
        ATTACHED
            .iter()
            .any(|phrase| phrase.words.to_lowercase() == word.to_lowercase())
    };
    if let Some((word, file)) = said.split_once(": ") {
        return (known(word.trim()) && file.contains('.')).then(|| file.trim());
    }
    let (file, word) = said.rsplit_once(' ')?;
    ((known(word) || is_ios_name(file)) && file.contains('.')).then(|| file.trim())
}

/// Eight digits, a dash, and an extension somewhere after.
fn is_ios_name(file: &str) -> bool {
    let bytes = file.as_bytes();
    bytes.len() > 10 && bytes[..8].iter().all(u8::is_ascii_digit) && bytes[8] == b'-' && file[9..].contains('.')
}

/// `IMG-20220323-WA0002.jpg (file attached)`, in any language, with words after it.
fn take_android_file(body: &mut Body) -> bool {
    let (first, rest) = body.text.split_once('\n').unwrap_or((&body.text, ""));
    let shown = visible(first);
    let Some((file, said)) = shown.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) else {
        return false;
    };
    let known = FILE_ATTACHED.iter().any(|phrase| phrase.words == said);
    let is_file = (known && file.contains('.')) || is_android_name(file);
    if !is_file {
        return false;
    }
    let file = file.to_owned();
    body.text = rest.to_owned();
    body.files.push(file);
    true
}

/// Three letters, a date, `WA` and a number.
fn is_android_name(file: &str) -> bool {
    let parts: Vec<&str> = file.splitn(3, '-').collect();
    let [kind, date, rest] = parts.as_slice() else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    kind.len() == 3
        && kind.bytes().all(|byte| byte.is_ascii_uppercase())
        && date.len() == 8
        && digits(date)
        && rest
            .strip_prefix("WA")
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(number, _)| digits(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_shape_in_any_language() {
        for words in [
            "\u{200e}<attached: 00000035-PHOTO-2022-03-27-21-41-55.jpg>",
            "\u{200e}<XYZ: 00000035-PHOTO-2022-03-27-21-41-55.jpg>",
            "<00000035-PHOTO-2022-03-27-21-41-55.jpg eklendi>",
        ] {
            let body = read(words);
            assert_eq!(body.files, ["00000035-PHOTO-2022-03-27-21-41-55.jpg"], "{words}");
            assert_eq!((body.kind, body.text.as_str()), (MessageKind::Media, ""));
        }
        for words in [
            "IMG-20220323-WA0002.jpg (файл добавлен)\nу моста",
            "\u{200e}IMG-20220323-WA0002.jpg (unknown words)\nу моста",
        ] {
            let body = read(words);
            assert_eq!(
                (body.files.len(), body.text.as_str(), body.kind),
                (1, "у моста", MessageKind::Text),
                "{words}"
            );
        }
        assert_eq!(read("Договор (2).pdf (file attached)").files, ["Договор (2).pdf"]);
        assert!(read("see you (tomorrow)").files.is_empty());
        assert!(read("<b>: 1-2>").files.is_empty());
    }

    #[test]
    fn what_was_left_out_is_said() {
        assert_eq!(read("<Без медиафайлов>").omitted, Some((String::new(), None)));
        assert_eq!(read("<Media omitted>\ncaption").text, "caption");
        assert_eq!(
            read("\u{200e}изображение отсутствует").omitted,
            Some((String::new(), Some("photo")))
        );
        assert_eq!(
            read("Resume.pdf • \u{200e}2 страницы \u{200e}документ отсутствует").omitted,
            Some(("Resume.pdf".to_owned(), Some("document")))
        );
        assert_eq!(read("I said image omitted yesterday").omitted, None);
    }

    #[test]
    fn deletions_edits_and_places_are_told() {
        assert!(read("\u{200e}This message was deleted.").deleted);
        assert!(read("Вы удалили данное сообщение").deleted);
        assert!(read("Данное сообщение удалено админом Олег").deleted);
        let edited = read("Встреча в 18 \u{200e}<Сообщение изменено>");
        assert_eq!((edited.text.as_str(), edited.edited.is_some()), ("Встреча в 18", true));
        assert_eq!(
            read("местоположение: https://maps.google.com/?q=50.45,30.52").kind,
            MessageKind::Location
        );
        assert_eq!(
            read("\u{200e}Messages and calls are end-to-end encrypted.").kind,
            MessageKind::Service
        );
        assert_eq!(read("null").kind, MessageKind::Unsupported);
        assert_eq!(read("\u{200e}something new").flags, ["maybe-system"]);
    }
}
