//! A backup: the locker's sealed files in a folder on another disk, a stick, or a place that another tool carries away.
//!
//! ```text
//! vouchsafe-backup     head: the key slots, and the sealed list of what belongs to the backup
//! vouchsafe-backup-2   the same again, for the day on which a sector of the first is bad
//! db-0123456789abcdef  the database, under a new name at each run
//! blobs/xx/NAME        the blobs, as they lie in the locker
//! *.part               being written
//! ```
//! The head is swapped in last and by one rename, so that a run that is cut short leaves the backup before it whole; the
//! next run goes on where it ended. Nothing is asked of the file system but files, folders and renames: no permissions, no
//! links, no telling apart of upper and lower case. Files of other names are never touched.
//!
//! Deliberately absent: keys of its own. Whoever could open the locker when the run ended can open its backup.

#[cfg(test)]
mod damage_tests;
mod head;
mod make;
#[cfg(test)]
mod place;
mod restore;
#[cfg(test)]
mod tests;
mod there;

pub use make::{BackupReport, HowVerified, backup};
pub use restore::{Restored, is_half_restored, restore};

use crate::slots::Secret;
use crate::{Keys, Result};
use head::{HEADS, Head, List};
use model::Timestamp;
use std::path::Path;

/// A backup that a secret opened.
pub struct OpenedBackup<'a> {
    dir: &'a Path,
    head: Head,
    keys: Keys,
    list: List,
}

/// Whether there is a backup in this folder, whole or not.
pub fn is_backup(dir: &Path) -> bool {
    HEADS.iter().any(|name| dir.join(name).is_file())
}

/// When the backup in this folder was made, and whether every file of its list lies there at its length; with the open locker's
/// keys. Nothing where there is none of this locker. What the files hold is not read.
pub fn backup_there(dir: &Path, keys: &Keys) -> Option<(Timestamp, bool)> {
    let list = head::known(dir, keys).ok()??;
    let is = |path: &Path, entry: head::Entry| {
        path.symlink_metadata()
            .is_ok_and(|meta| meta.is_file() && meta.len() == entry.bytes)
    };
    let database = list.database.as_ref();
    let complete = database.is_some_and(|database| is(&dir.join(&database.name), database.entry))
        && list.blobs().all(|(id, entry)| is(&there::blob_path(dir, id), entry));
    Some((list.made, complete))
}

/// Opens the head of a backup.
///
/// # Errors
/// [`crate::Error::WrongPassphrase`], [`crate::Error::NotABackup`], [`crate::Error::BackupDamaged`],
/// [`crate::Error::BackupGone`].
pub fn open_backup<'a>(dir: &'a Path, secret: &Secret<'_>) -> Result<OpenedBackup<'a>> {
    let (head, opened, list) = head::open(dir, secret)?;
    Ok(OpenedBackup {
        dir,
        head,
        keys: opened.keys,
        list,
    })
}

impl OpenedBackup<'_> {
    /// When its last run ended, as the clock stood then. Whoever can write to the disk can put an older backup back: a person
    /// has to see this before relying on it.
    pub fn made(&self) -> Timestamp {
        self.list.made
    }

    /// Entries of the custody log in it.
    pub fn entries(&self) -> u32 {
        self.list.log.n
    }

    /// Sealed files in it, and their bytes; nothing where its first run did not end.
    pub fn files(&self) -> Option<(usize, u64)> {
        let database = self.list.database.as_ref()?;
        let bytes = self.list.blobs.values().map(|entry| entry.bytes);
        let all = bytes.fold(database.entry.bytes, u64::saturating_add);
        Some((self.list.blobs.len(), all))
    }

    /// Puts a secret in place of the first owner's. On a foreign disk the old slot may remain in free space.
    pub fn change_owner(&mut self, secret: &Secret<'_>, randomness: &dyn seal::Randomness) -> Result<()> {
        self.head.slots.change_owner(&self.keys, secret, randomness)?;
        self.head.put(self.dir)
    }
}
