//! The hashes that bind the custody log, shared by the locker that writes it and the dossier that shows a part of it.
//!
//! - An entry is canonical JSON (RFC 8785). Its leaf is `SHA-256(0 ‖ nonce(32) ‖ entry)`: a leaf of RFC 6962 over the salted
//!   entry, so that a withheld entry cannot be guessed from its leaf.
//! - Leaves are chained, all of them and those of one item: `SHA-256(label ‖ 0 ‖ previous ‖ leaf)`, starting from zeros.
//!
//! Deliberately absent: the entries themselves (`model`), where they are kept (`store`), what is disclosed (`dossier`).

use crate::{Digest, Randomness, SealError};
use model::Sha256Digest;
use serde::Serialize;

/// The salt of a leaf. Disclosed with its entry, kept with a withheld one.
pub type Nonce = [u8; 32];

/// Which chain a link belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// All entries of the log.
    Log,
    /// The entries about one item.
    Item,
}

/// The start of every chain.
pub const CHAIN_START: Sha256Digest = Sha256Digest([0; 32]);

/// A new random nonce.
pub fn make_nonce(randomness: &dyn Randomness) -> Result<Nonce, SealError> {
    crate::derive::make_salt(randomness)
}

/// The canonical JSON of a value (RFC 8785).
///
/// # Errors
/// [`SealError::UnknownFormat`] for what JSON cannot say, such as a number that is none.
pub fn canonical_json(value: &impl Serialize) -> Result<Vec<u8>, SealError> {
    serde_json_canonicalizer::to_vec(value).map_err(|_| SealError::UnknownFormat)
}

/// The leaf of an entry.
pub fn leaf_hash(nonce: &Nonce, canonical_entry: &[u8]) -> Sha256Digest {
    hash(&[&[0], nonce, canonical_entry])
}

/// The next link of a chain.
pub fn chain(of: Chain, previous: &Sha256Digest, leaf: &Sha256Digest) -> Sha256Digest {
    let label: &[u8] = match of {
        Chain::Log => b"vouchsafe v1 log chain",
        Chain::Item => b"vouchsafe v1 item chain",
    };
    hash(&[label, &[0], &previous.0, &leaf.0])
}

pub(crate) fn hash(parts: &[&[u8]]) -> Sha256Digest {
    let mut digest = Digest::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn canonical_json_does_not_depend_on_order() {
        let one = BTreeMap::from([("b", "1"), ("a", "é")]);
        assert_eq!(canonical_json(&one).expect("a map"), r#"{"a":"é","b":"1"}"#.as_bytes());
        let numbers = serde_json::json!({"\u{20ac}": 1e30, "\r": 333333333.3333333, "1": 0.000001});
        let expected = "{\"\\r\":333333333.3333333,\"1\":0.000001,\"\u{20ac}\":1e+30}";
        assert_eq!(
            String::from_utf8(canonical_json(&numbers).expect("a map")).expect("UTF-8"),
            expected
        );
    }

    #[test]
    fn every_part_of_a_leaf_and_a_link_counts() {
        let leaf = leaf_hash(&[1; 32], b"entry");
        assert_ne!(leaf, leaf_hash(&[2; 32], b"entry"), "nonce");
        assert_ne!(leaf, leaf_hash(&[1; 32], b"entrY"), "entry");
        let link = chain(Chain::Log, &CHAIN_START, &leaf);
        assert_ne!(
            link,
            chain(Chain::Item, &CHAIN_START, &leaf),
            "the two chains are apart"
        );
        assert_ne!(link, chain(Chain::Log, &leaf, &leaf), "what came before");
    }
}
