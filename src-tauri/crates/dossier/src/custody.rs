//! `custody.json`: the slice of the custody log that goes along. Leaves are salted, so that a withheld entry cannot be
//! guessed from its hash; withheld entries appear as counted gaps. The tree itself is the `seal` crate's.

use crate::CustodyFound;
use model::{CustodyEntry, Sha256Digest};
use seal::{CHAIN_START, Chain, Checkpoint, PublicKey, canonical_json, chain, leaf_hash, verify_inclusion};
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
    /// The inclusion proof (RFC 9162): sibling hashes from the leaf up.
    pub proof: Vec<Sha256Digest>,
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
    /// Head of the item's chain.
    pub head: Sha256Digest,
}

/// Most entries that are read.
const ENTRIES_LIMIT: usize = 1_000_000;

impl CustodySlice {
    /// Checks the head's signature, every inclusion proof, and the chain of every item whose entries are all here.
    /// Where the head does not hold, everything that rests on it fails.
    pub(crate) fn check(&self, signer: &PublicKey) -> CustodyFound {
        let proofs = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let everything_fails = CustodyFound {
            proofs_checked: proofs,
            failed: proofs.max(1),
            withheld: 0,
        };
        let Ok(head) = Checkpoint::open(&self.checkpoint, signer) else {
            return everything_fails;
        };
        let in_order = self.entries.windows(2).all(|pair| pair[0].entry.n < pair[1].entry.n);
        if !in_order || self.entries.len() > ENTRIES_LIMIT || head.size < u64::from(proofs) {
            return everything_fails;
        }
        let failed_proofs = self.entries.iter().filter(|entry| !entry.holds(&head)).count();
        let failed_items = self.items.iter().filter(|item| !item.holds(&self.entries)).count();
        CustodyFound {
            proofs_checked: proofs,
            failed: u32::try_from(failed_proofs + failed_items).unwrap_or(u32::MAX),
            withheld: u32::try_from(head.size - u64::from(proofs)).unwrap_or(u32::MAX),
        }
    }
}

impl DisclosedEntry {
    fn leaf(&self) -> Option<Sha256Digest> {
        let nonce: Sha256Digest = self.nonce.parse().ok()?;
        Some(leaf_hash(&nonce.0, &canonical_json(&self.entry).ok()?))
    }

    fn holds(&self, head: &Checkpoint) -> bool {
        let index = u64::from(self.entry.n).checked_sub(1);
        match (self.leaf(), index) {
            (Some(leaf), Some(index)) => verify_inclusion(&leaf, index, head.size, &self.proof, &head.root),
            _ => false,
        }
    }
}

impl ItemHead {
    /// The count fits, and where nothing is withheld the chain ends in the stated head.
    fn holds(&self, entries: &[DisclosedEntry]) -> bool {
        let about: Vec<_> = entries.iter().filter(|entry| entry.entry.item == self.item).collect();
        if u32::try_from(about.len()).ok() != self.entries.checked_sub(self.withheld) {
            return false;
        }
        let link =
            |previous: Sha256Digest, entry: &&DisclosedEntry| Some(chain(Chain::Item, &previous, &entry.leaf()?));
        self.withheld > 0 || about.iter().try_fold(CHAIN_START, link) == Some(self.head)
    }
}
