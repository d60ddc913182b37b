//! Making a backup, and bringing one up to date.

use super::head::{Database, Entry, HEADS, Head, List, LogEnd, is_database_name, is_hex, known};
use super::there::{
    PART, Pace, Poured, Written, blob_path, digest_of, disk_of, is_gone, make_dir, make_root, pour, sync_folder_of,
    there,
};
use crate::blobs::Blobs;
use crate::db::{Db, Reader};
use crate::fail::point;
use crate::files::{Disk, entries};
use crate::slots::Apart;
use crate::{BlobId, Error, Folder, Keys, Result};
use model::{Progress, Timestamp};
use rustix::fs::statvfs;
use seal::Randomness;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// Of errno(3): the disk does not give what lies on it.
const EIO: i32 = 5;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackupReport {
    /// Blobs that were copied.
    pub copied: u32,
    /// Blobs that were there already.
    pub kept: u32,
    /// Blobs that went, because the locker has them no more.
    pub removed: u32,
    /// Bytes that were written, the database among them.
    pub bytes: u64,
    /// Whether every file was read back and compared; otherwise only what is new was.
    pub verified: bool,
    /// Blobs that the locker should have and has not, and that an earlier run did not find either.
    pub missing: Vec<String>,
    /// Blobs that are not whole in the backup: the disk did not give all their bytes here, or they are damaged over there and
    /// gone here, or their place over there cannot be written. What could be read of them is kept.
    pub damaged: Vec<String>,
}

/// How much is read back before a run says that it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowVerified {
    /// Everything.
    All,
    /// What this run wrote; of the rest, that it is there and as long as it should be.
    New,
}

/// Copies an open locker to `dir`, which is made where only its last part is missing. A blob that cannot be read here is told
/// and does not keep the others from being copied; a database that cannot be is [`Error::Io`].
///
/// # Errors
/// [`Error::BackupOfAnother`], [`Error::BackupNewer`] and [`Error::BackupDamaged`] before anything is touched, [`Error::DiskFull`], [`Error::ReadOnly`],
/// [`Error::BackupGone`], [`Error::TooLargeThere`], [`Error::BackupNotVerified`], [`Error::Stopped`]: an earlier backup is whole then.
pub fn backup(
    locker: (&Folder, &Db, &Keys),
    dir: &Path,
    how: HowVerified,
    now: Timestamp,
    randomness: &dyn Randomness,
    progress: &dyn Progress,
) -> Result<BackupReport> {
    make_root(dir)?;
    let mut run = Run::begin(locker, dir, now, randomness)?;
    let mut pace = Pace::new(progress, run.work(how)?);
    let (mut list, slots) = run.copy_database(now, randomness, &mut pace)?;
    run.copy_blobs(&mut list, &mut pace)?;
    run.written.settle()?;
    run.verify(&mut list, how, &mut pace)?;
    point("backup-verified")?;
    Head::seal(slots, &list, run.keys, randomness)?.put(dir)?;
    run.report.removed = remove_others(dir, &list)?;
    let gone = list
        .missing
        .into_iter()
        .filter(|name| !run.report.damaged.contains(name));
    run.report.missing.extend(gone);
    Ok(run.report)
}

struct Run<'a> {
    folder: &'a Folder,
    db: &'a Db,
    keys: &'a Keys,
    dir: &'a Path,
    before: List,
    written: Written,
    /// The disks that are read from.
    disk_here: Disk,
    disk_there: Disk,
    /// Names whose bytes over there were compared with the locker's in this run.
    compared: BTreeSet<String>,
    report: BackupReport,
}

