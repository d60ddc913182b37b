//! Destroys a locker: keys first, then the rest. Needs no passphrase, no open database and the success of no earlier step.
//!
//! Order: slots overwritten in place, twice, with fsync: from here on nothing can be opened, whatever the size of the locker ·
//! `wiping` written · heads of database and blobs overwritten and synced · everything unlinked · directory synced. The next
//! start finishes what was cut short ([`finish_wipe_if_interrupted`]).
//!
//! Deliberately absent: keys in memory, the second secret, windows, clipboard, recent files: the callers' part. Copies that
//! the disk itself keeps: see `disk`.

#[cfg(test)]
mod tests;

use crate::blobs::BlobId;
use crate::db::is_copy;
use crate::fail::point;
use crate::files::{entries, is_file, open_file, open_to_read, sync_dir};
use crate::slots::{COPY_LEN, WIPED};
use crate::{Error, Result};
use model::Progress;
use rustix::fs::syncfs;
use seal::{Randomness, SLOT_LEN, fill_fast};
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What a wipe did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WipeReport {
    /// Milliseconds until both copies of the slots were overwritten twice and on stable storage.
    pub keys_destroyed_ms: f64,
    /// Milliseconds until the end.
    pub total_ms: f64,
    /// What could not be done, as codes: `slots-not-overwritten`, `mark-not-written`, `heads-not-overwritten`, `not-synced`,
    /// `database-left`, `blobs-left`, `slots-left`, `folder-left`, `foreign-files-left`, `not-a-locker`. Empty when all went.
    pub left: Vec<&'static str>,
}

/// Wipes the locker in this folder. Cannot fail: what was left is in the report. Files that are not the locker's stay.
/// `progress` is told how many blobs are gone; being asked to stop is not obeyed.
pub fn wipe(folder: &Path, randomness: &dyn Randomness, progress: &dyn Progress) -> WipeReport {
    let started = Instant::now();
    let mut report = WipeReport::default();
    if !is_locker(folder) {
        report.left.push("not-a-locker");
        return report;
    }
    report.note(
        "slots-not-overwritten",
        overwrite_slots(&folder.join(SLOTS), randomness),
    );
    report.note(
        "slots-not-overwritten",
        overwrite_slots(&folder.join(RESTORING), randomness),
    );
    report.keys_destroyed_ms = millis(started);
    report.note("mark-not-written", mark(folder));
    report.note("heads-not-overwritten", overwrite_heads(folder, randomness));
    report.note("not-synced", sync_all(folder));
    report.note("database-left", remove_database(folder));
    report.note("blobs-left", remove_blobs(&folder.join(BLOBS), progress));
    if !(is_signed(folder, 0) && is_signed(folder, 1)) {
        // an unlock that ran beside this may have written them again
        report.note(
            "slots-not-overwritten",
            overwrite_slots(&folder.join(SLOTS), randomness),
        );
    }
    report.note("slots-left", remove(&folder.join(SLOTS)));
    report.note("slots-left", remove(&folder.join(RESTORING)));
    report.note("not-synced", sync_dir(folder));
    if !report.left.iter().any(|code| TO_FINISH.contains(code)) {
        report.note("folder-left", remove(&folder.join(MARK)));
        remove_folder(folder, &mut report);
    }
    report.total_ms = millis(started);
    report
}

/// Finishes a wipe that was cut short, if there was one. To be called before a locker is opened.
pub fn finish_wipe_if_interrupted(
    folder: &Path,
    randomness: &dyn Randomness,
    progress: &dyn Progress,
) -> Option<WipeReport> {
    was_interrupted(folder).then(|| wipe(folder, randomness, progress))
}

/// Whether a wipe began here and did not end: its mark is there, or a copy of the slots carries its sign.
pub fn was_interrupted(folder: &Path) -> bool {
    folder.join(MARK).symlink_metadata().is_ok() || is_signed(folder, 0) || is_signed(folder, 1)
}

/// Whether a copy of the slots carries the wipe's sign.
fn is_signed(folder: &Path, place: u64) -> bool {
    let mut start = [0; WIPED.len()];
    let file = open_to_read(&folder.join(SLOTS));
    file.is_ok_and(|file| file.read_exact_at(&mut start, place * COPY_LEN as u64).is_ok()) && start == WIPED
}

/// While one of these is left, the mark stays and the next start tries again.
const TO_FINISH: [&str; 3] = ["database-left", "blobs-left", "slots-left"];

pub(crate) const SLOTS: &str = "slots";
pub(crate) const BLOBS: &str = "blobs";
pub(crate) const DB: &str = "db";
/// What a restore writes the slots to before they have their name.
pub(crate) const RESTORING: &str = "restoring";
const MARK: &str = "wiping";
const DB_SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];
const HEAD: u64 = 4096; // of a blob: its salt and the start of its first chunk
const DB_HEAD: u64 = 1 << 20; // of a database: its salt, its schema, the first rows
const MAX_SLOTS_FILE: u64 = 64 << 20;

impl WipeReport {
    fn note(&mut self, code: &'static str, done: Result<()>) {
        if done.is_err() && !self.left.contains(&code) {
            self.left.push(code);
        }
    }
}

fn is_locker(folder: &Path) -> bool {
    let here = |name: &str| is_file(&folder.join(name));
    here(SLOTS) || here(MARK) || here(RESTORING) || (here(DB) && folder.join(BLOBS).is_dir())
}

