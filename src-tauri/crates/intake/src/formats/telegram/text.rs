//! Words of a message: `text` is a string or an array of strings and entities, `text_entities` the same as entities only.

use crate::formats::chat::clip;
use crate::formats::json::fields::Fields;
use serde_json::Value;

/// Most links of one message that are said in its flags.
const MOST_LINKS: usize = 20;
const LONGEST_LINK: usize = 500;

/// Takes the words of a message. Flags: `text-differs` where the two forms do not say the same, `link-to:…` for a link
/// behind words, `link-text-differs` where these words look like another address.
pub fn take(fields: &mut Fields, flags: &mut Vec<String>) -> String {
    let plain = fields.take("text");
    let entities = fields.take("text_entities");
    let said = plain.as_ref().map(words);
    let Some(entities) = entities else {
        say_links(plain.as_ref(), flags);
        return said.unwrap_or_default();
    };
    let text = words(&entities);
    say_links(Some(&entities), flags);
    match said {
        Some(said) if said != text => {
            flags.push("text-differs".to_owned());
            if text.is_empty() { said } else { text }
        }
        _ => text,
    }
}

/// The words of a text with or without entities.
pub fn words(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(part).collect(),
        Value::Object(entity) => entity.get("text").map(words).unwrap_or_default(),
        _ => String::new(),
    }
}

fn part(part: &Value) -> Option<&str> {
    part.as_str().or_else(|| part.get("text")?.as_str())
}

fn say_links(text: Option<&Value>, flags: &mut Vec<String>) {
    let links = text.and_then(Value::as_array).into_iter().flatten();
    for entity in links.filter(|entity| entity.get("href").is_some()).take(MOST_LINKS) {
        let (Some(href), Some(shown)) = (entity["href"].as_str(), entity["text"].as_str()) else {
            continue;
        };
        say_link(shown, href, flags);
    }
}

/// Flags of a link behind words.
pub fn say_link(shown: &str, href: &str, flags: &mut Vec<String>) {
    flags.push(format!("link-to:{}", clip(href, LONGEST_LINK)));
    if looks_like_another(shown, href) {
        flags.push("link-text-differs".to_owned());
    }
}

/// Whether words that look like an address name another one than the link leads to.
fn looks_like_another(shown: &str, href: &str) -> bool {
    let shown = shown.trim();
    let (Some(seen), Some(real)) = (Address::of(shown), Address::of(href)) else {
        return false;
    };
    seen.host != real.host || (!seen.rest.is_empty() && seen.rest != real.rest)
}

#[derive(PartialEq)]
struct Address<'a> {
    host: String,
    rest: &'a str,
}

impl<'a> Address<'a> {
    fn of(text: &'a str) -> Option<Self> {
        if text.contains(char::is_whitespace) {
            return None;
        }
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (host, rest) = rest.split_at(end);
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split(':').next()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        let (_, last) = host.rsplit_once('.')?;
        let named = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
        (named || text.contains("://")).then(|| Self {
            host,
            rest: rest.trim_end_matches('/'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_another_address_are_seen() {
        assert!(looks_like_another(
            "https://bank.example",
            "https://bank.example.evil.test"
        ));
        assert!(looks_like_another("bank.example", "https://bank.example@evil.test/"));
        assert!(looks_like_another("bank.example/login", "https://bank.example/other"));
        assert!(!looks_like_another("bank.example", "https://www.bank.example/login"));
        assert!(!looks_like_another("the bank", "https://bank.example"));
        assert!(
            !looks_like_another("report.2", "https://bank.example"),
            "no address at all"
        );
    }
}
