//! Named places at which a test can make the program fail as a disk would, or end as a killed process does, so that every
//! order of writing can be tried. In a program for people they are nothing.

use crate::Result;
use std::fs::File;
use std::io;
use std::path::Path;

/// Passes, unless a test has armed this place in this thread.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn point(_name: &'static str) -> Result<()> {
    Ok(())
}

/// Passes, unless a test has made this file unreadable in this thread.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn opening(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// The same for a part of a file.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn reading(_file: &File, _at: u64, _len: usize) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
thread_local! {
    static BAD: std::cell::RefCell<Vec<Bad>> = const { std::cell::RefCell::new(Vec::new()) };
    static ARMED: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
    static KILL: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
}

/// Fails at the named place in this thread from now on; `None` ends it.
#[cfg(test)]
pub(crate) fn arm(name: Option<&'static str>) {
    ARMED.set(name);
}

/// Runs until the named place and no further, as if the process had been killed there. True when the place was passed.
#[cfg(test)]
pub(crate) fn killed_at(name: &'static str, run: impl FnOnce()) -> bool {
    KILL.set(Some(name));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    KILL.set(None);
    ended.is_err()
}

/// Fails with [`crate::Error::Io`] 5 (EIO) where armed.
#[cfg(test)]
pub(crate) fn point(name: &'static str) -> Result<()> {
    if KILL.get() == Some(name) {
        std::panic::resume_unwind(Box::new(name)); // no message: it is meant
    }
    if ARMED.get() == Some(name) {
        Err(crate::Error::Io(5))
    } else {
        Ok(())
    }
}

/// What a disk does not give any more: files below a path cannot be opened, or not be read at a place.
#[cfg(test)]
pub(crate) struct Bad {
    pub below: std::path::PathBuf,
    /// `None`: they cannot be opened.
    pub at: Option<u64>,
}

/// Makes files unreadable in this thread from now on; an empty list ends it.
#[cfg(test)]
pub(crate) fn break_disk(bad: Vec<Bad>) {
    BAD.set(bad);
}

#[cfg(test)]
pub(crate) fn opening(path: &Path) -> io::Result<()> {
    give(|bad| bad.at.is_none() && path.starts_with(&bad.below))
}

#[cfg(test)]
pub(crate) fn reading(file: &File, at: u64, len: usize) -> io::Result<()> {
    use std::os::fd::AsRawFd;
    if BAD.with_borrow(Vec::is_empty) {
        return Ok(());
    }
    let path = std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
    let here = |bad: u64| at <= bad && bad - at < len as u64;
    give(|bad| bad.at.is_some_and(here) && path.starts_with(&bad.below))
}

#[cfg(test)]
fn give(is_bad: impl Fn(&Bad) -> bool) -> io::Result<()> {
    const EIO: i32 = 5;
    if BAD.with_borrow(|all| all.iter().any(is_bad)) {
        Err(io::Error::from_raw_os_error(EIO))
    } else {
        Ok(())
    }
}
