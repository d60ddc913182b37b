//! Writing to a disk of which little is known: each file under a temporary name, put on stable storage, read back from the
//! disk itself where the system can be told to forget what it holds in memory, renamed.

use super::head::{Entry, HEADS};
use crate::fail::point;
use crate::files::{Disk, forget_pages, open_to_read, read_at};
use crate::{BlobId, Error, Result};
use model::Progress;
use rustix::fs::syncfs;
use seal::Digest;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The ending of a file that is being written.
pub(super) const PART: &str = ".part";
/// Files that wait for one sync together.
const BATCH: usize = 256;
/// Bytes that wait for it.
const BATCH_BYTES: u64 = 64 << 20;
const PIECE: usize = 1 << 20;
/// Around what cannot be read, so much is tried at a time.
const BLOCK: usize = 64 << 10;

/// What the file system over there said.
pub(super) fn there(error: io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull,
        ErrorKind::FileTooLarge => Error::TooLargeThere,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Error::ReadOnly,
        _ => Error::BackupGone,
    }
}

/// Whether a file that did not open is not there, or is none.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::InvalidInput | ErrorKind::NotADirectory
    )
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

/// The disk that a backup lies on.
pub(super) fn disk_of(dir: &Path) -> Disk {
    Disk::with(HEADS.map(|name| (dir.join(name), 0)).into(), Error::BackupGone)
}

/// Makes the folder that a person named, and is content where it is there.
pub(super) fn make_root(path: &Path) -> Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(there),
    }
}

/// Makes a folder of ours, and is content where it is there. A link in its place would lead what is written and what is
/// removed elsewhere: [`Error::BackupDamaged`].
pub(super) fn make_dir(path: &Path, refused: Refused) -> Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let meta = path.symlink_metadata().map_err(refused)?;
            if meta.is_dir() {
                Ok(())
            } else {
                Err(Error::BackupDamaged)
            }
        }
        made => made.map_err(refused),
    }
}

/// A small file, whole or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = part_of(path);
    let mut file = new_file(&part, there)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(there)?;
    forget_pages(&file);
    point("backup-head")?;
    fs::rename(&part, path).map_err(there)?;
    sync_folder_of(path);
    point("backup-head-there")
}

/// The digest of a file; `None` where it cannot be read whole.
pub(super) fn digest_of(path: &Path, pace: &mut Pace<'_>, disk: &Disk) -> Result<Option<Entry>> {
    let Ok(file) = open_to_read(path) else {
        disk.require_there()?;
        return Ok(None);
    };
    forget_pages(&file);
    let Poured { entry, unreadable } = pour(&file, &mut io::sink(), pace, (disk, there))?;
    forget_pages(&file);
    Ok((unreadable == 0).then_some(entry))
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

    /// The next of so many files.
    pub fn at_file(&self, done: usize, total: usize) {
        let small = |n| u32::try_from(n).unwrap_or(u32::MAX);
        self.progress.at_file(small(done), small(total));
    }

    pub fn step(&mut self, bytes: u64) -> Result<()> {
        self.done = self.done.saturating_add(bytes);
        self.progress.report(self.done.min(self.total), self.total);
        self.progress.go_on().map_err(|_| Error::Stopped)
    }
}

/// What was copied.
pub(super) struct Poured {
    pub entry: Entry,
    /// Bytes that the disk did not give; zeros stand in their place.
    pub unreadable: u64,
}

/// What a refusal to write means where that is done.
pub(super) type Refused = fn(io::Error) -> Error;

/// Copies a file. What cannot be read of it is left out as long as the disk it lies on is there.
pub(super) fn pour(
    from: &File,
    to: &mut dyn Write,
    pace: &mut Pace<'_>,
    (disk, refused): (&Disk, Refused),
) -> Result<Poured> {
    let (mut digest, mut at, mut unreadable, mut piece) = (Digest::new(), 0, 0, vec![0; PIECE]);
    loop {
        let read = match read_at(from, &mut piece, at) {
            Ok(read) => read,
            Err(_) => {
                let (read, lost) = read_around(from, &mut piece, at, pace, disk)?;
                unreadable += lost;
                read
            }
        };
        if read == 0 {
            break;
        }
        digest.update(&piece[..read]);
        to.write_all(&piece[..read]).map_err(refused)?;
        at += read as u64;
        pace.step(read as u64)?;
    }
    let sha256 = digest.finish();
    Ok(Poured {
        entry: Entry { bytes: at, sha256 },
        unreadable,
    })
}

