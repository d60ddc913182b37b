//! Whole flows through the verbs and through the program. See the crate's own page for what they share.

mod background;
mod bad_disk;
mod by_hand;
mod carrying;
mod coercion;
mod damage;
mod disk;
mod handing_over;
mod looking;
mod paper;
mod recovering;
mod sample;
mod taking_in;
mod travelling;
mod withheld;
