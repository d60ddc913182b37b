//! Short numbers that people can say aloud: `E-014`, `C-3`. They are given in order within one locker and never reused.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bad-id")]
pub struct BadId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $letter:literal, $width:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
        pub struct $name(u32);

        impl $name {
            /// The id with this number; numbers start at 1.
            pub fn new(number: u32) -> Result<Self, BadId> {
                if number == 0 { Err(BadId) } else { Ok(Self(number)) }
            }

            /// The number behind the letter.
            pub fn number(self) -> u32 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "-{:0width$}"), self.0, width = $width)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            /// Reads `E-14`, `e-014` or `E-0014`: a person may type fewer or more zeros than are shown.
            fn from_str(text: &str) -> Result<Self, BadId> {
                let (letter, number) = text.split_once('-').ok_or(BadId)?;
                let digits = number.len() <= 10 && number.bytes().all(|b| b.is_ascii_digit());
                if !letter.eq_ignore_ascii_case($letter) || !digits {
                    return Err(BadId);
                }
                Self::new(number.parse().map_err(|_| BadId)?)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A source: `S-1`.
    SourceId, "S", 1);
id!(
    /// An item of evidence: `E-014`.
    EvidenceId, "E", 3);
id!(
    /// A claim: `C-1`.
    ClaimId, "C", 1);
id!(
    /// A link between a claim and an excerpt: `L-1`.
    LinkId, "L", 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_printed_and_with_fewer_zeros() {
        let id = EvidenceId::new(14).expect("not zero");
        assert_eq!(id.to_string(), "E-014");
        assert_eq!("E-014".parse(), Ok(id));
        assert_eq!("e-14".parse(), Ok(id));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "E", "E-", "E-0", "C-14", "E-1x", "E--1", "E-99999999999", "E-٣"] {
            assert_eq!(text.parse::<EvidenceId>(), Err(BadId), "{text:?} is no evidence id");
        }
    }
}
