//! The verbs: what a person can do. Every face (window, command line, tests) calls these and nothing below.
//!
//! Deliberately absent: windows, terminals, sentences, cryptography, SQL and parsers; this crate only composes.

#[cfg(test)]
mod types;
pub mod views;
