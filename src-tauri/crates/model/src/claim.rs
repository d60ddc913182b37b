//! A claim, its links to excerpts, and the rule by which its status follows from them.

use crate::{ClaimId, EvidenceId, LinkId, Selector, SourceId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A statement of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its number.
    pub id: ClaimId,
    /// The statement, one to 2,000 characters.
    pub statement: String,
    /// Whose account it is part of.
    pub about: Option<SourceId>,
    /// When it was added.
    pub added: Timestamp,
}

/// What an excerpt does to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Relation {
    /// Speaks for it.
    Supports,
    /// Speaks against it.
    Contradicts,
    /// Helps to understand it; never counts.
    Context,
}

impl Relation {
    /// The word in JSON, on the command line and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Relation::Supports => "supports",
            Relation::Contradicts => "contradicts",
            Relation::Context => "context",
        }
    }

    /// The relation of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Relation::Supports, Relation::Contradicts, Relation::Context]
            .into_iter()
            .find(|r| r.code() == code)
    }
}

/// Reliability of the source on the Admiralty scale (NATO STANAG 2511): A completely reliable … E unreliable, F cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SourceGrade {
    A,
    B,
    C,
    D,
    E,
    F,
}

/// Credibility of the information on the Admiralty scale: 1 confirmed … 5 improbable, 6 cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
pub struct InfoGrade(u8);

impl SourceGrade {
    /// The letter.
    pub fn letter(self) -> char {
        char::from(b'A' + self as u8)
    }

    /// The grade of a letter, `A` to `F`.
    pub fn from_letter(letter: char) -> Option<Self> {
        use SourceGrade::*;
        [A, B, C, D, E, F].into_iter().find(|grade| grade.letter() == letter)
    }
}

impl InfoGrade {
    /// The grade of a number, 1 to 6.
    pub fn new(number: u8) -> Option<Self> {
        (1..=6).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for InfoGrade {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("bad-grade")
    }
}

impl From<InfoGrade> for u8 {
    fn from(grade: InfoGrade) -> u8 {
        grade.0
    }
}

/// The two grades of a link, kept apart and never averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Grades {
    /// Of the source.
    pub source: Option<SourceGrade>,
    /// Of the information.
    pub information: Option<InfoGrade>,
}

/// An excerpt tied to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its number.
    pub id: LinkId,
    /// The claim.
    pub claim: ClaimId,
    /// The item.
    pub evidence: EvidenceId,
    /// The place in the item.
    pub at: Selector,
    /// What the excerpt does to the claim.
    pub relation: Relation,
    /// How good source and information are.
    pub grades: Grades,
    /// Why, in the journalist's words.
    pub reason: String,
    /// The excerpt's words as they stood when it was linked; empty for pictures.
    pub quote: String,
    /// When.
    pub added: Timestamp,
}

/// What follows from a claim's links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClaimStatus {
    /// Two or more independent groups support, none contradicts.
    Corroborated,
    /// One group supports, none contradicts.
    SingleWitness,
    /// Some support and some contradict.
    Contested,
    /// Only contradictions.
    Contradicted,
    /// Neither support nor contradiction.
    Untested,
}

/// How many independent groups stand on each side, and how many links give context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Counts {
    /// Groups with a supporting link.
    pub supporting_groups: u32,
    /// Groups with a contradicting link.
    pub contradicting_groups: u32,
    /// Links by relation.
    pub supports: u32,
    /// Links by relation.
    pub contradicts: u32,
    /// Links by relation.
    pub context: u32,
}

/// The rule: context never counts, links are counted once per independence group.
pub fn status_of<'a>(links: impl IntoIterator<Item = (Relation, &'a str)>) -> (ClaimStatus, Counts) {
    let (mut counts, mut supporting, mut contradicting) = (Counts::default(), BTreeSet::new(), BTreeSet::new());
    for (relation, group) in links {
        match relation {
            Relation::Supports => {
                counts.supports += 1;
                supporting.insert(group);
            }
            Relation::Contradicts => {
                counts.contradicts += 1;
                contradicting.insert(group);
            }
            Relation::Context => counts.context += 1,
        }
    }
    counts.supporting_groups = u32::try_from(supporting.len()).unwrap_or(u32::MAX);
    counts.contradicting_groups = u32::try_from(contradicting.len()).unwrap_or(u32::MAX);
    let status = match (supporting.len(), contradicting.len()) {
        (0, 0) => ClaimStatus::Untested,
        (0, _) => ClaimStatus::Contradicted,
        (1, 0) => ClaimStatus::SingleWitness,
        (_, 0) => ClaimStatus::Corroborated,
        (_, _) => ClaimStatus::Contested,
    };
    (status, counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relation::{Context, Contradicts, Supports};

    #[test]
    fn the_status_follows_from_the_links() {
        let cases: [(&[(Relation, &str)], ClaimStatus); 7] = [
            (&[], ClaimStatus::Untested),
            (&[(Context, "a"), (Context, "b")], ClaimStatus::Untested),
            (&[(Supports, "a")], ClaimStatus::SingleWitness),
            (
                &[(Supports, "a"), (Supports, "a"), (Context, "b")],
                ClaimStatus::SingleWitness,
            ),
            (&[(Supports, "a"), (Supports, "b")], ClaimStatus::Corroborated),
            (
                &[(Supports, "a"), (Supports, "b"), (Contradicts, "a")],
                ClaimStatus::Contested,
            ),
            (&[(Contradicts, "a"), (Context, "b")], ClaimStatus::Contradicted),
        ];
        for (links, expected) in cases {
            assert_eq!(status_of(links.iter().copied()).0, expected, "{links:?}");
        }
    }

    #[test]
    fn two_copies_of_one_story_count_once() {
        let (_, counts) = status_of([
            (Supports, "unit papers"),
            (Supports, "unit papers"),
            (Supports, "Heron"),
        ]);
        assert_eq!((counts.supports, counts.supporting_groups), (3, 2));
    }
}
