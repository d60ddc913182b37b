//! How much a worker may say and how long it may take. The parent holds it to these; the worker's own bounds (address
//! space, processor seconds) are set by its sandbox and are wider.

use std::time::Duration;

/// Bounds on one job of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock time of one job.
    pub wall: Duration,
    /// Messages of one file.
    pub messages: u64,
    /// Bytes of text of one file: messages, pages, facts and paths together.
    pub text_bytes: u64,
    /// Facts, notes, parts and paths beside, counted together.
    pub findings: u64,
    /// Pixels of one picture.
    pub pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(120),
            messages: 10_000_000,
            text_bytes: 4 << 30,
            findings: 200_000,
            pixels: 64_000_000,
        }
    }
}

impl Limits {
    /// Bounds on reading a file of so many bytes whole. The time counts what the parent does with each finding too, so
    /// it grows with the file: two minutes, and a second for each MiB.
    pub fn of_length(bytes: u64) -> Self {
        let more = Duration::from_secs(bytes >> 20);
        Self {
            wall: Self::default().wall + more,
            ..Self::default()
        }
    }

    /// Bounds for one picture or page that a person is waiting for.
    pub fn of_a_look() -> Self {
        Self {
            wall: Duration::from_secs(30),
            text_bytes: 64 << 20,
            ..Self::default()
        }
    }
}
