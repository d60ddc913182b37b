//! Carrying a locker to another disk, and bringing it back.
//!
//! Deliberately absent: what lies in a backup and in which order it is written (`store`); what faces show of it (`carry`).

use crate::frame::count;
use crate::open::Inside;
use crate::views::CheckReport;
use crate::{Env, Error, KeyFile, OpenLocker, Passphrase, Quorum, Result, recover};
use model::{Act, Progress};
use seal::SystemRandomness;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use store::db::ItemFilter;
use store::{HowVerified, Restored, Secret};

/// What a run of a backup did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupView {
    /// Where it lies.
    pub path: PathBuf,
    /// Sealed files that were copied.
    pub copied: u32,
    /// Sealed files that were there already.
    pub kept: u32,
    /// Sealed files that went, because the locker has them no more.
    pub removed: u32,
    /// Bytes that were written.
    pub bytes: u64,
    /// Whether every file was read back and compared; otherwise only what is new was.
    pub verified: bool,
    /// Items whose original is neither in the locker nor in the backup.
    pub missing: Vec<String>,
    /// Items whose original is not whole in the backup: the disk did not give all of it. What could be read is there.
    pub damaged: Vec<String>,
    /// Sealed files, originals and others, that the backup has not, or not whole. The backup is complete where it is 0.
    pub incomplete: u32,
}

/// What a backup says of itself, to be shown before it is restored: whoever can write to its disk can put an older one back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupFound {
    /// When it was made, as the clock stood then: RFC 3339.
    pub made: String,
    /// Entries of the custody log in it.
    pub entries: u32,
    /// Sealed files in it.
    pub files: u32,
    /// Their bytes, with the database.
    pub bytes: u64,
}

/// What a restore brought back.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreView {
    /// The new locker.
    pub path: PathBuf,
    /// When the backup was made, as the clock stood then: RFC 3339.
    pub made: String,
    /// Entries of the custody log in it.
    pub entries: u32,
    /// Sealed files that are what was backed up.
    pub restored: u32,
    /// Bytes that were read.
    pub bytes: u64,
    /// Sealed files that are damaged or missing in the backup.
    pub lost: u32,
    /// Whether everything is as it was backed up, and the check found nothing.
    pub sound: bool,
    /// Whether the check of the new locker came to its end; it can be stopped, and done again at any time.
    pub checked: bool,
    /// What it found.
    pub check: CheckReport,
}

impl OpenLocker {
    /// Copies the locker to a folder on another disk, or brings the copy there up to date. `all` reads everything back
    /// before it says that it is done; else only what is new.
    ///
    /// # Errors
    /// [`Error::BackupOfAnother`], [`Error::BackupNewer`], [`Error::BackupGone`], [`Error::TooLargeThere`],
    /// [`Error::BackupNotVerified`], [`Error::DiskFull`], [`Error::ReadOnly`], [`Error::Stopped`]; an earlier backup is whole then.
    /// [`Error::BadRequest`] for a folder inside the locker.
    pub fn back_up(&self, dir: &Path, all: bool, progress: &dyn Progress) -> Result<BackupView> {
        if is_inside(dir, self.folder()) {
            return Err(Error::BadRequest);
        }
        let inside = self.inside()?;
        let Inside { folder, db, keys, .. } = inside.as_ref();
        let how = if all { HowVerified::All } else { HowVerified::New };
        let (watched, made) = (self.watched(progress), self.now());
        let report = store::backup((folder, db, keys), dir, how, made, &SystemRandomness, &watched)?;
        let view = BackupView {
            path: dir.to_owned(),
            copied: report.copied,
            kept: report.kept,
            removed: report.removed,
            bytes: report.bytes,
            verified: report.verified,
            missing: self.items_of(&report.missing)?,
            damaged: self.items_of(&report.damaged)?,
            incomplete: count(report.missing.len() + report.damaged.len()),
        };
        self.log_backup(&view)?;
        self.remember_backup(&view, made)?;
        Ok(view)
    }

    /// The items whose originals are these blobs.
    fn items_of(&self, blobs: &[String]) -> Result<Vec<String>> {
        let blobs: BTreeSet<&str> = blobs.iter().map(String::as_str).collect();
        if blobs.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|reader| {
            let mut found = Vec::new();
            for item in reader.items(&ItemFilter::default(), None, u32::MAX)? {
                if blobs.contains(reader.locate(item.id)?.original.name.as_str()) {
                    found.push(item.id.to_string());
                }
            }
            Ok(found)
        })
    }

    /// A locker in a folder that cannot be written is backed up all the same.
    fn log_backup(&self, view: &BackupView) -> Result<()> {
        let details = [
            ("copied", view.copied.to_string()),
            ("kept", view.kept.to_string()),
            ("removed", view.removed.to_string()),
            ("verified", view.verified.to_string()),
            ("incomplete", view.incomplete.to_string()),
        ];
        match self.change(|_, change| self.log_in(change, Act::BackedUp, "locker", &details)) {
            Err(Error::ReadOnly | Error::DiskFull) => Ok(()),
            other => other,
        }
    }
}

/// What opens a backup.
pub enum Way<'a> {
    /// A passphrase that opened the locker when the backup was made.
    Passphrase {
        /// As it was typed.
        passphrase: &'a Passphrase,
        /// What belongs to it.
        key_file: Option<&'a KeyFile>,
    },
    /// A quorum of recovery shares. The locker that is restored opens with a new passphrase; the backup is left as it is.
    Shares {
        /// The shares.
        quorum: &'a Quorum,
        /// What opens the restored locker in place of its first passphrase.
        new: Option<&'a Passphrase>,
    },
}

