//! Restoring: a new folder that is a locker only when everything that could be read is in it and on stable storage.
//!
//! While it is filled, the folder has a file `restoring` and no slots; the slots are written to that file and it is
//! renamed to `slots` last. A restore that was cut short goes on when it is asked for again.

use super::head::{Entry, open};
use super::there::{Pace, Written, blob_path, digest_of, there};
use crate::fail::point;
use crate::files::{open_to_read, sync_dir, sync_parent};
use crate::slots::Secret;
use crate::wipe::{BLOBS, DB, RESTORING, SLOTS};
use crate::{Error, Result};
use model::{Progress, Timestamp};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// What a restore found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restored {
    /// Blobs whose sealed bytes are what was backed up.
    pub blobs: u32,
    /// Bytes that were read.
    pub bytes: u64,
    /// Blobs whose bytes are not what was backed up. They are in the locker as they are: most of such an item may be readable.
    pub damaged: Vec<String>,
    /// Blobs that are not in the backup.
    pub missing: Vec<String>,
    /// Whether the database is what was backed up.
    pub database: bool,
}

/// Restores a backup to a folder that must not exist, or be empty, or be one that an earlier restore left unfinished. The
/// locker in it can be unlocked with what opened the backup.
///
/// # Errors
/// Of opening: [`Error::WrongPassphrase`], [`Error::NotABackup`], [`Error::BackupDamaged`], [`Error::BackupUnfinished`]; then
/// [`Error::LockerExists`]; then [`Error::DiskFull`], [`Error::BackupGone`], [`Error::Stopped`], after which it can be asked for again.
pub fn restore(
    dir: &Path,
    to: &Path,
    secret: &Secret<'_>,
    now: Timestamp,
    progress: &dyn Progress,
) -> Result<Restored> {
    let (mut head, _, list) = open(dir, secret)?;
    let database = list.database.clone().ok_or(Error::BackupUnfinished)?;
    make_root(to)?;
    let total = database.entry.bytes + list.blobs().map(|(_, entry)| entry.bytes).sum::<u64>();
    let mut filling = Filling {
        to: Written::below(to)?,
        pace: Pace::new(progress, total),
        report: Restored {
            missing: list.missing.clone(),
            ..Restored::default()
        },
    };
    for (id, entry) in list.blobs() {
        point("restore-blob")?;
        let found = filling.bring(&blob_path(dir, id), &blob_path(to, id), entry)?;
        filling.note(found, id.to_string());
    }
    match filling.bring(&dir.join(&database.name), &to.join(DB), database.entry)? {
        Found::Missing => return Err(Error::BackupDamaged), // without it no blob has a name
        found => filling.report.database = found == Found::Whole,
    }
    filling.to.settle()?;
    point("restore-slots")?;
    head.slots.come_back(u64::try_from(now.millis()).unwrap_or(0));
    put_slots(to, head.slots.bytes())?;
    Ok(filling.report)
}

struct Filling<'a> {
    to: Written,
    pace: Pace<'a>,
    report: Restored,
}

#[derive(PartialEq, Eq)]
enum Found {
    Whole,
    Damaged,
    Missing,
}

impl Filling<'_> {
    fn bring(&mut self, from: &Path, to: &Path, entry: Entry) -> Result<Found> {
        if to
            .symlink_metadata()
            .is_ok_and(|meta| meta.is_file() && meta.len() == entry.bytes)
        {
            let there_already = digest_of(to, &mut self.pace)?;
            if there_already == entry {
                self.report.bytes += entry.bytes;
                return Ok(Found::Whole);
            }
        }
        let mut file = match open_to_read(from) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => {
                return Ok(Found::Missing);
            }
            Err(error) => return Err(there(error)),
        };
        let copied = self.to.copy(&mut file, to.to_owned(), &mut self.pace, there)?;
        self.report.bytes += copied.bytes;
        Ok(if copied == entry { Found::Whole } else { Found::Damaged })
    }

    fn note(&mut self, found: Found, name: String) {
        match found {
            Found::Whole => self.report.blobs += 1,
            Found::Damaged => self.report.damaged.push(name),
            Found::Missing => self.report.missing.push(name),
        }
    }
}

/// Makes the folder, or finds one that an earlier restore left.
fn make_root(to: &Path) -> Result<()> {
    match DirBuilder::new().mode(0o700).create(to) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let empty = fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_none());
            if !empty && !to.join(RESTORING).is_file() {
                return Err(Error::LockerExists);
            }
        }
        Err(error) => return Err(error.into()),
    }
    let mut mark = OpenOptions::new();
    mark.write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(to.join(RESTORING))?;
    match DirBuilder::new().mode(0o700).create(to.join(BLOBS)) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    sync_dir(to)
}

/// From here on it is a locker.
fn put_slots(to: &Path, copy: &[u8]) -> Result<()> {
    let mut mark = OpenOptions::new();
    let mut file = mark.write(true).truncate(true).open(to.join(RESTORING))?;
    file.write_all(copy)?;
    file.write_all(copy)?;
    file.sync_all()?;
    point("restore-slots-written")?;
    fs::rename(to.join(RESTORING), to.join(SLOTS))?;
    sync_dir(to)?;
    sync_parent(to)
}
