//! Dossiers as they are handed over: written, opened, checked by us and by the tools everybody has, and attacked.

mod attacks;
mod reading;
mod sample;
mod tools;
mod vectors;
