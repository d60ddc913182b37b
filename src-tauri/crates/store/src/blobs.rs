//! Sealed originals and derivatives: one file each, under a random name that tells nothing.
//!
//! Write order: name given out by the database → new file → all chunks → fsync → directory fsync; only then does the caller
//! write the row that names it. A crash before leaves an orphan under a name that the database knows to be loose: the next
//! start sweeps it. What lies under any other name is a stray and is kept ([`Blobs::sweep`]). Many small files share one
//! `syncfs` ([`Batch`]).
//!
//! Deliberately absent: the form of a blob (`seal`), which blobs are known (`db`).

#[cfg(test)]
mod tests;

use crate::fail::point;
use crate::files::{open_to_read, sync_dir};
use crate::{Error, Result};
use model::{Progress, Sha256Digest};
use rustix::fs::syncfs;
use rustix::io::Errno;
use seal::{BlobKey, OpenReader, Randomness, SealError, SealWriter, Sealed};
use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, DirBuilder, DirEntry, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The random name of a blob: 16 bytes, printed as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobId([u8; 16]);

impl BlobId {
    /// The name of these bytes.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub(crate) fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// A new random name. What is to last gets its name from the database instead (`Db::blob_name`).
    pub fn make(randomness: &dyn Randomness) -> Result<Self> {
        let mut id = Self([0; 16]);
        randomness.fill(&mut id.0)?;
        Ok(id)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobId({self})")
    }
}

impl FromStr for BlobId {
    type Err = model::BadId;

    fn from_str(text: &str) -> std::result::Result<Self, model::BadId> {
        let digits = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let number = u128::from_str_radix(text, 16).map_err(|_| model::BadId)?;
        if digits {
            Ok(Self(number.to_be_bytes()))
        } else {
            Err(model::BadId)
        }
    }
}

/// A blob that was written.
pub struct Taken {
    /// Its name.
    pub id: BlobId,
    /// Its key, to be wrapped by its source's (`wrap_blob_key`).
    pub key: BlobKey,
    /// Bytes of plaintext.
    pub bytes: u64,
    /// SHA-256 of the plaintext.
    pub sha256: Sha256Digest,
}

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Blobs that were never taken or are to go, removed.
    pub removed: u64,
    /// Their bytes on disk.
    pub bytes: u64,
    /// Blobs that the database has never heard of, kept.
    pub strays: u64,
    /// Files that are no blobs of ours, left alone.
    pub foreign: u64,
}

/// The blobs of a locker.
#[derive(Clone)]
pub struct Blobs {
    root: PathBuf,
}

impl Blobs {
    /// The blobs under this folder.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Seals all that `from` gives into a new blob of this name and puts it on stable storage. `expected` is the length for
    /// the progress report, 0 where it is not known.
    ///
    /// # Errors
    /// [`Error::CannotRead`] when `from` fails, [`Error::DiskFull`], [`Error::ReadOnly`], [`Error::Stopped`]; nothing is left then.
    pub fn take_in(
        &self,
        id: BlobId,
        from: &mut dyn Read,
        randomness: &dyn Randomness,
        progress: &dyn Progress,
        expected: u64,
    ) -> Result<Taken> {
        let (new, taken) = self.seal_in(id, from, randomness, progress, expected)?;
        new.settle()?;
        Ok(taken)
    }

    /// Many small files, put on stable storage together by [`Batch::commit`].
    pub fn batch(&self) -> Batch {
        Batch {
            blobs: self.clone(),
            new: Vec::new(),
        }
    }

    /// A blob for content that comes in pieces, such as a derivative.
    pub fn write(&self, id: BlobId, randomness: &dyn Randomness) -> Result<BlobWriter> {
        let new = self.new_file(id)?;
        let key = BlobKey::make(randomness)?;
        let writer = SealWriter::new(new.file.try_clone()?, &key, randomness)?;
        Ok(BlobWriter { new, key, writer })
    }

