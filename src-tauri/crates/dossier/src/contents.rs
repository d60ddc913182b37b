//! What `dossier.json`, `messages.json` and the review mode hold: the facts of a dossier as data. Written canonically
//! (RFC 8785), read with what is unknown ignored, so that a later minor version still opens.

use model::{
    ClaimId, ClaimStatus, Counts, EvidenceId, Fact, Grades, Kind, LinkId, Message, Note, Relation, Selector,
    Sha256Digest, Timestamp,
};
use serde::{Deserialize, Serialize};

/// The version of `dossier.json` that this program writes, and the latest it reads.
pub const VERSION: u32 = 1;

/// `data/dossier.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Always `vouchsafe-dossier`.
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub scope: String,
    /// The questions to the panel.
    pub questions: Vec<String>,
    /// When it was made, by the reporter's clock.
    pub made: Timestamp,
    /// The claims.
    pub claims: Vec<DossierClaim>,
    /// The items.
    pub evidence: Vec<DossierEvidence>,
    /// What is missing or unresolved.
    pub problems: Vec<Problem>,
    /// Redactions that were made; none are possible in this version.
    #[serde(default)]
    pub redactions: Vec<serde_json::Value>,
}

/// Most links of a dossier, and most items: lists of them are made whole.
const LIST_LIMIT: usize = 50_000;

impl Contents {
    /// Whether its lists are such as a reader takes.
    pub(crate) fn is_bounded(&self) -> bool {
        let links: usize = self.claims.iter().map(|claim| claim.links.len()).sum();
        links.max(self.claims.len()).max(self.evidence.len()) <= LIST_LIMIT
    }
}

/// A claim and its links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierClaim {
    /// Its number.
    pub id: ClaimId,
    /// The statement.
    pub statement: String,
    /// Codename of the person it is about.
    pub about: Option<String>,
    /// When it was added.
    pub added: Timestamp,
    /// What follows from the links *in this dossier*.
    pub status: ClaimStatus,
    /// How many on each side.
    pub counts: Counts,
    /// The links.
    pub links: Vec<DossierLink>,
}

/// An excerpt tied to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierLink {
    /// Its number.
    pub id: LinkId,
    /// The item.
    pub evidence: EvidenceId,
    /// The place in it.
    pub at: Selector,
    /// What it does to the claim.
    pub relation: Relation,
    /// How good source and information are.
    pub grades: Grades,
    /// Why.
    pub reason: String,
    /// The words of the excerpt; empty for pictures.
    pub quote: String,
    /// When it was linked.
    pub added: Timestamp,
}

/// An item and where its files are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierEvidence {
    /// Its number.
    pub id: EvidenceId,
    /// What it is to a person.
    pub kind: Kind,
    /// Media type found by content.
    pub media_type: String,
    /// What lists call it; absent where only excerpts are handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// File name as it came; absent where only excerpts are handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Independence group.
    pub group: String,
    /// Codename of its source.
    pub source: String,
    /// Digest of the original; absent without [`DossierEvidence::file`], because whoever holds the original, or guesses
    /// it, could confirm by it what was withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Digest>,
    /// Length of the original in bytes; absent without [`DossierEvidence::file`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// When it came into the locker.
    pub taken_in: Timestamp,
    /// The item it came inside of.
    pub part_of: Option<EvidenceId>,
    /// What the file says about itself: claimed, not proved.
    pub facts: Vec<Fact>,
    /// What the import had to say.
    pub notes: Vec<Note>,
    /// Path of the original in the bag; absent where only excerpts are handed over.
    pub file: Option<String>,
    /// Path of its text in the bag.
    pub text: Option<String>,
    /// Path of its messages in the bag.
    pub messages: Option<String>,
}

/// Something missing or unresolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The claim it is about, or all.
    pub claim: Option<ClaimId>,
    /// In the journalist's words.
    pub text: String,
}

/// `data/evidence/<id>/messages.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesFile {
    /// The chat.
    pub evidence: EvidenceId,
    /// How many messages the whole chat has; absent where only excerpts of it are handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Unbroken runs of messages, in order; between them messages are withheld.
    pub runs: Vec<Run>,
}

/// An unbroken run of messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// `n` of the first.
    pub from: u32,
    /// `n` of the last.
    pub to: u32,
    /// All of them.
    pub messages: Vec<Message>,
}
