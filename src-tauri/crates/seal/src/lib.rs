//! The only home of secrets: derive, seal, open, sign, digest.
//!
//! A key never leaves this crate as bytes that could be printed, copied or written by accident: every secret is a type of
//! its own that lives in locked memory ([`memory_report`]), has no `Clone`, `Debug` or serde, and is zeroed when dropped.
//!
//! Deliberately absent: files and folders (the `store` crate), logging, sentences for people, the clock. Randomness is
//! passed in ([`Randomness`]), so that the test vectors can be made again.
#![deny(unsafe_code)]

mod arena;
mod blob;
mod checkpoint;
mod derive;
mod digest;
mod envelope;
mod error;
mod log;
mod process;
mod random;
mod secret;
mod shares;
mod sign;
mod slot;
mod tree;
mod words;
mod wrap;

pub use arena::{MemoryReport, forget_stack, memory_report};
pub use blob::{BLOB_HEADER_LEN, CHUNK_LEN, OpenReader, SealWriter, Sealed, TAG_LEN, seal_stream, sealed_len};
pub use checkpoint::Checkpoint;
pub use derive::{KdfParams, Root, derive_root};
pub use digest::{Digest, sha256};
pub use envelope::{
    EnvelopeReader, EnvelopeWriter, OpenWith, Recipient, SealTo, open_envelope, read_identities, seal_envelope,
};
pub use error::SealError;
pub use log::{CHAIN_START, Chain, Nonce, canonical_json, chain, leaf_hash, make_nonce};
pub use process::keep_to_itself;
pub use random::{FixedRandomness, Randomness, SystemRandomness, fill_fast};
pub use secret::{AgeIdentity, BlobKey, DatabaseKey, KeyFile, LockerKey, Passphrase, SourceKey};
pub use shares::{BadShare, MAX_SHARES, SHARE_WORDS, Share, SplitSecret, join_shares, make_shares, read_share};
pub use sign::{PublicKey, Signer, verify};
pub use slot::{SLOT_LEN, SlotContents, SlotKind, fill_unused, open_slot, seal_slot};
pub use tree::{Tree, verify_consistency, verify_inclusion};
pub use words::{Strength, make_words, strength, words_of};
pub use wrap::{
    WRAPPED_LEN, Wrapped, open_blob_key, open_note, open_source_key, seal_note, wrap_blob_key, wrap_source_key,
};
