//! The encrypted database: one file, two connections. Reading never waits for writing, so a person can search while an
//! import of a million messages goes on.
//!
//! Every act is one [`Change`]: it becomes visible as a whole when it is committed, or leaves nothing. A change without
//! an entry in the custody log is refused, so that no act can forget to say what it did.
//!
//! Deliberately absent: which acts there are (the `locker` crate's), sealing of blobs and identities (they arrive here
//! sealed), the file lock that keeps a second process out (the folder's).

mod check;
mod claims;
mod derivatives;
mod digests;
mod emptied;
mod evidence;
mod loose;
mod messages;
mod open;
mod passages;
pub(crate) mod rows;
mod schema;
mod settings;
mod sources;
mod text;
mod watch;

pub use check::DbReport;
pub use claims::{ClaimView, LinkOf};
pub use derivatives::Derivative;
pub use evidence::{ItemFilter, Located, NewItem, ParseState, SealedBlob};
pub use messages::{ChatSummary, DayMark, Participant};
pub use sources::{NewSource, SourceCount, SourceSecrets};
pub use text::TextPage;

pub(crate) use evidence::kind_number;
pub(crate) use passages::first_slot;
pub(crate) use schema::is_copy;

use crate::files::sync_parent;
use crate::search::Words;
use crate::{BlobId, Error, Result};
use rusqlite::Connection;
use seal::DatabaseKey;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An open database. Can be shared between threads.
pub struct Db {
    reader: Mutex<Reader>,
    writer: Mutex<Reader>,
    /// Names for blobs that are loose in the database and not used yet.
    names: Mutex<Vec<BlobId>>,
    digests: digests::Digests,
    /// Whether the small tables added up when it was opened. False also where a page of them is damaged.
    pub(crate) added_up: bool,
    opened: Option<emptied::Identity>,
}

/// A connection that answers questions. [`Db::read`] gives the one that sees what is committed, [`Change`] one that
/// also sees what the change itself has written.
pub struct Reader {
    pub(crate) conn: Connection,
    pub(crate) words: Words,
}

/// An act in the making: all of it or nothing. Dropped without [`Change::commit`], it leaves nothing.
///
/// Only one change exists at a time; a second one waits. A thread that holds one must not begin another.
pub struct Change<'a> {
    db: &'a Db,
    writer: MutexGuard<'a, Reader>,
    pub(crate) slots: passages::Slots,
    pub(crate) item: Option<evidence::Brief>,
    pub(crate) interned: messages::Interned,
    pub(crate) entries: u32,
    entries_at_mark: u32,
    open: bool,
}

impl Db {
    /// Makes a new database at `path` under a 256-bit key and leaves it open. Errors: [`Error::DatabaseExists`],
    /// [`Error::ReadOnly`], [`Error::DiskFull`].
    pub fn create(path: &Path, key: &DatabaseKey) -> Result<Self> {
        if path.try_exists()? {
            return Err(Error::DatabaseExists);
        }
        let writer = Reader::new(open::connect(path, key, open::Mode::Create)?)?;
        let db = Self::around(writer, path, key)?;
        sync_parent(path)?;
        Ok(db)
    }

    /// Opens a database and brings it to the present form, after a copy. Errors: [`Error::DatabaseDoesNotOpen`],
    /// [`Error::DatabaseDamaged`], [`Error::DatabaseIsNewer`], [`Error::ReadOnly`].
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Self> {
        let writer = Reader::new(open::connect(path, key, open::Mode::Open)?)?;
        if schema::version(&writer.conn)? == 0 {
            // SQLite takes an empty file for a new database under any key. Here it is a lost one: to fill it anew would
            // make every blob an orphan, to be swept.
            return Err(Error::DatabaseDamaged);
        }
        if schema::version(&writer.conn)? == schema::MIGRATIONS.len() {
            // It was opened in its present form once before: the copies from before that have served, and hold what may
            // have been forgotten since.
            let _ = schema::remove_copies(path);
        }
        Self::around(writer, path, key)
    }

    fn around(writer: Reader, path: &Path, key: &DatabaseKey) -> Result<Self> {
        schema::migrate(&writer.conn, path, schema::MIGRATIONS)?;
        let digests = digests::Digests::watch(&writer.conn)?;
        let added_up = digests::add_up_quickly(path, key);
        let reader = Reader::new(open::connect(path, key, open::Mode::Read)?)?;
        Ok(Self {
            reader: Mutex::new(reader),
            writer: Mutex::new(writer),
            names: Mutex::new(Vec::new()),
            digests,
            added_up,
            opened: emptied::identity(path),
        })
    }

