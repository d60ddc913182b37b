//! Restoring: a new folder that is a locker only when everything that could be read is in it and on stable storage.
//!
//! While it is filled, the folder has a file `restoring` and no slots; the slots are written to that file and it is
//! renamed to `slots` last. A restore that was cut short goes on when it is asked for again.

use super::head::{Entry, open};
use super::there::{Pace, Written, blob_path, digest_of, disk_of, is_gone, make_dir, part_of};
use crate::fail::point;
use crate::files::{Disk, open_file, open_to_read, sync_dir, sync_parent};
use crate::folder::Held;
use crate::slots::Secret;
use crate::wipe::{BLOBS, DB, RESTORING, SLOTS};
use crate::{BlobId, Error, Result};
use model::{Progress, Timestamp};
use seal::Randomness;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// What a restore found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Blobs whose sealed bytes are what was backed up.
    pub blobs: u32,
    /// Bytes that were read.
    pub bytes: u64,
    /// Blobs whose bytes are not what was backed up. They are in the locker as they are: most of such an item may be readable.
    pub damaged: Vec<String>,
    /// Blobs that are not in the backup.
    pub missing: Vec<String>,
    /// Blobs that came back from a run that did not see their originals: only a check tells whether they are whole.
    pub unlisted: u32,
    /// Whether the database is what was backed up.
    pub database: bool,
    /// When the backup was made.
    pub made: Timestamp,
    /// Entries of the custody log in it.
    pub entries: u32,
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
    randomness: &dyn Randomness,
    progress: &dyn Progress,
) -> Result<Restored> {
    let (mut head, opened, list) = open(dir, secret)?;
    let database = list.database.clone().ok_or(Error::BackupUnfinished)?;
    let mark = make_root(to)?;
    let all = list.blobs().map(|(_, entry)| entry.bytes);
    let mut filling = Filling {
        from: disk_of(dir),
        beside: Disk::with(vec![(to.join(RESTORING), 0)], Error::Io(5)), // EIO of errno(3)
        to: Written::in_locker(to)?,
        pace: Pace::new(progress, all.fold(database.entry.bytes, u64::saturating_add)),
        report: Restored {
            blobs: 0,
            bytes: 0,
            damaged: Vec::new(),
            missing: Vec::new(),
            unlisted: 0,
            database: false,
            made: list.made,
            entries: list.log.n,
        },
    };
    for (at, (id, entry)) in list.blobs().enumerate() {
        filling.pace.at_file(at + 1, list.blobs.len());
        point("restore-blob")?;
        let found = filling.bring(&blob_path(dir, id), &blob_path(to, id), Some(entry))?;
        filling.note(found, id.to_string());
    }
    for id in list.missing.iter().filter_map(|name| name.parse().ok()) {
        filling.bring_unlisted(dir, to, id)?;
    }
    match filling.bring(&dir.join(&database.name), &to.join(DB), Some(database.entry))? {
        Found::Missing => return Err(Error::BackupDamaged), // without it no blob has a name
        found => filling.report.database = found == Found::Whole,
    }
    filling.to.settle()?;
    point("restore-slots")?;
    let today = u64::try_from(now.millis()).unwrap_or(0);
    head.slots.come_back(&opened.keys, today, randomness)?;
    put_slots(to, &mark, head.slots.bytes())?;
    Ok(filling.report)
}

struct Filling<'a> {
    from: Disk,
    /// The disk of the new locker.
    beside: Disk,
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
    /// Brings a file. What nobody knows the digest of counts as whole where the disk gave all of it.
    fn bring(&mut self, from: &Path, to: &Path, entry: Option<Entry>) -> Result<Found> {
        let is_there = |entry: &Entry| {
            let meta = to.symlink_metadata();
            meta.is_ok_and(|meta| meta.is_file() && meta.len() == entry.bytes)
        };
        if let Some(entry) = entry.filter(is_there)
            && digest_of(to, &mut self.pace, &self.beside)? == Some(entry)
        {
            self.report.bytes = self.report.bytes.saturating_add(entry.bytes);
            return Ok(Found::Whole);
        }
        let file = match open_to_read(from) {
            Ok(file) => file,
            Err(error) => {
                self.from.require_there()?;
                return Ok(if is_gone(&error) {
                    Found::Missing
                } else {
                    Found::Damaged
                });
            }
        };
        let copied = self.to.copy(&file, to.to_owned(), &mut self.pace, &self.from)?;
        self.to.settle_if_due()?;
        self.report.bytes = self.report.bytes.saturating_add(copied.entry.bytes);
        let whole = copied.unreadable == 0 && entry.is_none_or(|entry| entry == copied.entry);
        Ok(if whole { Found::Whole } else { Found::Damaged })
    }

    /// What the backup has of a blob that the locker had no more, or not whole, when the run ended.
    fn bring_unlisted(&mut self, dir: &Path, to: &Path, id: BlobId) -> Result<()> {
        let (from, to) = (blob_path(dir, id), blob_path(to, id));
        let name = id.to_string();
        match self.bring(&from, &to, None)? {
            Found::Whole => self.report.unlisted += 1,
            Found::Damaged => self.report.damaged.push(name),
            Found::Missing => match self.bring(&part_of(&from), &to, None)? {
                Found::Missing => self.report.missing.push(name),
                Found::Whole | Found::Damaged => self.report.damaged.push(name),
            },
        }
        Ok(())
    }

    fn note(&mut self, found: Found, name: String) {
        match found {
            Found::Whole => self.report.blobs += 1,
            Found::Damaged => self.report.damaged.push(name),
            Found::Missing => self.report.missing.push(name),
        }
    }
}

/// Whether an earlier restore left this folder unfinished: it can be gone on with.
pub fn is_half_restored(folder: &Path) -> bool {
    folder.join(RESTORING).is_file()
}

/// Makes the folder, or finds one that an earlier restore left. What it answers holds the folder: [`Error::LockerInUse`] where
/// another restore does.
fn make_root(to: &Path) -> Result<Held> {
    match DirBuilder::new().mode(0o700).create(to) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let empty = fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_none());
            if !empty && !is_half_restored(to) {
                return Err(Error::LockerExists);
            }
            let _ = fs::set_permissions(to, fs::Permissions::from_mode(0o700)); // where the file system has any
        }
        Err(error) => return Err(error.into()),
    }
    let mut mark = OpenOptions::new();
    mark.read(true).write(true).create(true).truncate(false).mode(0o600);
    let mark = Held::alone(open_file(&to.join(RESTORING), &mut mark)?)?;
    if !is_half_restored(to) || to.join(SLOTS).symlink_metadata().is_ok() {
        return Err(Error::LockerExists); // it became one meanwhile
    }
    make_dir(&to.join(BLOBS), Error::from)?;
    sync_dir(to)?;
    Ok(mark)
}

/// From here on it is a locker.
fn put_slots(to: &Path, mut mark: &File, copy: &[u8]) -> Result<()> {
    mark.set_len(0)?;
    mark.write_all(copy)?;
    mark.write_all(copy)?;
    mark.sync_all()?;
    point("restore-slots-written")?;
    fs::rename(to.join(RESTORING), to.join(SLOTS))?;
    sync_dir(to)?;
    sync_parent(to)
}
