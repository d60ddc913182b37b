//! Hostile bytes in, drafts out. Parsers run in the worker process (`vouchsafe-worker`), which can open no file and no
//! socket; the parent side here starts it, answers its requests for byte ranges, and bounds what it says.
//!
//! Deliberately absent: keys, the locker, the network, and paths (parsers get `Read + Seek`; only the parent names the
//! worker's executable). What a draft becomes is the `locker` crate's.

pub mod draft;
