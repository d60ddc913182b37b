//! What a disk still holds, read from end to end; and lockers that somebody has altered.
//!
//! A file system in a file is mounted (`image`), a real locker is filled on it and acted on (`story`), then the file is read
//! raw and searched for what was there (`scan`). Altered lockers (`mutant`) are opened by a process of their own (`child`)
//! that is bounded in memory and watched by the clock.
//!
//! Mounting needs root and loop devices. Where they are missing the tests say so and look at nothing; `WIPE=full`
//! (`make wipe-test`) takes that for a failure, and tries every number in full.
//!
//! Deliberately absent: flash cells, snapshots, swap: beyond a file system in a file.

pub mod image;
pub mod mutant;
pub mod scan;
pub mod story;

/// Whether everything is to be tried in full.
pub fn full() -> bool {
    std::env::var("WIPE").is_ok_and(|wish| wish == "full")
}
