//! A source: the person who entrusts. Known by a codename; the real identity is sealed elsewhere and is no field here.

use crate::{SourceId, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A source as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// How everybody calls it.
    pub codename: Codename,
    /// Names, numbers and handles that must not leave, as the person typed them.
    pub protected: Vec<String>,
    /// The journalist's own notes.
    pub notes: String,
    /// When it was added.
    pub added: Timestamp,
}

/// A text that cannot be a codename.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bad-codename")]
pub struct BadCodename;

/// 1 to 40 characters of one line, without space at the ends, control or formatting characters, `/` or `\`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Codename(String);

impl Codename {
    /// The codename that this text is.
    pub fn new(text: &str) -> Result<Self, BadCodename> {
        let length = text.chars().count();
        let fits = (1..=40).contains(&length) && text.trim() == text;
        if fits && !text.chars().any(is_unfit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadCodename)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_unfit(c: char) -> bool {
    let formats = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || formats || c == '/' || c == '\\'
}

impl fmt::Display for Codename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Codename {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codename_is_one_short_visible_line() {
        assert!(Codename::new("Heron").is_ok());
        assert!(Codename::new("Серая цапля").is_ok());
        for text in ["", " Heron", "a\nb", "a/b", "..\\x", "a\u{202e}b", &"x".repeat(41)] {
            assert_eq!(Codename::new(text), Err(BadCodename), "{text:?}");
        }
    }
}
