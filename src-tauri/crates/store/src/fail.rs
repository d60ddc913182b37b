//! Named places at which a test can make the program fail as a disk would, or end as a killed process does, so that every
//! order of writing can be tried. In a program for people they are nothing.

use crate::Result;

/// Passes, unless a test has armed this place in this thread.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn point(_name: &'static str) -> Result<()> {
    Ok(())
}

#[cfg(test)]
thread_local! {
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
