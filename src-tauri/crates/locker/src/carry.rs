//! What faces show of backups: where one would lie, what the last one was, what one is before it is brought back.
//!
//! The place and the day of the last backup are kept in the locker's own settings, sealed like everything else; there is no
//! list of recent places anywhere. Deliberately absent: making and restoring (`backup`).

use crate::views::{BackupMade, BackupPlace, LastBackup, RestoreMade};
use crate::{
    BackupFound, BackupView, Error, KeyFile, OpenLocker, Passphrase, RestoreView, Result, Way, look_at_backup,
};
use model::{Act, Timestamp};
use serde::{Deserialize, Serialize};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

const LAST: &str = "last-backup";
/// The folder that is made for a backup where the chosen one holds other things.
const OWN_FOLDER: &str = "Vouchsafe backup";

/// The last backup that came to its end.
#[derive(Serialize, Deserialize)]
struct Remembered {
    path: PathBuf,
    at: Timestamp,
    /// The moment that stands in its list: another backup at the same place has another.
    made: Option<Timestamp>,
    /// Entries of the custody log once it was made: as long as there are no more but of checks, nothing was done since.
    entries: u32,
    verified: bool,
    items: u32,
    incomplete: u32,
}

/// Where a backup goes when this folder was chosen: the folder itself if it is empty, new, or a backup already; else a folder in it,
/// so that its files do not lie among others.
pub fn backup_folder(chosen: &Path) -> PathBuf {
    let empty = std::fs::read_dir(chosen).map_or(true, |mut entries| entries.next().is_none());
    if empty || store::is_backup(chosen) {
        chosen.to_owned()
    } else {
        chosen.join(OWN_FOLDER)
    }
}

/// Where a backup lies when this folder was chosen to restore from. [`Error::NotABackup`].
pub fn backup_in(chosen: &Path) -> Result<PathBuf> {
    let places = [chosen.to_owned(), chosen.join(OWN_FOLDER)];
    places
        .into_iter()
        .find(|place| store::is_backup(place))
        .ok_or(Error::NotABackup)
}

impl OpenLocker {
    /// How a folder would serve for a backup of this locker.
    pub fn backup_place(&self, dir: &Path) -> BackupPlace {
        BackupPlace {
            folder: path_for_people(dir),
            has_backup: store::is_backup(dir),
            same_disk: self.is_on_the_disk_of(dir),
        }
    }

    /// The last backup that came to its end, and whether anything changed since.
    pub fn last_backup(&self) -> Result<Option<LastBackup>> {
        let Some((last, since)) = self.remembered()? else {
            return Ok(None);
        };
        let there = self.is_the_last(&last)?;
        Ok(Some(LastBackup {
            at: last.at.to_string(),
            folder: path_for_people(&last.path),
            there,
            fresh: there && !since,
            verified: last.verified,
            same_disk: self.is_on_the_disk_of(&last.path),
            items: last.items,
            incomplete: last.incomplete,
        }))
    }

    /// Where the last backup lies. [`Error::NotABackup`] where it is there no more, or none was made.
    pub fn last_backup_folder(&self) -> Result<PathBuf> {
        let last = self.remembered()?.map(|(last, _)| last);
        let path = last.map(|last| last.path);
        path.filter(|path| store::is_backup(path)).ok_or(Error::NotABackup)
    }

    /// Whether the backup there is the one that was made last, with all its files at their lengths: two sticks may have one name.
    fn is_the_last(&self, last: &Remembered) -> Result<bool> {
        let there = store::backup_there(&last.path, &self.inside()?.keys);
        Ok(there.is_some_and(|(made, complete)| complete && Some(made) == last.made))
    }

    /// Opens the last backup as a restore would, with a passphrase that the person remembers: that it opens is seen before it
    /// is needed.
    ///
    /// # Errors
    /// As [`look_at_backup`].
    pub fn try_backup(&self, passphrase: &Passphrase, key_file: Option<&KeyFile>) -> Result<BackupFound> {
        let (last, _) = self.remembered()?.ok_or(Error::NotABackup)?;
        let found = look_at_backup(&last.path, &Way::Passphrase { passphrase, key_file })?;
        if self.is_the_last(&last)? {
            Ok(found)
        } else {
            Err(Error::NotABackup)
        }
    }

    pub(crate) fn remember_backup(&self, view: &BackupView, made: Timestamp) -> Result<()> {
        let entries = self.read(|reader| Ok(reader.log_head()?.n))?;
        let last = Remembered {
            path: view.path.clone(),
            at: self.now(),
            made: Some(made),
            entries,
            verified: view.verified,
            items: view.copied + view.kept,
            incomplete: view.incomplete,
        };
        match self.inside()?.db.set_setting(LAST, &last).map_err(Error::from) {
            Err(Error::ReadOnly | Error::DiskFull) => Ok(()), // it is made all the same
            other => other,
        }
    }

    /// The last backup, and whether anything was done since.
    fn remembered(&self) -> Result<Option<(Remembered, bool)>> {
        const MOST_CHECKS: u32 = 500;
        self.read(|reader| {
            let Some(last) = reader.setting::<Remembered>(LAST)? else {
                return Ok(None);
            };
            let since = reader.log_entries(None, last.entries, MOST_CHECKS)?;
            let done = since.len() >= MOST_CHECKS as usize || since.iter().any(|row| row.entry.act != Act::Checked);
            Ok(Some((last, done)))
        })
    }

    fn is_on_the_disk_of(&self, dir: &Path) -> bool {
        let disk = |path: &Path| path.metadata().ok().map(|meta| meta.dev());
        let there = dir.ancestors().find_map(disk);
        there.is_some() && there == disk(self.folder())
    }
}

impl BackupView {
    /// The same for a window: without the path.
    pub fn shown(&self) -> BackupMade {
        BackupMade {
            folder: path_for_people(&self.path),
            copied: self.copied,
            kept: self.kept,
            removed: self.removed,
            bytes: self.bytes as f64,
            verified: self.verified,
            missing: self.missing.clone(),
            damaged: self.damaged.clone(),
            incomplete: self.incomplete,
        }
    }
}

impl RestoreView {
    /// The same for a window: without the path.
    pub fn shown(&self) -> RestoreMade {
        RestoreMade {
            made: self.made.clone(),
            restored: self.restored,
            bytes: self.bytes as f64,
            lost: self.lost,
            sound: self.sound,
            checked: self.checked,
            check: self.check.clone(),
        }
    }
}

/// The end of a path, for people: no more of it leaves the program's own side.
pub fn path_for_people(path: &Path) -> String {
    const PARTS: usize = 2;
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    parts[parts.len().saturating_sub(PARTS)..].join(" / ")
}