/// Reads a piece in which something cannot be read, block by block. Answers how long it is, and how much of that is zeros.
fn read_around(from: &File, piece: &mut [u8], at: u64, pace: &mut Pace<'_>, disk: &Disk) -> Result<(usize, u64)> {
    disk.require_there()?;
    let len = from.metadata().map_or(0, |meta| meta.len());
    let (mut done, mut lost) = (0, 0);
    for block in piece.chunks_mut(BLOCK) {
        let want = len.saturating_sub(at + done as u64).min(block.len() as u64) as usize;
        let read = match read_at(from, &mut block[..want], at + done as u64) {
            Ok(read) => read,
            Err(_) => {
                pace.step(0)?; // a disk takes seconds to give up on a sector, and a person may stop it there
                block[..want].fill(0);
                lost += want as u64;
                want
            }
        };
        done += read;
        if read < block.len() {
            break;
        }
    }
    if lost > 0 {
        disk.require_there()?;
    }
    Ok((done, lost.max(u64::from(done == 0))))
}

/// Files that are written and wait for their sync and their name.
pub(super) struct Written {
    root: File,
    top: PathBuf,
    waiting: Vec<(File, PathBuf)>,
    bytes: u64,
    /// Whether what could not be read whole keeps its temporary name.
    whole_only: bool,
    refused: Refused,
}

impl Written {
    /// Below a backup's folder.
    pub fn in_backup(root: &Path) -> Result<Self> {
        Self::below(root, true, there)
    }

    /// Below the folder of a locker that comes back.
    pub fn in_locker(root: &Path) -> Result<Self> {
        Self::below(root, false, Error::from)
    }

    fn below(root: &Path, whole_only: bool, refused: Refused) -> Result<Self> {
        Ok(Self {
            root: File::open(root).map_err(refused)?,
            top: root.to_path_buf(),
            waiting: Vec::new(),
            bytes: 0,
            whole_only,
            refused,
        })
    }

    /// Copies a file to this path. It has its name only after [`Written::settle`].
    pub fn copy(&mut self, from: &File, to: PathBuf, pace: &mut Pace<'_>, disk: &Disk) -> Result<Poured> {
        if let Some(folder) = to.parent() {
            make_dir(folder, self.refused)?;
        }
        let mut file = new_file(&part_of(&to), self.refused)?;
        let poured = pour(from, &mut file, pace, (disk, self.refused))?;
        if poured.unreadable > 0 && self.whole_only {
            file.sync_all().map_err(self.refused)?;
            return Ok(poured);
        }
        self.waiting.push((file, to));
        self.bytes += poured.entry.bytes;
        Ok(poured)
    }

    /// [`Written::settle`] where enough waits for it. To be called after each copy.
    pub fn settle_if_due(&mut self) -> Result<()> {
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.settle()?;
        }
        Ok(())
    }

    /// One sync for all that wait, so that small files do not each wait for the disk; then one for each, which costs nothing
    /// where the first one did its work and is needed where it is not handed on (FUSE).
    pub fn settle(&mut self) -> Result<()> {
        point("backup-settle")?;
        let _ = syncfs(&self.root);
        for (file, _) in &self.waiting {
            file.sync_all().map_err(self.refused)?;
            forget_pages(file);
        }
        point("backup-synced")?;
        let mut folders = BTreeSet::new();
        for (file, path) in self.waiting.drain(..) {
            drop(file);
            fs::rename(part_of(&path), &path).map_err(self.refused)?;
            // The folder, and the one above it, in which it may be new.
            let above = path
                .ancestors()
                .skip(1)
                .take_while(|above| above.starts_with(&self.top));
            folders.extend(above.map(Path::to_path_buf));
        }
        folders.iter().for_each(|folder| sync_folder(folder));
        self.bytes = 0;
        point("backup-settled")
    }
}

fn new_file(path: &Path, refused: Refused) -> Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(error)),
        _ => {} // of a run that was cut short
    }
    let mut new = OpenOptions::new();
    new.write(true).create_new(true).mode(0o600).open(path).map_err(refused)
}

/// Not every file system knows a sync of folders; the files' own syncs have been asked for.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// The same for the folder that a path lies in.
pub(super) fn sync_folder_of(path: &Path) {
    path.parent().into_iter().for_each(sync_folder);
}