/// The same inode, the same blocks: random bytes over both copies, twice, the wipe's sign at the start of each.
fn overwrite_slots(path: &Path, randomness: &dyn Randomness) -> Result<()> {
    let file = match open_to_overwrite(path) {
        Err(Error::BlobMissing) => return Ok(()), // a wipe that got this far before
        file => file?,
    };
    let len = file.metadata()?.len().clamp(2 * COPY_LEN as u64, MAX_SLOTS_FILE);
    let mut noise = vec![0; len as usize];
    for pass in ["wipe-slots-once", "wipe-slots-twice"] {
        point(pass)?;
        let _ = fill_fast(randomness, &mut noise); // without randomness zeros do
        noise[..WIPED.len()].copy_from_slice(&WIPED);
        noise[COPY_LEN..COPY_LEN + WIPED.len()].copy_from_slice(&WIPED);
        let written = file.write_all_at(&noise, 0).and_then(|()| file.sync_data());
        if written.is_err() {
            piecewise(&file, &noise)?; // one bad sector must not save the others
        }
    }
    Ok(())
}

fn piecewise(file: &File, noise: &[u8]) -> Result<()> {
    let mut result = Ok(());
    for (i, piece) in noise.chunks(SLOT_LEN / 16).enumerate() {
        if let Err(error) = file.write_all_at(piece, (i * SLOT_LEN / 16) as u64) {
            result = Err(error.into());
        }
    }
    file.sync_data()?;
    result
}

fn mark(folder: &Path) -> Result<()> {
    point("wipe-mark")?;
    let mut open = OpenOptions::new();
    let file = open_file(&folder.join(MARK), open.write(true).create(true).truncate(false))?;
    file.sync_all()?;
    sync_dir(folder)
}

/// Cheap, and more than nothing where a disk keeps deleted files: without its head a blob's key could not open it, if a
/// copy of that key were found somewhere.
fn overwrite_heads(folder: &Path, randomness: &dyn Randomness) -> Result<()> {
    point("wipe-heads")?;
    let mut noise = vec![0; DB_HEAD as usize];
    let _ = fill_fast(randomness, &mut noise);
    let mut result = Ok(());
    for path in database_paths(folder) {
        result = result.and(overwrite_head(&path, &noise));
    }
    for path in blob_paths(&folder.join(BLOBS)) {
        result = result.and(overwrite_head(&path, &noise[..HEAD as usize]));
    }
    result
}

fn overwrite_head(path: &Path, noise: &[u8]) -> Result<()> {
    let file = match open_to_overwrite(path) {
        Err(Error::BlobMissing) => return Ok(()),
        file => file?,
    };
    let len = file.metadata()?.len().min(noise.len() as u64);
    Ok(file.write_all_at(&noise[..len as usize], 0)?)
}

fn open_to_overwrite(path: &Path) -> Result<File> {
    open_file(path, OpenOptions::new().write(true)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::BlobMissing,
        _ => error.into(),
    })
}

fn sync_all(folder: &Path) -> Result<()> {
    Ok(syncfs(File::open(folder)?).map_err(std::io::Error::from)?)
}

fn remove_database(folder: &Path) -> Result<()> {
    point("wipe-database")?;
    database_paths(folder)
        .iter()
        .map(|path| remove(path))
        .fold(Ok(()), Result::and)
}

/// What lies beside the database: while it is open, and its copies from before migrations.
pub(crate) fn beside_database(folder: &Path) -> Vec<PathBuf> {
    database_paths(folder)
        .into_iter()
        .filter(|path| *path != folder.join(DB))
        .collect()
}

/// The database, what lies beside it while it is open, and its copies from before migrations.
fn database_paths(folder: &Path) -> Vec<PathBuf> {
    let is_copy = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(is_copy);
    let beside = DB_SUFFIXES.iter().map(|suffix| folder.join(format!("{DB}{suffix}")));
    beside.chain(entries(folder).into_iter().filter(is_copy)).collect()
}

fn remove_blobs(blobs: &Path, progress: &dyn Progress) -> Result<()> {
    point("wipe-blobs")?;
    let paths = blob_paths(blobs);
    let mut result = Ok(());
    for (i, path) in paths.iter().enumerate() {
        result = result.and(remove(path));
        progress.report(i as u64 + 1, paths.len() as u64);
    }
    for shelf in entries(blobs) {
        let _ = fs::remove_dir(shelf); // one with a foreign file in it stays
    }
    let _ = fs::remove_dir(blobs);
    result
}

/// The files that are blobs by name and place. Links are not followed.
fn blob_paths(blobs: &Path) -> Vec<PathBuf> {
    let is_blob = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.parse::<BlobId>().is_ok())
    };
    let shelves = entries(blobs)
        .into_iter()
        .filter(|shelf| shelf.symlink_metadata().is_ok_and(|meta| meta.is_dir()));
    shelves.flat_map(|shelf| entries(&shelf)).filter(is_blob).collect()
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn remove_folder(folder: &Path, report: &mut WipeReport) {
    if !entries(folder).is_empty() {
        report.left.push("foreign-files-left");
    } else {
        report.note("folder-left", fs::remove_dir(folder).map_err(Error::from));
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        let _ = sync_dir(parent);
    }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
