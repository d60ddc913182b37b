//! Hostile bytes in, drafts out. Parsers run in the worker process (`vouchsafe-worker`), which can open no file and no
//! socket; the parent side here starts it, answers its requests for byte ranges, and bounds what it says.
//!
//! Deliberately absent: keys, the locker, the network, and paths (parsers get `Read + Seek`; only the caller names the
//! worker's executable). What a draft becomes is the `locker` crate's.

pub mod draft;
pub mod encode;
pub mod limits;
pub mod parent;
pub mod pixels;

mod checks;
mod frame;
mod wire;

#[cfg(feature = "parse")]
pub mod formats;
#[cfg(feature = "parse")]
pub mod worker;

/// What a parser reads from, and what the parent reads the original through: bytes by position, no path.
pub trait ReadSeek: std::io::Read + std::io::Seek {}

impl<T: std::io::Read + std::io::Seek> ReadSeek for T {}
