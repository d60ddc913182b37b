//! Names of blobs that may lie on the disk though no row names them: given out and not taken yet, or about to be removed.
//! What lies under a loose name is swept at the next start; what lies under a name that is neither in a row nor loose is
//! none of this database's, and is kept.
//!
//! Names are given out in runs, so that small files do not each wait for a transaction of their own; the row that takes
//! a name and the end of its looseness are one transaction.
//!
//! Deliberately absent: the files themselves (`blobs`).

use super::{Change, Db, Reader};
use crate::{BlobId, Result};
use rusqlite::params;
use seal::Randomness;
use std::sync::{MutexGuard, PoisonError};

/// How many names are given out at a time.
const RUN: usize = 64;

impl Db {
    /// A name for a new blob. A thread that holds a [`Change`] asks that one.
    pub fn blob_name(&self, randomness: &dyn Randomness) -> Result<BlobId> {
        loop {
            self.have_names(1, randomness)?;
            if let Some(name) = self.waiting().pop() {
                return Ok(name);
            }
        }
    }

    /// Makes sure that so many names wait, for a change that will ask for them.
    pub fn have_names(&self, count: usize, randomness: &dyn Randomness) -> Result<()> {
        if self.waiting().len() >= count {
            return Ok(());
        }
        let names = (0..count.max(RUN)).map(|_| BlobId::make(randomness));
        let names: Vec<BlobId> = names.collect::<Result<_>>()?;
        let change = self.begin()?;
        names.iter().try_for_each(|name| change.loosen(&name.to_string()))?;
        change.commit_unlogged()?;
        self.waiting().extend(names);
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<BlobId>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    /// All names that are loose.
    pub fn loose_names(&self) -> Result<Vec<String>> {
        let mut select = self.conn.prepare_cached("SELECT blob FROM loose")?;
        Ok(select
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// A name for a new blob of this change; see [`Db::have_names`]. Where none waits, a blob that is left by a crash before the change is kept
    /// becomes a stray, which costs room and nothing else.
    pub fn blob_name(&self, randomness: &dyn Randomness) -> Result<BlobId> {
        match self.db.waiting().pop() {
            Some(name) => Ok(name),
            None => BlobId::make(randomness),
        }
    }

    /// What lies under this name may go once the change is kept.
    pub(super) fn loosen(&self, name: &str) -> Result<()> {
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO loose (blob) VALUES (?1)")?
            .execute(params![name])?;
        Ok(())
    }

    /// A row names it now.
    pub(super) fn fasten(&self, name: &str) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM loose WHERE blob = ?1")?
            .execute(params![name])?;
        Ok(())
    }

    /// No name is loose any more: what lay under them is gone, or may not go.
    pub(crate) fn forget_loose(&self) -> Result<()> {
        self.conn.execute("DELETE FROM loose", [])?;
        Ok(())
    }
}
