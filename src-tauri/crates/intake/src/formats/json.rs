//! What the parsers of JSON exports share: a walk over the stream, the fields of one object, and the mending of escapes
//! that are no JSON.
//!
//! Deliberately absent: any one export's meaning; each format is a module of its own.

pub mod fields;
pub mod flat;
pub mod lines;
pub mod repair;
pub mod scan;
