//! Long work reports how far it is, and can be told to stop.

/// The person asked for the work to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// Where long work reports to.
pub trait Progress: Send + Sync {
    /// `done` of `total` units (bytes, unless the work says otherwise); `total` is 0 while it is not known.
    fn report(&self, done: u64, total: u64);

    /// Which of how many files it is at, where the work goes from file to file. Not every face shows it.
    fn at_file(&self, _done: u32, _total: u32) {}

    /// Whether the person asked to stop. Work looks at least once a second.
    fn stop_asked(&self) -> bool;

    /// An error as soon as the person asked to stop, to be used with `?`.
    fn go_on(&self) -> Result<(), Stopped> {
        if self.stop_asked() { Err(Stopped) } else { Ok(()) }
    }
}

/// Nobody looks, nobody stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn report(&self, _done: u64, _total: u64) {}

    fn stop_asked(&self) -> bool {
        false
    }
}
