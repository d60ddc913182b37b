//! Power cuts and kills, tried on a real locker.
//!
//! A program does real acts on a real locker (`child`) while a small library between it and libc writes down every
//! creation, write, sync and rename (`shim.c`, `record`). From the record a disk is built as a power cut may leave it at
//! any moment (`disk`): nothing that was not synced, or all of it, or some of it with torn sectors, and of each
//! directory's changes a beginning. On each such disk the next start is tried (`judge`): what was acknowledged is there.
//!
//! `preload` also makes a disk bad for one program, which the journeys use.
//!
//! Deliberately absent: wear, lies of a disk about what it has synced.

pub mod disk;
pub mod judge;
pub mod preload;
pub mod record;
pub mod replay;
pub mod run;
pub mod seed;
