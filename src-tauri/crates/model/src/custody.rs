//! Entries of the custody log: every act on the locker and on an item. The chain that binds them is the `seal` crate's.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Act {
    LockerCreated,
    PassphraseChanged,
    SourceAdded,
    SourceChanged,
    SourceForgotten,
    IdentitySet,
    IdentityShown,
    TakenIn,
    FoundAgain,
    Parsed,
    TitleChanged,
    GroupChanged,
    ClaimAdded,
    ClaimChanged,
    Linked,
    Unlinked,
    DossierExported,
    OriginalCopiedOut,
    Checked,
    Quarantined,
    OlderPartFound,
    Healed,
    BackedUp,
    Restored,
}

/// One entry. Serialized as canonical JSON (RFC 8785) it is what the log's hashes are taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyEntry {
    /// Place in the log, from 1, without gaps.
    pub n: u32,
    /// When, by the computer's clock.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// On what: an id such as `E-014`, or `locker`.
    pub item: String,
    /// Particulars as codes and figures: `{"sha256":"…","bytes":"…"}`. No names, no text of evidence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}
