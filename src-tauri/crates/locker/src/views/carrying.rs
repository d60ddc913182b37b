//! Backups, restores, recovery shares and quarantine, as faces show them.

use crate::views::CheckReport;
use serde::{Deserialize, Serialize};

/// A folder that was chosen for a backup.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupPlace {
    /// The end of its path, for people.
    pub folder: String,
    /// A backup is there already, of this locker or another.
    pub has_backup: bool,
    /// It lies on the disk of the locker: whoever takes the one has the other.
    pub same_disk: bool,
}

/// The last backup that came to its end.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LastBackup {
    /// When, RFC 3339.
    pub at: String,
    /// The end of its path, for people.
    pub folder: String,
    /// Whether it can be found there now.
    pub there: bool,
    /// Whether it is there and no act was done in the locker since.
    pub fresh: bool,
    /// Whether every file was read back and compared.
    pub verified: bool,
    /// As in [`BackupPlace`].
    pub same_disk: bool,
    /// Sealed files in it.
    pub items: u32,
    /// Sealed files that it has not, or not whole.
    pub incomplete: u32,
}

/// What a run of a backup did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupMade {
    /// The end of its path, for people.
    pub folder: String,
    /// Sealed files that were copied.
    pub copied: u32,
    /// Sealed files that were there already.
    pub kept: u32,
    /// Sealed files that went, because the locker has them no more.
    pub removed: u32,
    /// Bytes that were written.
    pub bytes: f64,
    /// Whether every file was read back and compared; otherwise only what is new was.
    pub verified: bool,
    /// Items whose original is neither in the locker nor in the backup.
    pub missing: Vec<String>,
    /// Items whose original is not whole in the backup. What could be read is there.
    pub damaged: Vec<String>,
    /// Sealed files, originals and others, that the backup has not, or not whole.
    pub incomplete: u32,
}

/// What a restore brought back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RestoreMade {
    /// When the backup was made, RFC 3339.
    pub made: String,
    /// Sealed files that are what was backed up.
    pub restored: u32,
    /// Bytes that were read.
    pub bytes: f64,
    /// Sealed files that are damaged or missing in the backup.
    pub lost: u32,
    /// Whether everything is as it was backed up, and the check found nothing.
    pub sound: bool,
    /// Whether the check came to its end.
    pub checked: bool,
    /// What the check of the new locker found.
    pub check: CheckReport,
}

/// Shares that were typed so far.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SharesTyped {
    /// How many.
    pub have: u8,
    /// How many are needed.
    pub need: u8,
    /// The eight digits of their set.
    pub set: String,
}

/// Words of a face around a share on paper. Plain text; lines are broken where they end.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShareSheet {
    /// What it is.
    pub title: String,
    /// Which one of which set.
    pub which: String,
    /// What it is good for.
    pub lead: String,
    /// What stands beside the code for a scanner.
    pub code: String,
    /// How to keep and use it, a paragraph each.
    pub notes: Vec<String>,
}