    /// Questions about what is committed. Waits only for other questions.
    pub fn read(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins an act. Waits for the act before it.
    pub fn begin(&self) -> Result<Change<'_>> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if !writer.conn.is_autocommit() {
            writer.roll_back(); // a panic in the middle of an act left it open
            self.digests.roll_back();
        }
        writer.conn.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Change {
            db: self,
            writer,
            slots: passages::Slots::default(),
            item: None,
            interned: messages::Interned::default(),
            entries: 0,
            entries_at_mark: 0,
            open: true,
        })
    }

    /// An act in one go: begins, does, commits.
    pub fn change<T, E: From<Error>>(
        &self,
        act: impl FnOnce(&mut Change<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut change = self.begin()?;
        let answer = act(&mut change)?;
        change.commit()?;
        Ok(answer)
    }

    /// Brings what is in the write-ahead log into the file and empties the log. Worth doing after a large import.
    pub fn checkpoint(&self) -> Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        emptied::empty_log(&writer.conn, self.opened)?;
        Ok(())
    }

    /// A consistent, encrypted copy of the database in one file, on stable storage. `to` must not be there yet.
    ///
    /// Reading the file apart from SQLite ends its POSIX locks; that the folder's own lock keeps other processes out
    /// is therefore relied on.
    pub fn copy_to(&self, to: &Path) -> Result<()> {
        self.while_still(|_, from| {
            let mut copy = File::create_new(to)?;
            io::copy(from, &mut copy)?;
            copy.sync_all()?;
            sync_parent(to)
        })
    }

    /// Hands over the encrypted file and a connection that sees exactly what is in it. No act begins until `act` ends.
    /// What is said of POSIX locks at [`Db::copy_to`] holds here.
    pub(crate) fn while_still<T>(&self, act: impl FnOnce(&Reader, &mut File) -> Result<T>) -> Result<T> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let from = writer.conn.path().map(Path::new).ok_or(Error::Io(0))?;
        // No act can begin while the writer is held, and after this nothing is in the log alone.
        if emptied::empty_log(&writer.conn, self.opened)? {
            return Err(Error::Busy);
        }
        act(&writer, &mut File::open(from)?)
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = emptied::empty_log(&writer.conn, self.opened); // what it could not, the next end does
    }
}

impl Reader {
    fn new(conn: Connection) -> Result<Self> {
        let words = Words::register(&conn)?;
        Ok(Self { conn, words })
    }

    fn roll_back(&self) {
        // Failing here means SQLite has rolled back by itself, which is what is wanted.
        let _ = self.conn.execute_batch("ROLLBACK");
        self.words.forget();
    }
}

impl Deref for Change<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.writer
    }
}

impl Change<'_> {
    /// Keeps the act: when this returns, it is on stable storage. [`Error::ActWithoutEntry`] where nothing was logged.
    pub fn commit(mut self) -> Result<()> {
        if self.entries == 0 {
            return Err(Error::ActWithoutEntry);
        }
        self.end()
    }

    /// Keeps what is no act on evidence and needs no entry: settings.
    pub(crate) fn commit_unlogged(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        self.index_new_words()?;
        self.digests().write(&self.conn)?;
        self.conn.execute_batch("COMMIT")?;
        self.open = false;
        self.digests().commit();
        Ok(())
    }

    /// Marks a place to go back to, for work that may fail in the middle while the item itself is kept.
    pub fn mark(&mut self) -> Result<()> {
        self.index_new_words()?;
        self.entries_at_mark = self.entries;
        self.conn.execute_batch("SAVEPOINT mark")?; // the search indexes write what they held back: part of what is marked
        self.digests().mark();
        Ok(())
    }

    /// Takes back everything since the last [`Change::mark`].
    pub fn back_to_mark(&mut self) -> Result<()> {
        self.conn.execute_batch("ROLLBACK TO mark; RELEASE mark")?;
        self.words.forget();
        self.interned = messages::Interned::default();
        self.entries = self.entries_at_mark;
        self.digests().back_to_mark();
        Ok(())
    }

    /// Keeps what was done since the last [`Change::mark`], as far as the change itself is kept.
    pub fn release_mark(&mut self) -> Result<()> {
        Ok(self.conn.execute_batch("RELEASE mark")?)
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        if self.open {
            self.writer.roll_back();
            self.digests().roll_back();
        }
    }
}

#[cfg(test)]
mod digests_tests;
#[cfg(test)]
mod tests;
