//! Named places at which a test can make the program fail as a disk would, so that every order of writing can be tried.
//! In a program for people they are nothing.

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
}

/// Fails at the named place in this thread from now on; `None` ends it.
#[cfg(test)]
pub(crate) fn arm(name: Option<&'static str>) {
    ARMED.set(name);
}

/// Fails with [`crate::Error::Io`] 5 (EIO) where armed.
#[cfg(test)]
pub(crate) fn point(name: &'static str) -> Result<()> {
    if ARMED.get() == Some(name) {
        Err(crate::Error::Io(5))
    } else {
        Ok(())
    }
}
