//! Opening the locker's own files: what lies at their place and is a link, a pipe or a device is not opened, because
//! whoever can write to the folder could make a start or a wipe wait for ever, or write elsewhere.

use crate::{Error, Result};
use rustix::fs::OFlags;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
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
    open_file(path, OpenOptions::new().read(true))
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