impl<'a> Run<'a> {
    fn begin(
        (folder, db, keys): (&'a Folder, &'a Db, &'a Keys),
        dir: &'a Path,
        now: Timestamp,
        randomness: &dyn Randomness,
    ) -> Result<Self> {
        let before = match known(dir, keys)? {
            Some(list) => list,
            None => first_head(folder, db, keys, dir, now, randomness)?,
        };
        if db.read().chain_at(before.log.n)? != Some(before.log.chain) {
            return Err(Error::BackupNewer);
        }
        point("backup-begun")?;
        make_dir(&dir.join("blobs"), there)?;
        let report = BackupReport::default();
        Ok(Self {
            folder,
            db,
            keys,
            dir,
            before,
            written: Written::in_backup(dir)?,
            disk_here: folder.disk(),
            disk_there: disk_of(dir),
            compared: BTreeSet::new(),
            report,
        })
    }

    /// Bytes to be read and written, for the progress. [`Error::DiskFull`] where they cannot all be written.
    fn work(&self, how: HowVerified) -> Result<u64> {
        let blobs = self.folder.blobs();
        let (mut new, mut old) = (fs::metadata(self.folder.db_path())?.len(), 0);
        for name in self.db.read().blob_names()? {
            match (self.before.blobs.get(&name), name.parse()) {
                (Some(entry), _) => old = entry.bytes.saturating_add(old),
                (None, Ok(id)) => new = blobs.sealed_len(id).unwrap_or(0).saturating_add(new),
                (None, Err(_)) => {}
            }
        }
        let unwritten = new.saturating_sub(self.there_already());
        if room(self.dir).is_some_and(|room| room < unwritten) {
            return Err(Error::DiskFull);
        }
        Ok(match how {
            HowVerified::All => new.saturating_mul(2).saturating_add(old),
            HowVerified::New => new.saturating_mul(2),
        })
    }

    /// Bytes that an unfinished run left and that need not be written again.
    fn there_already(&self) -> u64 {
        let unlisted = ours(self.dir).into_iter().filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            !self.before.blobs.contains_key(name)
        });
        unlisted.filter_map(|path| Some(fs::metadata(path).ok()?.len())).sum()
    }

    fn copy_database(
        &mut self,
        now: Timestamp,
        randomness: &dyn Randomness,
        pace: &mut Pace<'_>,
    ) -> Result<(List, Apart)> {
        let name = format!("db-{}", &BlobId::make(randomness)?.to_string()[..16]);
        let _turn = self.folder.turn(); // slots and database agree
        let slots = self.folder.slots().apart(self.keys, randomness)?;
        let replaces = self.before.database.is_some();
        let (names, log, entry) = self.db.while_still(|reader, from| {
            if replaces && !reader.adds_up() {
                return Err(Error::DatabaseDamaged); // the one over there may be the last that does
            }
            let Poured { entry, unreadable } = self.written.copy(from, self.dir.join(&name), pace, &self.disk_here)?;
            if unreadable > 0 {
                return Err(Error::Io(EIO)); // without it no blob has a name
            }
            Ok((reader.blob_names()?, log_end(reader)?, entry))
        })?;
        point("backup-database")?;
        self.report.bytes += entry.bytes;
        let list = List {
            made: now,
            log,
            database: Some(Database { name, entry }),
            blobs: BTreeMap::new(),
            missing: names, // until each is found
        };
        Ok((list, slots))
    }

    fn copy_blobs(&mut self, list: &mut List, pace: &mut Pace<'_>) -> Result<()> {
        let mut names = std::mem::take(&mut list.missing);
        names.sort();
        let all = names.len();
        for (at, name) in names.into_iter().enumerate() {
            pace.at_file(at + 1, all);
            let Ok(id) = name.parse::<BlobId>() else { continue };
            point("backup-blob")?;
            let found = match self.kept(id, pace)? {
                Some(entry) => {
                    self.report.kept += 1;
                    Copied::Whole(entry)
                }
                None => self.copy_blob(id, pace)?,
            };
            match found {
                Copied::Whole(entry) => drop(list.blobs.insert(name, entry)),
                Copied::Partly | Copied::Gone if self.stays_as_it_is(id, list) => {}
                Copied::Partly => {
                    self.report.damaged.push(name.clone());
                    list.missing.push(name);
                }
                Copied::Gone => list.missing.push(name),
            }
        }
        Ok(())
    }

    /// A blob that is listed, damaged over there and not to be had here: it stays listed as it should be.
    fn stays_as_it_is(&mut self, id: BlobId, list: &mut List) -> bool {
        let name = id.to_string();
        let listed = self.before.blobs.get(&name);
        let Some(entry) = listed.filter(|_| blob_path(self.dir, id).symlink_metadata().is_ok()) else {
            return false;
        };
        list.blobs.insert(name.clone(), *entry);
        self.compared.insert(name.clone());
        self.report.damaged.push(name);
        true
    }

    /// A blob that is there: from a run that ended, or from one that did not, whose bytes are then compared.
    fn kept(&mut self, id: BlobId, pace: &mut Pace<'_>) -> Result<Option<Entry>> {
        let (name, path) = (id.to_string(), blob_path(self.dir, id));
        let Some(len) = self.len_there(&path)? else {
            return Ok(None);
        };
        if let Some(entry) = self.before.blobs.get(&name) {
            return Ok((entry.bytes == len).then_some(*entry));
        }
        let blobs = self.folder.blobs();
        if blobs.sealed_len(id) != Some(len) {
            return Ok(None);
        }
        let Ok(file) = blobs.open_sealed(id) else {
            return Ok(None);
        };
        let ours = pour(&file, &mut io::sink(), pace, (&self.disk_here, there))?;
        let same = ours.unreadable == 0 && digest_of(&path, pace, &self.disk_there)? == Some(ours.entry);
        self.compared.extend(same.then_some(name));
        Ok(same.then_some(ours.entry))
    }

    /// Bytes of a file over there, where it is one.
    fn len_there(&self, path: &Path) -> Result<Option<u64>> {
        match path.symlink_metadata() {
            Ok(meta) => Ok(meta.is_file().then_some(meta.len())),
            Err(_) => self.disk_there.require_there().map(|()| None),
        }
    }

    fn copy_blob(&mut self, id: BlobId, pace: &mut Pace<'_>) -> Result<Copied> {
        let from = match self.folder.blobs().open_sealed(id) {
            Ok(from) => from,
            Err(error) => {
                self.disk_here.require_there()?;
                return Ok(if is_gone(&error) { Copied::Gone } else { Copied::Partly });
            }
        };
        let to = blob_path(self.dir, id);
        let Poured { entry, unreadable } = match self.written.copy(&from, to, pace, &self.disk_here) {
            Err(Error::BackupGone | Error::ReadOnly | Error::BackupDamaged) => {
                self.disk_there.require_there()?; // this file or its folder alone cannot be written
                return Ok(Copied::Partly);
            }
            copied => copied?,
        };
        self.written.settle_if_due()?;
        if unreadable > 0 {
            return Ok(Copied::Partly);
        }
        self.report.copied += 1;
        self.report.bytes += entry.bytes;
        Ok(Copied::Whole(entry))
    }

    /// Reads back. What is not as it should be is copied once more; the locker has it still.
    fn verify(&mut self, list: &mut List, how: HowVerified, pace: &mut Pace<'_>) -> Result<()> {
        let database = list.database.clone().ok_or(Error::BackupUnfinished)?;
        if self.digest_there(&self.dir.join(&database.name), pace)? != Some(database.entry) {
            return Err(Error::BackupNotVerified);
        }
        let mut bad = Vec::new();
        for (id, entry) in list.blobs() {
            let name = id.to_string();
            let passed =
                self.compared.contains(&name) || how == HowVerified::New && self.before.blobs.contains_key(&name);
            if !passed && self.digest_there(&blob_path(self.dir, id), pace)? != Some(entry) {
                bad.push((id, entry));
            }
        }
        for (id, entry) in bad {
            let name = id.to_string();
            let before = u32::from(self.before.blobs.contains_key(&name));
            let Copied::Whole(again) = self.copy_blob(id, pace)? else {
                self.report.damaged.push(name); // it stays listed as it should be
                continue;
            };
            self.written.settle()?;
            if again != entry || self.digest_there(&blob_path(self.dir, id), pace)? != Some(entry) {
                return Err(Error::BackupNotVerified);
            }
            self.report.kept = self.report.kept.saturating_sub(before);
        }
        self.report.verified = how == HowVerified::All;
        Ok(())
    }

    fn digest_there(&self, path: &Path, pace: &mut Pace<'_>) -> Result<Option<Entry>> {
        digest_of(path, pace, &self.disk_there)
    }
}

