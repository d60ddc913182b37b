//! The fields at the head of a mail or of one of its parts (RFC 5322, 2.2; RFC 2047; RFC 2231), also those that were
//! written in a bare code page, as old mail in Cyrillic was.

use crate::formats::chat::clip;
use crate::formats::text::charset;
use encoding_rs::{Encoding, UTF_8};
use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, HeaderValue};
use std::ops::Range;

/// Most fields of one head that are kept.
const MOST_FIELDS: usize = 2_000;
/// Longest value in bytes that is read; what is longer is read so far.
const LONGEST_VALUE: usize = 64 << 10;

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// In lower case.
    pub name: String,
    /// Where its value stands.
    pub value: Range<usize>,
}

/// The fields of one head.
#[derive(Debug, Clone, Default)]
pub struct Head {
    fields: Vec<Field>,
    /// Whether it ended without the empty line that belongs there, or had more fields than are kept.
    pub is_broken: bool,
}

/// Reads the head at the start of `range`; also says where the body begins.
pub fn read(bytes: &[u8], range: Range<usize>) -> (Head, usize) {
    let mut head = Head::default();
    let mut at = range.start;
    while at < range.end {
        let end = line_end(bytes, at, range.end);
        let line = trim_end(&bytes[at..end]);
        match line.first() {
            None => return (head, end),
            Some(b' ' | b'\t') if !head.fields.is_empty() => {
                if let Some(last) = head.fields.last_mut() {
                    last.value.end = at + line.len();
                }
            }
            Some(_) => match name_of(line) {
                Some(name) if head.fields.len() < MOST_FIELDS => head.fields.push(Field {
                    value: at + name + 1..at + line.len(),
                    name: String::from_utf8_lossy(line[..name].trim_ascii()).to_lowercase(),
                }),
                Some(_) => head.is_broken = true,
                // The line by which a mailbox divides its mails.
                None if head.fields.is_empty() && is_divider(line) => {}
                None => {
                    head.is_broken = true;
                    return (head, at);
                }
            },
        }
        at = end;
    }
    (head, range.end)
}

fn is_divider(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

/// The end of the line that begins at `at`, after its line feed.
pub fn line_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let rest = &bytes[at..end];
    rest.iter()
        .position(|byte| *byte == b'\n')
        .map_or(end, |found| at + found + 1)
}

/// A line without what ends it.
pub fn trim_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The length of the name before the colon of a field.
pub fn name_of(line: &[u8]) -> Option<usize> {
    let colon = line.iter().take(200).position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let fits = !name.is_empty() && name.iter().all(|byte| (33..=126).contains(byte));
    fits.then_some(colon)
}

/// A media type with what else its field says (RFC 2045, 5.1).
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// `text/plain`, in lower case; empty where nothing is said.
    pub kind: String,
    parameters: Vec<(String, String)>,
}

impl Content {
    /// A parameter, decoded.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The fields of a head, read in the code page of those that name none.
pub struct Fields<'b> {
    bytes: &'b [u8],
    head: &'b Head,
    bare: &'static Encoding,
}

impl<'b> Fields<'b> {
    /// `declared` is the code page that the mail names for its words.
    pub fn new(bytes: &'b [u8], head: &'b Head, declared: Option<&'static Encoding>) -> Self {
        let declared = declared.filter(|encoding| *encoding != UTF_8);
        let bare = declared.unwrap_or_else(|| guess(bytes, head));
        Self { bytes, head, bare }
    }