impl Way<'_> {
    /// Opens something with it.
    pub(crate) fn opening<T>(&self, open: impl FnOnce(&Secret<'_>) -> Result<T>) -> Result<T> {
        match self {
            Way::Passphrase { passphrase, key_file } => open(&Secret {
                passphrase: passphrase.given()?,
                key_file: key_file.map(|file| &file.0),
            }),
            Way::Shares { quorum, .. } => {
                let opened = open(&Secret {
                    passphrase: &quorum.secret()?,
                    key_file: None,
                });
                opened.map_err(|error| match error {
                    Error::WrongPassphrase => Error::SharesOpenNothing,
                    other => other,
                })
            }
        }
    }

    /// Opens the locker that was restored.
    fn unlock(&self, folder: &Path, env: &Env) -> Result<OpenLocker> {
        match self {
            Way::Passphrase { passphrase, key_file } => crate::unlock(folder, passphrase, *key_file, env),
            Way::Shares { quorum, new } => {
                let new = new.ok_or(Error::PassphraseTooShort)?;
                recover(folder, quorum, new, None, env)?;
                crate::unlock(folder, new, None, env)
            }
        }
    }
}

/// Opens a backup and says of when it is. Nothing is written.
///
/// # Errors
/// [`Error::WrongPassphrase`], [`Error::SharesTooFew`], [`Error::SharesOpenNothing`], [`Error::NotABackup`], [`Error::BackupDamaged`],
/// [`Error::BackupUnfinished`], [`Error::BackupGone`].
pub fn look_at_backup(dir: &Path, way: &Way<'_>) -> Result<BackupFound> {
    way.opening(|secret| {
        let opened = store::open_backup(dir, secret)?;
        let (files, bytes) = opened.files().ok_or(Error::BackupUnfinished)?;
        Ok(BackupFound {
            made: opened.made().to_string(),
            entries: opened.entries(),
            files: count(files),
            bytes,
        })
    })
}

/// [`restore_by`] with a passphrase.
pub fn restore(
    dir: &Path,
    folder: &Path,
    passphrase: &Passphrase,
    key_file: Option<&KeyFile>,
    env: &Env,
    progress: &dyn Progress,
) -> Result<(OpenLocker, RestoreView)> {
    restore_by(dir, folder, &Way::Passphrase { passphrase, key_file }, env, progress)
}

/// Restores a backup to a new folder, checks everything in it and leaves the locker open.
///
/// # Errors
/// [`Error::WrongPassphrase`], [`Error::SharesTooFew`], [`Error::SharesOpenNothing`], [`Error::NotABackup`], [`Error::BackupDamaged`],
/// [`Error::BackupUnfinished`], [`Error::Exists`], [`Error::AlreadyOpen`] where another restore fills the folder; [`Error::DiskFull`],
/// [`Error::BackupGone`], [`Error::Stopped`]; after the last three it goes on when it is asked for again.
pub fn restore_by(
    dir: &Path,
    folder: &Path,
    way: &Way<'_>,
    env: &Env,
    progress: &dyn Progress,
) -> Result<(OpenLocker, RestoreView)> {
    let now = env.clock.now();
    let bring = |secret: &Secret<'_>| Ok(store::restore(dir, folder, secret, now, &SystemRandomness, progress)?);
    let restored = way.opening(bring)?;
    let opened = way.unlock(folder, env);
    let open = opened.map_err(|error| give_up(folder, &restored, error))?;
    open.log_restore(&restored)?;
    let (checked, check) = match open.check(progress) {
        Err(Error::Stopped) => (false, CheckReport::default()), // the locker is there; only this was not done
        done => (true, done?),
    };
    let lost = count(restored.damaged.len() + restored.missing.len());
    let view = RestoreView {
        path: folder.to_owned(),
        made: restored.made.to_string(),
        entries: restored.entries,
        restored: restored.blobs + restored.unlisted,
        bytes: restored.bytes,
        lost,
        sound: lost == 0 && restored.database && checked && check.is_sound(),
        checked,
        check,
    };
    Ok((open, view))
}

/// A database that was damaged in the backup and does not open leaves nothing to look at.
fn give_up(folder: &Path, restored: &Restored, error: Error) -> Error {
    if restored.database || error != Error::Damaged {
        return error;
    }
    let _ = store::wipe(folder, &SystemRandomness, &model::Quiet);
    Error::BackupDamaged
}

impl OpenLocker {
    fn log_restore(&self, restored: &Restored) -> Result<()> {
        let details = [
            ("blobs", restored.blobs.to_string()),
            ("damaged", restored.damaged.len().to_string()),
            ("missing", restored.missing.len().to_string()),
            ("made", restored.made.to_string()),
        ];
        match self.change(|_, change| self.log_in(change, Act::Restored, "locker", &details)) {
            Err(Error::Damaged) => Ok(()), // the check says so
            other => other,
        }
    }
}

/// Whether `dir`, there or not yet, lies in `locker`.
fn is_inside(dir: &Path, locker: &Path) -> bool {
    let (Ok(locker), Ok(dir)) = (locker.canonicalize(), std::path::absolute(dir)) else {
        return false;
    };
    let there = dir.ancestors().find_map(|above| above.canonicalize().ok());
    there.is_some_and(|there| there.starts_with(&locker))
}
