//! Opening the locker's own files: what lies at their place and is a link, a pipe or a device is not opened, because
//! whoever can write to the folder could make a start or a wipe wait for ever, or write elsewhere.

use crate::{Error, Result};
use rustix::fs::{Advice, OFlags, fadvise};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Opens a regular file, never waiting and never through a link. [`io::ErrorKind::InvalidInput`] for anything else.
pub(crate) fn open_file(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = options
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
        .open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// The same, for reading.
pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    crate::fail::opening(path)?;
    open_file(path, OpenOptions::new().read(true))
}

/// Reads at a place of a file that is open.
pub(crate) fn read_at(file: &File, out: &mut [u8], at: u64) -> io::Result<usize> {
    crate::fail::reading(file, at, out.len())?;
    loop {
        match file.read_at(out, at) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Fills `out` from a place of a file that is open.
pub(crate) fn read_whole(file: &File, mut out: &mut [u8], mut at: u64) -> io::Result<()> {
    while !out.is_empty() {
        let read = read_at(file, out, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (out, at) = (&mut out[read..], at + read as u64);
    }
    Ok(())
}

/// A disk that is read from, to tell one that is gone from one with a bad sector: the places of files on it that were read
/// before, and of which one at least can be read as long as the disk is there.
pub(crate) struct Disk {
    marks: Vec<(PathBuf, u64)>,
    gone: Error,
}

impl Disk {
    /// With these marks; `gone` is said where none of them can be read.
    pub fn with(marks: Vec<(PathBuf, u64)>, gone: Error) -> Self {
        Self { marks, gone }
    }

    /// To be asked when something on it could not be read. What memory holds of the marks does not count.
    pub fn require_there(&self) -> Result<()> {
        let there = |(path, at): &(PathBuf, u64)| {
            let file = open_to_read(path)?;
            forget_pages(&file);
            read_at(&file, &mut [0; 512], *at)
        };
        if self.marks.iter().any(|mark| there(mark).is_ok()) {
            Ok(())
        } else {
            Err(self.gone.clone())
        }
    }
}

/// The next reading asks the disk and not the memory of this computer, where the system goes along.
pub(crate) fn forget_pages(file: &File) {
    let _ = fadvise(file, 0, None, Advice::DontNeed);
}

/// Whether there is a regular file at this path. Links are not followed.
pub(crate) fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_file())
}

/// What lies in a folder; nothing where it is none of its own or cannot be read. Links are not followed.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let own = folder.symlink_metadata().is_ok_and(|meta| meta.is_dir());
    let entries = own.then(|| fs::read_dir(folder).ok()).flatten();
    entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect()
}

/// Puts the entries of a directory on stable storage.
pub(crate) fn sync_dir(path: &Path) -> Result<()> {
    Ok(File::open(path)?.sync_all()?)
}

/// The same for the directory that a path lies in.
pub(crate) fn sync_parent(path: &Path) -> Result<()> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => sync_dir(parent),
        None => sync_dir(Path::new(".")),
    }
}

/// Whether the file at this path is one, or is not there at all. [`Error::DatabaseDamaged`] where something else lies there.
pub(crate) fn require_file_or_nothing(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(meta) if !meta.is_file() => Err(Error::DatabaseDamaged),
        _ => Ok(()),
    }
}