    /// Whether a value holds letters beyond ASCII and no UTF-8, and the code page by which it is then read.
    pub fn bare(&self) -> Option<&'static Encoding> {
        let is_bare = |field: &Field| std::str::from_utf8(&self.bytes[field.value.clone()]).is_err();
        self.head.fields.iter().any(is_bare).then_some(self.bare)
    }

    /// How many fields have this name.
    pub fn count(&self, name: &str) -> usize {
        self.head.fields.iter().filter(|field| field.name == name).count()
    }

    /// All values of this name as they stand, unfolded and in UTF-8.
    pub fn all_raw(&self, name: &str) -> impl Iterator<Item = String> + '_ {
        let named = name.to_owned();
        let found = self.head.fields.iter().filter(move |field| field.name == named);
        found.map(|field| self.unfolded(field))
    }

    /// The first value of this name as it stands.
    pub fn raw(&self, name: &str) -> Option<String> {
        self.all_raw(name).next()
    }

    /// The first value of this name as words: encoded words undone.
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(|raw| words(&raw)).filter(|text| !text.is_empty())
    }

    /// The people whom the first value of this name tells: name and address.
    pub fn people(&self, name: &str) -> Vec<(Option<String>, Option<String>)> {
        let Some(raw) = self.raw(name) else {
            return Vec::new();
        };
        let line = raw + "\n";
        let one = |one: &Addr<'_>| {
            let kept = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
            (kept(one.name()), kept(one.address()))
        };
        match MessageStream::new(line.as_bytes()).parse_address() {
            HeaderValue::Address(people) => people.iter().map(one).collect(),
            _ => Vec::new(),
        }
    }

    /// What a field of the form of `Content-Type` says.
    pub fn content(&self, name: &str) -> Option<Content> {
        let line = self.raw(name)? + "\n";
        let HeaderValue::ContentType(content) = MessageStream::new(line.as_bytes()).parse_content_type() else {
            return None;
        };
        let kind = match content.subtype() {
            Some(sub) => format!("{}/{sub}", content.ctype()),
            None => content.ctype().to_owned(),
        };
        let parameters = content.attributes().unwrap_or_default().iter();
        Some(Content {
            kind: kind.to_lowercase(),
            parameters: parameters
                .map(|one| (one.name.to_lowercase(), decoded(&one.value)))
                .collect(),
        })
    }

    fn unfolded(&self, field: &Field) -> String {
        let raw = &self.bytes[field.value.clone()];
        let raw = &raw[..raw.len().min(LONGEST_VALUE)];
        let text = match std::str::from_utf8(raw) {
            Ok(text) => text.to_owned(),
            Err(_) => self.bare.decode_without_bom_handling(raw).0.into_owned(),
        };
        let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')).collect();
        text.trim().to_owned()
    }
}

/// The code page of all values together that are no UTF-8.
fn guess(bytes: &[u8], head: &Head) -> &'static Encoding {
    let mut sample = Vec::new();
    for field in &head.fields {
        let value = &bytes[field.value.clone()];
        if sample.len() < 64 << 10 && std::str::from_utf8(value).is_err() {
            sample.extend_from_slice(&value[..value.len().min(4 << 10)]);
        }
    }
    charset::detect(&sample).map_or(encoding_rs::WINDOWS_1252, |charset| charset.encoding)
}

/// Encoded words undone.
pub fn words(raw: &str) -> String {
    let line = joined(raw) + "\n";
    match MessageStream::new(line.as_bytes()).parse_unstructured() {
        HeaderValue::Text(text) => clip(text.trim(), LONGEST_VALUE).to_owned(),
        _ => String::new(),
    }
}

/// Some programs put encoded words into parameters, against the rules.
fn decoded(value: &str) -> String {
    match value.contains("=?") {
        true => words(value),
        false => value.to_owned(),
    }
}

/// Encoded words in base64 that stand beside each other in one code page made one word, where the first is not filled
/// up: a character may have been cut in two.
fn joined(raw: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in raw.split_ascii_whitespace() {
        let start = word.strip_suffix("?=").and_then(|word| {
            let end = word.rfind('?')?;
            let start = word.get(..=end)?;
            let is_base64 = start.starts_with("=?") && start.to_ascii_lowercase().ends_with("?b?");
            is_base64.then_some(start)
        });
        let goes_on = out.last().zip(start).is_some_and(|(last, start)| {
            last.len() >= start.len() + 2
                && last
                    .get(..start.len())
                    .is_some_and(|same| same.eq_ignore_ascii_case(start))
                && last.ends_with("?=")
                && !last.ends_with("=?=")
                && (last.len() - start.len() - 2) % 4 == 0
        });
        match (out.last_mut(), start) {
            (Some(last), Some(start)) if goes_on => {
                last.truncate(last.len() - 2);
                last.push_str(&word[start.len()..]);
            }
            _ => out.push(word.to_owned()),
        }
    }
    match raw.contains("=?") {
        true => out.join(" "),
        false => raw.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_undone_also_where_a_character_is_cut_in_two() {
        assert_eq!(words("=?utf-8?B?0J/RgNC40LLQ?= =?utf-8?B?tdGC?="), "Привет");
        assert_eq!(words("=?koi8-r?B?8NLJ18XU?= there"), "Привет there");
        for odd in ["=?u?b?= =?u?b?=", "=?u?b?= =?u?b?QQ==?=", "=?u?b? =?u?b?=", "=?", "?="] {
            words(odd); // nothing is promised but an end
        }
    }
}
