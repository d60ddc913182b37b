//! Runs every file under a folder through the worker, asking of each what a person would see of it, and says how it ended.
//! Nothing is written and no file's words are shown: only names, codes and counts.

pub mod table;
pub mod trial;