/// What came of copying a blob.
enum Copied {
    Whole(Entry),
    /// The disk did not give all of it.
    Partly,
    /// It is not here.
    Gone,
}

/// What says from the first moment whose backup this will be, so that nobody's files are taken for ours.
fn first_head(
    folder: &Folder,
    db: &Db,
    keys: &Keys,
    dir: &Path,
    now: Timestamp,
    randomness: &dyn Randomness,
) -> Result<List> {
    let is_head =
        |path: &std::path::PathBuf| path.parent() == Some(dir) && path.extension().is_some_and(|end| end == "part");
    if !ours(dir).iter().all(is_head) {
        return Err(Error::BackupOfAnother); // blobs whose head is lost
    }
    let list = List {
        made: now,
        log: log_end(&db.read())?,
        database: None,
        blobs: BTreeMap::new(),
        missing: Vec::new(),
    };
    let slots = folder.slots().apart(keys, randomness)?;
    Head::seal(slots, &list, keys, randomness)?.put(dir)?;
    Ok(list)
}

fn log_end(reader: &Reader) -> Result<LogEnd> {
    let (n, chain) = reader.log_end()?;
    Ok(LogEnd { n, chain })
}

/// Free bytes, where the file system says.
fn room(dir: &Path) -> Option<u64> {
    let stat = statvfs(dir).ok()?;
    (stat.f_blocks > 0).then(|| stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Removes what an earlier run left and this one does not name. Answers how many blobs went. What there is of a blob that the
/// locker has not stays, whole or begun.
fn remove_others(dir: &Path, list: &List) -> Result<u32> {
    let mut removed = 0;
    for path in ours(dir) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let bare = name.strip_suffix(PART).unwrap_or(name);
        if list.blobs.contains_key(name)
            || list.missing.iter().any(|missing| missing == bare)
            || list.database.as_ref().is_some_and(|database| database.name == name)
        {
            continue;
        }
        point("backup-remove")?;
        fs::remove_file(&path).map_err(there)?;
        sync_folder_of(&path);
        removed += u32::from(name.parse::<BlobId>().is_ok());
    }
    Ok(removed)
}

/// The files in a backup's folder that have names of ours, but for the heads.
fn ours(dir: &Path) -> Vec<std::path::PathBuf> {
    let is_file = |path: &std::path::PathBuf| path.symlink_metadata().is_ok_and(|meta| meta.is_file());
    let named = |test: fn(&str) -> bool| {
        move |path: &std::path::PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(test)
    };
    let top = entries(dir).into_iter().filter(named(is_top_name));
    let shelves = entries(&dir.join("blobs")).into_iter().filter(named(is_shelf_name));
    let blobs = shelves.flat_map(|shelf| entries(&shelf)).filter(named(is_blob_name));
    top.chain(blobs).filter(is_file).collect()
}

fn is_top_name(name: &str) -> bool {
    let bare = name.strip_suffix(PART).unwrap_or(name);
    is_database_name(bare) || name != bare && HEADS.contains(&bare)
}

fn is_shelf_name(name: &str) -> bool {
    name.len() == 2 && is_hex(name)
}

fn is_blob_name(name: &str) -> bool {
    name.strip_suffix(PART).unwrap_or(name).parse::<BlobId>().is_ok()
}

impl Blobs {
    /// Bytes of a sealed blob on the disk.
    fn sealed_len(&self, id: BlobId) -> Option<u64> {
        Some(self.open_sealed(id).ok()?.metadata().ok()?.len())
    }
}
