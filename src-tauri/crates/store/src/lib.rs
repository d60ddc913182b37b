//! The locker on disk: key slots, SQLCipher, sealed blobs, search index, custody log, wipe.
//!
//! Deliberately absent: parsing of anything that came from outside, sentences for people, the secrets' own mathematics
//! (they are the `seal` crate's).

pub mod custody;
pub mod db;
mod error;
pub mod search;
#[cfg(test)]
mod testing;

pub use error::{Error, Result};
