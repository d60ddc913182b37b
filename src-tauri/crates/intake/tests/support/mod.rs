//! What the tests of exports share.
#![allow(dead_code, reason = "each test uses its own part")]

pub mod cases;
pub mod mutate;
pub mod told;
