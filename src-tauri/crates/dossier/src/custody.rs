//! `custody.json`: the slice of the custody log that goes along. Leaves are salted, so that a withheld entry cannot be
//! guessed from its hash; withheld entries appear as counted gaps. The tree itself is the `seal` crate's.

use model::CustodyEntry;
use serde::{Deserialize, Serialize};

/// The disclosed part of a custody log, with what proves that it is a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodySlice {
    /// The signed head of the log, a C2SP checkpoint, to the letter.
    pub checkpoint: String,
    /// Disclosed entries, by `n`.
    pub entries: Vec<DisclosedEntry>,
    /// For every disclosed item how many entries the log has about it and how many are disclosed.
    pub items: Vec<ItemHead>,
}

/// An entry with what is needed to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosedEntry {
    /// The entry.
    pub entry: CustodyEntry,
    /// The salt of its leaf, 64 hexadecimal digits.
    pub nonce: String,
    /// The inclusion proof (RFC 6962): sibling hashes from the leaf up, each as 64 hexadecimal digits.
    pub proof: Vec<String>,
}

/// What the log knows about one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemHead {
    /// The item: `E-014`.
    pub item: String,
    /// Entries about it in the log.
    pub entries: u32,
    /// Of these, not disclosed here.
    pub withheld: u32,
    /// Head of the item's chain, hexadecimal.
    pub head: String,
}
