//! A locker's folder: what lies in it and who may open it.
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

use crate::blobs::Blobs;
use crate::db::Reader;
use crate::fail::point;
use crate::files::{Disk, is_file, sync_dir, sync_parent};
use crate::keys::Keys;
use crate::slots::{COPY_LEN, Secret, Slots};
use crate::wipe::{BLOBS, DB, SLOTS, finish_wipe_if_interrupted};
use crate::{Error, Result};
use model::Quiet;
use rustix::fs::{FlockOperation, flock};
use seal::{KdfParams, Randomness};
use std::collections::HashSet;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::ops::Deref;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folder of a locker, held by this process until dropped.
pub struct Folder {
    root: PathBuf,
    slots: Slots,
    turn: Mutex<()>,
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
            Err(error) if !is_file(&root.join(SLOTS)) => {
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
            turn: Mutex::new(()),
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

    /// The disk it lies on, known by both copies of the slots.
    pub(crate) fn disk(&self) -> Disk {
        let slots = self.root.join(SLOTS);
        let marks = vec![(slots.clone(), 0), (slots, COPY_LEN as u64)];
        Disk::with(marks, Error::Io(5)) // EIO of errno(3)
    }

    /// To be asked where something could not be read: one bad sector is no end, a disk that gives nothing is.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn require_there(&self) -> Result<()> {
        self.disk().require_there()
    }

    /// How many blobs there are that the database has never heard of: neither in a row nor loose, nor among those that are known
    /// `besides`.
    pub fn strays(&self, reader: &Reader, besides: &[String]) -> Result<u64> {
        let (there, _) = self.blobs().list()?; // before the names: a blob that is being taken in is loose
        let mut ours: HashSet<String> = reader.blob_names()?.into_iter().collect();
        ours.extend(reader.loose_names()?);
        ours.extend(besides.iter().cloned());
        Ok(there.iter().filter(|id| !ours.contains(&id.to_string())).count() as u64)
    }

    /// Whoever changes the slots holds this from before the database is told until after it was.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(root: &Path, secret: &Secret<'_>, params: KdfParams, randomness: &dyn Randomness) -> Result<(Self, Keys)> {
        DirBuilder::new().mode(0o700).create(root.join(BLOBS))?;
        point("create-slots")?;
        let (slots, keys) = Slots::create(&root.join(SLOTS), secret, params, randomness)?;
        lock(&slots)?;
        sync_dir(root)?;
        sync_parent(root)?;
        Ok((
            Self {
                root: root.to_path_buf(),
                slots,
                turn: Mutex::new(()),
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
            let entries = fs::read_dir(root).map_err(|_| Error::LockerExists)?;
            let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
            // An empty `blobs` is all that a creation cut short may have left.
            let begun = names == [BLOBS] && fs::remove_dir(root.join(BLOBS)).is_ok();
            if names.is_empty() || begun {
                Ok(true)
            } else {
                Err(Error::LockerExists)
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// A file that this process holds alone, until this is dropped.
pub(crate) struct Held(File);

impl Held {
    /// [`Error::LockerInUse`] where another holds it.
    pub fn alone(file: File) -> Result<Self> {
        lock_file(&file)?;
        Ok(Self(file))
    }
}

impl Deref for Held {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let_go(&self.0);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let_go(self.slots.file());
    }
}

/// Said, not left to the closing: a program that another thread is just starting has a copy of every open file until it runs, and
/// with it the lock.
fn let_go(file: &File) {
    let _ = flock(file, FlockOperation::Unlock); // the process's end does it otherwise
}

/// The lock goes with the process, whatever its end.
fn lock(slots: &Slots) -> Result<()> {
    lock_file(slots.file())
}

fn lock_file(file: &File) -> Result<()> {
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(()),
        Err(error) if error == rustix::io::Errno::WOULDBLOCK => Err(Error::LockerInUse),
        Err(error) => Err(io::Error::from(error).into()),
    }
}
