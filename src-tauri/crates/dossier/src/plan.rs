//! What is to be handed over, as plain data: the caller chooses, this crate writes. Gates (consent, leaks) have run
//! before a plan is made; nothing here decides what may leave.

use crate::custody::CustodySlice;
use model::{Claim, Evidence, EvidenceId, Fact, Link, Message, Timestamp};
use std::io::{self, Read};

/// Everything a dossier will hold.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its name.
    pub title: String,
    /// What it is about and what the panel is asked to judge; may be empty.
    pub scope: String,
    /// The questions to the panel.
    pub questions: Vec<String>,
    /// When it is made, by the caller's clock.
    pub made: Timestamp,
    /// The claims with their links, in the order in which they are shown.
    pub claims: Vec<PlanClaim>,
    /// The items the links point at, in the order in which they are written.
    pub evidence: Vec<PlanEvidence>,
    /// What is known to be missing or unresolved, in the journalist's words.
    pub problems: Vec<PlanProblem>,
    /// The slice of the custody log; none where the caller keeps no log.
    pub custody: Option<CustodySlice>,
}

/// A claim and what it rests on.
#[derive(Debug, Clone)]
pub struct PlanClaim {
    /// The claim. Its status is derived from the links, never given.
    pub claim: Claim,
    /// Codename of the person it is about.
    pub about: Option<String>,
    /// Its links.
    pub links: Vec<PlanLink>,
}

/// A link; every item it points at is in [`Plan::evidence`].
pub type PlanLink = Link;

/// An item and what of it is handed over.
#[derive(Debug, Clone)]
pub struct PlanEvidence {
    /// The item as the locker knows it; `bytes` and `sha256` are those of the bytes that [`Originals`] gives.
    pub item: Evidence,
    /// Codename of its source.
    pub codename: String,
    /// What the file says about itself.
    pub facts: Vec<Fact>,
    /// Whether the original goes along. Without it only excerpts, text and messages leave, and nothing that tells which
    /// file it is: no digest, length, name, title or number of messages. What `facts`, the item's notes, `messages` and
    /// the custody slice tell is the caller's choice.
    pub original: bool,
    /// The item's text by page (one page for items without pages): becomes `text.txt`, pages parted by form feeds.
    pub text: Option<Vec<String>>,
    /// For chats: the linked ranges with what stands around them, by `n`, without repetition: becomes `messages.json`.
    pub messages: Vec<Message>,
    /// How many messages the whole chat has; written only where the original goes along.
    pub messages_total: u32,
}

/// Something that is missing or unresolved.
#[derive(Debug, Clone)]
pub struct PlanProblem {
    /// The claim it is about, or all of them.
    pub claim: Option<model::ClaimId>,
    /// In the journalist's words.
    pub text: String,
}

/// Gives the bytes of items.
pub trait Originals {
    /// The original bytes of an item, from the start.
    fn open(&self, id: EvidenceId) -> io::Result<Box<dyn Read + '_>>;
}

/// Whom the file is sealed to.
pub enum Sealing<'a> {
    /// age v1: to X25519 recipients, or to a passphrase; never both.
    Sealed(seal::SealTo<'a>),
    /// Nobody: a plain ZIP that anybody can read.
    Unsealed,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of the tag manifest: the name of exactly these contents, which judgements bind to.
    pub digest: model::Sha256Digest,
    /// Files in the archive.
    pub files: u32,
    /// Bytes of the file handed over.
    pub bytes: u64,
}
