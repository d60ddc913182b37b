//! A locker's folder: what lies in it, who may open it, and the tidying at start.
//!
//! ```text
//! NAME.locker/
//!   slots      the key slots (also carries the process lock)
//!   db         SQLCipher, with its WAL beside it
//!   blobs/xx/  sealed originals and derivatives
//!   wiping     only while a wipe is unfinished
//! ```
//! Deliberately absent: the contents of each (`slots`, `db`, `blobs`).

#[cfg(test)]
mod tests;

use crate::blobs::{BlobId, Blobs, Swept, sync_dir};
use crate::fail::point;
use crate::keys::Keys;
use crate::slots::{Secret, Slots};
use crate::wipe::{BLOBS, DB, SLOTS, finish_wipe_if_interrupted};
use crate::{Error, Result};
use model::Quiet;
use rustix::fs::{FlockOperation, flock};
use seal::{KdfParams, Randomness};
use std::collections::HashSet;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The folder of a locker, held by this process until dropped.
pub struct Folder {
    root: PathBuf,
    slots: Slots,
}

impl Folder {
    /// Makes a new locker with one passphrase; the folder must not exist, or be empty. The database is the caller's next step.
    ///
    /// # Errors
    /// [`Error::LockerExists`], [`Error::ReadOnly`], [`Error::DiskFull`]. What was made by then is removed again.
    pub fn create(
        root: &Path,
        secret: &Secret<'_>,
        params: KdfParams,
        randomness: &dyn Randomness,
    ) -> Result<(Self, Keys)> {
        let existed = make_root(root)?;
        let made = Self::fill(root, secret, params, randomness);
        if made.is_err() {
            let _ = fs::remove_file(root.join(SLOTS));
            let _ = fs::remove_dir(root.join(BLOBS));
            let _ = if existed { Ok(()) } else { fs::remove_dir(root) };
        }
        made
    }

    /// Opens the folder for this process alone. Finishes a wipe that was cut short.
    ///
    /// # Errors
    /// [`Error::NotALocker`], [`Error::LockerInUse`], [`Error::LockerWiped`].
    pub fn open(root: &Path, randomness: &dyn Randomness) -> Result<Self> {
        if finish_wipe_if_interrupted(root, randomness, &Quiet).is_some() {
            return Err(Error::LockerWiped);
        }
        let slots = match Slots::at(&root.join(SLOTS)) {
            Err(error) if !root.join(SLOTS).is_file() => {
                return Err(if error == Error::ReadOnly {
                    error
                } else {
                    Error::NotALocker
                });
            }
            slots => slots?,
        };
        lock(&slots)?;
        Ok(Self {
            root: root.to_path_buf(),
            slots,
        })
    }

    /// The key slots.
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// The blobs.
    pub fn blobs(&self) -> Blobs {
        Blobs::at(self.root.join(BLOBS))
    }

    /// Where the database lies.
    pub fn db_path(&self) -> PathBuf {
        self.root.join(DB)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// An error where nothing can be written here.
    ///
    /// # Errors
    /// [`Error::ReadOnly`].
    pub fn require_writable(&self) -> Result<()> {
        if self.slots.is_writable() {
            Ok(())
        } else {
            Err(Error::ReadOnly)
        }
    }

    /// Removes blobs that no row knows; `known` are the names that rows hold. To be called once at start.
    pub fn sweep<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> Result<Swept> {
        let known: HashSet<BlobId> = known.into_iter().filter_map(|name| name.parse().ok()).collect();
        self.blobs().sweep(&known)
    }

    fn fill(root: &Path, secret: &Secret<'_>, params: KdfParams, randomness: &dyn Randomness) -> Result<(Self, Keys)> {
        DirBuilder::new().mode(0o700).create(root.join(BLOBS))?;
        point("create-slots")?;
        let (slots, keys) = Slots::create(&root.join(SLOTS), secret, params, randomness)?;
        lock(&slots)?;
        sync_dir(root)?;
        if let Some(parent) = root.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_dir(parent)?;
        }
        Ok((
            Self {
                root: root.to_path_buf(),
                slots,
            },
            keys,
        ))
    }
}

/// Makes the folder; says whether it was there, empty, before.
fn make_root(root: &Path) -> Result<bool> {
    match DirBuilder::new().mode(0o700).create(root) {
        Ok(()) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let empty = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none());
            if empty { Ok(true) } else { Err(Error::LockerExists) }
        }
        Err(error) => Err(error.into()),
    }
}

/// The lock goes with the process, whatever its end.
fn lock(slots: &Slots) -> Result<()> {
    match flock(slots.file(), FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(()),
        Err(error) if error == rustix::io::Errno::WOULDBLOCK => Err(Error::LockerInUse),
        Err(error) => Err(io::Error::from(error).into()),
    }
}
