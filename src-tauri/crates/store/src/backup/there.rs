//! Writing to a disk of which little is known: each file under a temporary name, put on stable storage, read back from the
//! disk itself where the system can be told to forget what it holds in memory, renamed.

use super::head::Entry;
use crate::fail::point;
use crate::files::open_to_read;
use crate::{BlobId, Error, Result};
use model::Progress;
use rustix::fs::{Advice, fadvise, syncfs};
use seal::Digest;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The ending of a file that is being written.
pub(super) const PART: &str = ".part";
/// Files that wait for one sync together.
const BATCH: usize = 256;
/// Bytes that wait for it.
const BATCH_BYTES: u64 = 64 << 20;
const PIECE: usize = 1 << 20;

/// What the file system over there said.
pub(super) fn there(error: io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull,
        ErrorKind::FileTooLarge => Error::TooLargeThere,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Error::ReadOnly,
        _ => Error::BackupGone,
    }
}

/// Where a blob lies below a folder.
pub(super) fn blob_path(root: &Path, id: BlobId) -> PathBuf {
    let name = id.to_string();
    root.join("blobs").join(&name[..2]).join(name)
}

/// A path with `.part` after it.
pub(super) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PART);
    name.into()
}

/// Makes a folder, and is content where it is there.
pub(super) fn make_dir(path: &Path) -> Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(there),
    }
}

/// A small file, whole or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = part_of(path);
    let mut file = new_file(&part)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(there)?;
    forget_pages(&file);
    point("backup-head")?;
    fs::rename(&part, path).map_err(there)?;
    sync_folder_of(path);
    point("backup-head-there")
}

/// Reads a file whole.
pub(super) fn digest_of(path: &Path, pace: &mut Pace<'_>) -> Result<Entry> {
    let mut file = open_to_read(path).map_err(there)?;
    forget_pages(&file);
    let entry = pour(&mut file, &mut io::sink(), pace, there)?;
    forget_pages(&file);
    Ok(entry)
}

/// How far the work is; the place where it stops.
pub(super) struct Pace<'a> {
    progress: &'a dyn Progress,
    done: u64,
    total: u64,
}

impl<'a> Pace<'a> {
    pub fn new(progress: &'a dyn Progress, total: u64) -> Self {
        Self {
            progress,
            done: 0,
            total,
        }
    }

    pub fn step(&mut self, bytes: u64) -> Result<()> {
        self.done += bytes;
        self.progress.report(self.done.min(self.total), self.total);
        self.progress.go_on().map_err(|_| Error::Stopped)
    }
}

/// Copies what `from` gives; `unreadable` says what it means when that fails.
pub(super) fn pour(
    from: &mut dyn Read,
    to: &mut dyn Write,
    pace: &mut Pace<'_>,
    unreadable: fn(io::Error) -> Error,
) -> Result<Entry> {
    let (mut digest, mut bytes, mut piece) = (Digest::new(), 0, vec![0; PIECE]);
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(error)),
        };
        digest.update(&piece[..read]);
        to.write_all(&piece[..read]).map_err(there)?;
        bytes += read as u64;
        pace.step(read as u64)?;
    }
    Ok(Entry {
        bytes,
        sha256: digest.finish(),
    })
}

/// Files that are written and wait for their sync and their name.
pub(super) struct Written {
    root: File,
    waiting: Vec<(File, PathBuf)>,
    bytes: u64,
}

impl Written {
    /// Below this folder.
    pub fn below(root: &Path) -> Result<Self> {
        Ok(Self {
            root: File::open(root).map_err(there)?,
            waiting: Vec::new(),
            bytes: 0,
        })
    }

    /// Copies a file to this path. It has its name only after [`Written::settle`].
    pub fn copy(
        &mut self,
        from: &mut dyn Read,
        to: PathBuf,
        pace: &mut Pace<'_>,
        unreadable: fn(io::Error) -> Error,
    ) -> Result<Entry> {
        if let Some(folder) = to.parent() {
            make_dir(folder)?;
        }
        let mut file = new_file(&part_of(&to))?;
        let entry = pour(from, &mut file, pace, unreadable)?;
        self.waiting.push((file, to));
        self.bytes += entry.bytes;
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.settle()?;
        }
        Ok(entry)
    }

    /// One sync for all that wait, so that small files do not each wait for the disk; then one for each, which costs nothing
    /// where the first one did its work and is needed where it is not handed on (FUSE).
    pub fn settle(&mut self) -> Result<()> {
        point("backup-settle")?;
        let _ = syncfs(&self.root);
        for (file, _) in &self.waiting {
            file.sync_all().map_err(there)?;
            forget_pages(file);
        }
        point("backup-synced")?;
        let folders: BTreeSet<PathBuf> = self.waiting.iter().map(|(_, path)| path.clone()).collect();
        for (file, path) in self.waiting.drain(..) {
            drop(file);
            fs::rename(part_of(&path), &path).map_err(there)?;
        }
        folders.iter().for_each(|path| sync_folder_of(path));
        self.bytes = 0;
        point("backup-settled")
    }
}

fn new_file(path: &Path) -> Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(there(error)),
        _ => {} // of a run that was cut short
    }
    let mut new = OpenOptions::new();
    new.write(true).create_new(true).mode(0o600).open(path).map_err(there)
}

/// Not every file system knows a sync of folders; the files' own syncs have been asked for.
pub(super) fn sync_folder_of(path: &Path) {
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// The next reading asks the disk and not the memory of this computer, where the system goes along.
fn forget_pages(file: &File) {
    let _ = fadvise(file, 0, None, Advice::DontNeed);
}
