//! Search over everything at once: words in any form in Russian, Ukrainian and English, exact phrases, beginnings and
//! parts of words, filters; the newest first.
//!
//! Deliberately absent: names across alphabets (a later step), anything that would let a person's text reach the
//! index's own query language unquoted.

mod find;
mod fold;
mod mark;
mod query;
mod register;

pub use find::{Class, Filters, Found, Hit, Order, Search};
pub use query::{BadQuery, Query};

pub(crate) use fold::words_of;
pub(crate) use register::{AS_IT_STANDS, Words};

#[cfg(test)]
mod tests;
