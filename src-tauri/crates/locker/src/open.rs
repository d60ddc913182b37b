//! An open locker. Verbs are its methods, one file per concept; this file holds what they share.
//!
//! Safe to share between threads: questions see what is committed and do not wait for long work. [`OpenLocker::lock`]
//! drops the keys; work under way ends at its next look at the stop flag.

use crate::pictures::Cache;
use crate::{Env, Error, Result};
use model::{Act, Progress, Timestamp};
use seal::{BlobKey, OpenReader, SourceKey, SystemRandomness, forget_stack};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::custody::NewEntry;
use store::db::{Change, Db, Reader, SealedBlob};
use store::{BlobId, Folder, Keys, Standing, Taken, open_blob_key, wrap_blob_key};

/// A locker that was created or unlocked, until it is locked or dropped.
pub struct OpenLocker {
    folder: PathBuf,
    pub(crate) env: Env,
    inside: Mutex<Option<Arc<Inside>>>,
    stop: AtomicBool,
    pub(crate) cache: Cache,
}

/// What is behind the passphrase.
pub(crate) struct Inside {
    pub db: Db,
    pub keys: Keys,
    pub folder: Folder,
    /// What it was opened with besides the passphrase.
    pub key_file: Option<seal::KeyFile>,
    /// Whether a part of the locker was an older copy when it was unlocked.
    pub standing: Standing,
}

impl OpenLocker {
    pub(crate) fn new(folder: &Path, env: &Env, inside: Inside) -> Self {
        Self {
            folder: folder.to_owned(),
            env: env.clone(),
            inside: Mutex::new(Some(Arc::new(inside))),
            stop: AtomicBool::new(false),
            cache: Cache::default(),
        }
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a part of it was an older copy when it was unlocked: `database-older`, `slots-older`, or rows of it were altered: `rows-altered`. Nothing was deleted then.
    /// Or whether its limits were changed without a passphrase: `limits-altered`. They are as they were set again.
    pub fn standing(&self) -> Option<&'static str> {
        self.inside().ok()?.standing.code()
    }

    /// Forgets every key and picture, and asks work under way to stop.
    pub fn lock(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.note_time();
        self.slot().take();
        self.cache.clear();
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Inside>>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn inside(&self) -> Result<Arc<Inside>> {
        self.slot().clone().ok_or(Error::Locked)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    /// Asks questions about what is committed. What was asked and answered does not stay on the thread's stack.
    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        let inside = self.inside()?;
        let answer = ask(&inside.db.read());
        forget_stack();
        answer
    }

    /// Does an act: all of it or nothing. The act makes its own entry in the custody log.
    pub(crate) fn change<T>(&self, act: impl FnOnce(&Inside, &mut Change<'_>) -> Result<T>) -> Result<T> {
        let inside = self.inside()?;
        inside.folder.require_writable()?;
        let answer = inside.db.change(|change| act(&inside, change));
        forget_stack();
        answer
    }

    /// An entry for the custody log: codes and figures only.
    pub(crate) fn entry(&self, act: Act, item: impl Display, details: &[(&str, String)]) -> NewEntry {
        NewEntry {
            at: self.now(),
            act,
            item: item.to_string(),
            details: details
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.clone()))
                .collect::<BTreeMap<_, _>>(),
        }
    }

    /// Writes an entry.
    pub(crate) fn log_in(
        &self,
        change: &mut Change<'_>,
        act: Act,
        item: impl Display,
        details: &[(&str, String)],
    ) -> Result<()> {
        change.log(&self.entry(act, item, details), &SystemRandomness)?;
        Ok(())
    }

    /// The person's progress, which also stops when the locker is locked or wiped.
    pub(crate) fn watched<'a>(&'a self, progress: &'a dyn Progress) -> Watched<'a> {
        Watched {
            progress,
            stop: &self.stop,
        }
    }
}

impl Inside {
    pub fn source_key(&self, reader: &Reader, source: model::SourceId) -> Result<SourceKey> {
        let wrapped = reader.source_secrets(source)?.wrapped_key;
        Ok(self.keys.open_source_key(source, &wrapped)?)
    }

    /// Where a blob lies and its key under its source's, as rows hold them.
    pub fn sealed(&self, taken: &Taken, under: &SourceKey) -> Result<SealedBlob> {
        let wrapped_key = wrap_blob_key(&taken.key, under, taken.id, &SystemRandomness)?.to_vec();
        Ok(SealedBlob {
            name: taken.id.to_string(),
            wrapped_key,
        })
    }

    /// Opens a blob for reading anywhere.
    pub fn open_blob(&self, blob: &SealedBlob, under: &SourceKey) -> Result<OpenReader<File>> {
        let id: BlobId = blob.name.parse().map_err(|_| Error::Damaged)?;
        let key: BlobKey = open_blob_key(&blob.wrapped_key, under, id)?;
        Ok(self.folder.blobs().open(id, &key)?)
    }

    /// Opens the original of an item.
    pub fn open_original(&self, reader: &Reader, id: model::EvidenceId) -> Result<OpenReader<File>> {
        let located = reader.locate(id)?;
        let key = self.source_key(reader, located.source)?;
        self.open_blob(&located.original, &key)
    }

    /// Removes a blob that no row names (any more). One that stays is swept at the next start.
    pub fn discard(&self, name: &str) {
        if let Ok(id) = name.parse() {
            let _ = self.folder.blobs().remove(id);
        }
    }
}

/// Progress that also listens to the locker.
pub(crate) struct Watched<'a> {
    progress: &'a dyn Progress,
    stop: &'a AtomicBool,
}

impl Progress for Watched<'_> {
    fn report(&self, done: u64, total: u64) {
        self.progress.report(done, total);
    }

    fn at_file(&self, done: u32, total: u32) {
        self.progress.at_file(done, total);
    }

    fn stop_asked(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.progress.stop_asked()
    }
}

/// Stops with what it stands in for and reports nothing.
pub(crate) struct Silent<'a>(pub &'a dyn Progress);

impl Progress for Silent<'_> {
    fn report(&self, _done: u64, _total: u64) {}

    fn stop_asked(&self) -> bool {
        self.0.stop_asked()
    }
}
