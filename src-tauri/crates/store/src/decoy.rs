//! A locker that lies inside another until a passphrase given under coercion brings it forward. Its database and blobs are
//! files among the blobs; the slot of that passphrase holds its key. Before, the locker's own database does not know them
//! and therefore leaves them; after, the decoy's database does not know the others, and they go.
//!
//! Deliberately absent: the erasing of the real slots, which is one ordinary write of the slots file (`slots`), and any
//! promise against a laboratory: a database among the blobs can be told from a blob, and free space from either.

#[cfg(test)]
mod tests;

use crate::blobs::{BlobId, Blobs};
use crate::db::Db;
use crate::fail::point;
use crate::files::{is_file, sync_dir};
use crate::wipe::{BLOBS, DB, beside_database};
use crate::{Error, Folder, Result};
use model::Progress;
use seal::Randomness;
use std::fs;
use std::io;
use std::path::Path;

/// What was put among a locker's blobs for a decoy.
pub struct Installed {
    /// The decoy's database.
    pub database: BlobId,
    /// Everything of the decoy, its database among it.
    pub files: Vec<BlobId>,
}

/// Copies an open locker into another as its decoy, and puts it on stable storage. What is there when it fails or is
/// stopped is removed again. `before` are the files of an earlier decoy; those that are in both and there stay.
///
/// # Errors
/// [`Error::DiskFull`], [`Error::Stopped`], [`Error::BlobMissing`].
pub fn install_decoy(
    into: &Folder,
    from: &Folder,
    db: &Db,
    before: &[BlobId],
    randomness: &dyn Randomness,
    progress: &dyn Progress,
) -> Result<Installed> {
    let mut installed = Installed {
        database: BlobId::make(randomness)?,
        files: Vec::new(),
    };
    let done = copy_all(&into.blobs(), &from.blobs(), db, before, &mut installed, progress);
    if done.is_err() {
        installed.files.retain(|id| !before.contains(id));
        remove_decoy(into, &installed.files);
    }
    done.map(|()| installed)
}

fn copy_all(
    to: &Blobs,
    from: &Blobs,
    db: &Db,
    before: &[BlobId],
    installed: &mut Installed,
    progress: &dyn Progress,
) -> Result<()> {
    installed.files.push(installed.database);
    db.copy_to(&to.place_of(installed.database)?)?;
    let names = db.read().blob_names()?;
    for (done, name) in names.iter().enumerate() {
        if progress.stop_asked() {
            return Err(Error::Stopped);
        }
        let id = name.parse().map_err(|_| Error::DatabaseDamaged)?;
        if !before.contains(&id) || !is_file(&to.place_of(id)?) {
            to.adopt(from, id)?;
        }
        installed.files.push(id);
        progress.report(done as u64 + 1, names.len() as u64);
    }
    to.settle(&installed.files)
}

/// Removes a decoy that was not brought forward. What cannot be removed stays and tells nothing.
pub fn remove_decoy(from: &Folder, files: &[BlobId]) {
    for id in files {
        let _ = from.blobs().remove(*id);
    }
}

/// Whether the decoy lies there to be brought forward.
pub(crate) fn is_there(root: &Path, database: BlobId) -> bool {
    let hidden = Blobs::at(root.join(BLOBS)).place_of(database);
    hidden.is_ok_and(|path| is_file(&path))
}

/// Brings a decoy's database to the place of the locker's, whose keys are gone by now. Nothing happens where that was done
/// before.
pub(crate) fn bring_forward(root: &Path, database: BlobId) -> Result<()> {
    let hidden = Blobs::at(root.join(BLOBS)).place_of(database)?;
    if !is_file(&hidden) {
        return Ok(());
    }
    for path in beside_database(root) {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    point("decoy-journals-gone")?;
    fs::rename(&hidden, root.join(DB))?;
    point("decoy-in-place")?;
    sync_dir(root)
}