    /// Opens a blob for reading anywhere.
    ///
    /// # Errors
    /// [`Error::BlobMissing`], [`Error::BlobDamaged`]. Damage further in shows while reading, as an [`io::Error`] that
    /// [`Error::from`] turns into [`Error::BlobDamaged`].
    pub fn open(&self, id: BlobId, key: &BlobKey) -> Result<OpenReader<File>> {
        let file = open_to_read(&self.path(id)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::BlobMissing,
            io::ErrorKind::InvalidInput => Error::BlobDamaged,
            _ => error.into(),
        })?;
        OpenReader::new(file, key).map_err(|error| match error {
            SealError::WrongKey | SealError::UnknownFormat | SealError::Altered => Error::BlobDamaged,
            other => other.into(),
        })
    }

    /// The sealed bytes of a blob, as they lie on the disk.
    pub(crate) fn open_sealed(&self, id: BlobId) -> io::Result<File> {
        open_to_read(&self.path(id))
    }

    /// Removes a blob; one that is gone already is no error.
    pub fn remove(&self, id: BlobId) -> Result<()> {
        match fs::remove_file(self.path(id)) {
            Ok(()) => sync_dir(&self.shelf(id)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes every blob but these, and answers how many.
    pub(crate) fn keep_only(&self, known: &HashSet<BlobId>) -> Result<u64> {
        let loose = self.list()?.0.into_iter().filter(|id| !known.contains(id)).collect();
        Ok(self.sweep(known, &loose)?.removed)
    }

    /// Copies a blob of another locker as it is, under its name. Not on stable storage until [`Blobs::settle`].
    pub(crate) fn adopt(&self, from: &Blobs, id: BlobId) -> Result<()> {
        let mut new = self.new_file(id)?;
        io::copy(&mut open_to_read(&from.path(id))?, &mut new.file)?;
        new.path = None;
        Ok(())
    }

    /// Where a file that lies among the blobs and is none has, or would have, its place. Its folder is made.
    pub(crate) fn place_of(&self, id: BlobId) -> Result<PathBuf> {
        self.make_shelf(id)?;
        Ok(self.path(id))
    }

    /// Puts these files on stable storage with one sync of the file system. Some, those of shared folders and FUSE among them,
    /// pass that on to nobody: so each file is synced after it, which finds nothing to do where it was done.
    fn sync<'a>(&self, files: impl Iterator<Item = &'a Path>) -> Result<()> {
        match syncfs(File::open(&self.root)?) {
            Ok(()) | Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => {}
            Err(error) => return Err(io::Error::from(error).into()),
        }
        let mut shelves = BTreeSet::new();
        for path in files {
            open_to_read(path)?.sync_all()?;
            shelves.extend(path.parent());
        }
        shelves.iter().try_for_each(|shelf| sync_dir(shelf))
    }

    /// The same for blobs that were adopted.
    pub(crate) fn settle(&self, ids: &[BlobId]) -> Result<()> {
        let paths: Vec<PathBuf> = ids.iter().map(|id| self.path(*id)).collect();
        self.sync(paths.iter().map(PathBuf::as_path))
    }

    /// All blobs there are, known or not, and how many files are no blobs. A folder that cannot be read counts as one of these.
    pub fn list(&self) -> Result<(Vec<BlobId>, u64)> {
        let (mut ids, mut foreign) = (Vec::new(), 0);
        for shelf in fs::read_dir(&self.root)? {
            let Ok(files) = shelf.and_then(|shelf| self.files_of(&shelf)) else {
                foreign += 1;
                continue;
            };
            for id in files {
                match id {
                    Some(id) => ids.push(id),
                    None => foreign += 1,
                }
            }
        }
        Ok((ids, foreign))
    }

    /// What lies on a shelf: blobs, and others.
    fn files_of(&self, shelf: &DirEntry) -> io::Result<Vec<Option<BlobId>>> {
        if !shelf.file_type()?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let shelf = shelf.path();
        crate::fail::opening(&shelf)?;
        let id = |name: &OsStr| name.to_str().and_then(|name| name.parse::<BlobId>().ok());
        let here = |id: &BlobId| self.shelf(*id) == shelf;
        fs::read_dir(&shelf)?
            .map(|file| Ok(id(&file?.file_name()).filter(here)))
            .collect()
    }

    /// Removes the remains of imports that were cut short and what was forgotten: blobs that no row knows and whose names the
    /// database calls loose. Others that no row knows are kept and counted: an older database may have been put back, and
    /// they are what it has never heard of. To be called at start, before anything is taken in.
    pub fn sweep(&self, known: &HashSet<BlobId>, loose: &HashSet<BlobId>) -> Result<Swept> {
        let (ids, foreign) = self.list()?;
        let mut swept = Swept {
            foreign,
            ..Swept::default()
        };
        let mut shelves = BTreeSet::new();
        for id in ids.into_iter().filter(|id| !known.contains(id)) {
            if !loose.contains(&id) {
                swept.strays += 1;
                continue;
            }
            point("sweep")?;
            swept.bytes += fs::symlink_metadata(self.path(id)).map_or(0, |meta| meta.len());
            swept.removed += 1;
            fs::remove_file(self.path(id))?;
            shelves.insert(self.shelf(id));
        }
        // The database forgets these names next; one that came back after a power cut would be a stray for ever.
        shelves.iter().try_for_each(|shelf| sync_dir(shelf))?;
        Ok(swept)
    }

    fn seal_in(
        &self,
        id: BlobId,
        from: &mut dyn Read,
        randomness: &dyn Randomness,
        progress: &dyn Progress,
        expected: u64,
    ) -> Result<(NewFile, Taken)> {
        let new = self.new_file(id)?;
        let key = BlobKey::make(randomness)?;
        let mut from = Noted { from, failed: false };
        let sealed = seal::seal_stream(&mut from, &mut &new.file, &key, randomness, progress, expected);
        let Sealed { bytes, sha256 } = match sealed {
            Err(SealError::Io(_)) if from.failed => return Err(Error::CannotRead),
            sealed => sealed?,
        };
        point("blob-written")?;
        let taken = Taken {
            id: new.id,
            key,
            bytes,
            sha256,
        };
        Ok((new, taken))
    }

    fn new_file(&self, id: BlobId) -> Result<NewFile> {
        let path = self.place_of(id)?;
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(NewFile {
            id,
            file,
            path: Some(path),
        })
    }

    fn make_shelf(&self, id: BlobId) -> Result<()> {
        match DirBuilder::new().mode(0o700).create(self.shelf(id)) {
            Ok(()) => sync_dir(&self.root),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn shelf(&self, id: BlobId) -> PathBuf {
        self.root.join(format!("{:02x}", id.0[0]))
    }

    fn path(&self, id: BlobId) -> PathBuf {
        self.shelf(id).join(id.to_string())
    }
}

/// Blobs that are on stable storage only after [`Batch::commit`]. Dropped without it, they are removed.
pub struct Batch {
    blobs: Blobs,
    new: Vec<NewFile>,
}

impl Batch {
    /// As [`Blobs::take_in`], but not yet on stable storage: no row may name it before [`Batch::commit`].
    pub fn take_in(
        &mut self,
        id: BlobId,
        from: &mut dyn Read,
        randomness: &dyn Randomness,
        progress: &dyn Progress,
    ) -> Result<Taken> {
        let (mut new, taken) = self.blobs.seal_in(id, from, randomness, progress, 0)?;
        new.file = File::open(&self.blobs.root)?; // the file itself is closed: a batch holds one handle, not a thousand
        self.new.push(new);
        Ok(taken)
    }

    /// Takes one out again and removes it.
    pub fn discard(&mut self, id: BlobId) {
        self.new.retain(|new| new.id != id);
    }

    /// How many blobs wait.
    pub fn len(&self) -> usize {
        self.new.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// Puts all of them on stable storage with one sync of the file system. About 1,000 at a time is a good size.
    pub fn commit(mut self) -> Result<()> {
        if !self.new.is_empty() {
            point("batch-sync")?;
            self.blobs.sync(self.new.iter().filter_map(|new| new.path.as_deref()))?;
            self.new.iter_mut().for_each(|new| new.path = None);
        }
        Ok(())
    }
}

/// Seals what is written to it into a new blob. Dropped without [`BlobWriter::finish`], nothing is left.
pub struct BlobWriter {
    new: NewFile,
    key: BlobKey,
    writer: SealWriter<File>,
}

impl BlobWriter {
    /// Seals the end and puts the blob on stable storage.
    pub fn finish(self) -> Result<Taken> {
        let (_, Sealed { bytes, sha256 }) = self.writer.finish()?;
        let id = self.new.id;
        self.new.settle()?;
        Ok(Taken {
            id,
            key: self.key,
            bytes,
            sha256,
        })
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A file that is removed again unless it is settled.
struct NewFile {
    id: BlobId,
    file: File,
    path: Option<PathBuf>,
}

impl NewFile {
    /// fsync of the file, then of its directory.
    fn settle(mut self) -> Result<()> {
        self.file.sync_all()?;
        point("blob-synced")?;
        if let Some(shelf) = self.path.as_deref().and_then(Path::parent) {
            sync_dir(shelf)?;
        }
        point("blob-settled")?;
        self.path = None;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let _ = fs::remove_file(path); // what stays is an orphan for the next sweep
        }
    }
}

/// Remembers whether it was the reading that failed.
struct Noted<'a> {
    from: &'a mut dyn Read,
    failed: bool,
}

impl Read for Noted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(out);
        self.failed |= read
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        read
    }
}
