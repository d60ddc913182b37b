//! One sum over all rows of each table, kept by every act: rows that were put back, taken out or changed by anybody who
//! is not this program do not add up any more.
//!
//! Every page of the database has a seal of its own, so an older page of the same database is a valid one. A digest of
//! each row is added to its table's sum when the row comes and taken off when it goes; to put rows back unnoticed,
//! every page that was written since would have to be put back, which is the whole database, and that the slots tell.
//!
//! A row's digest is SHA-256 over the database's salt, the table's name and the values in their order, each with its type
//! and length. Digests are added modulo 2^256. The salt keeps a source from writing messages whose sums are alike.
//!
//! Deliberately absent: the `_data` tables of the search indexes, which FTS5's own check compares with the texts. It follows an
//! index from leaf to leaf and not down from its `_idx` table, so that one is here.

use super::{Change, Reader, open};
use crate::db::rows::to_json;
use crate::db::watch::watch;
use crate::{Error, Result};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use seal::{DatabaseKey, Digest, Randomness, SystemRandomness};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The setting that holds the salt, and its length in bytes.
const SALT: &str = "row-salt";
const SALT_BYTES: usize = 32;

/// SQLite's own table of numbers that are never given twice. It tells no changes, and has a handful of rows.
const SEQUENCE: &str = "sqlite_sequence";

/// How many rows of a table, and what the digests of them come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    rows: u64,
    sum: [u64; 4],
}

/// A table, and where the digest of each of its rows begins.
struct Table {
    name: String,
    columns: Vec<String>,
    seed: Digest,
}

/// The sums of a connection that writes, which tells of every row.
#[derive(Clone)]
pub(super) struct Digests(Arc<Mutex<Sums>>);

struct Sums {
    tables: Vec<Table>,
    now: Vec<Sum>,
    marked: Vec<Sum>,
    committed: Vec<Sum>,
}

/// Computes all sums anew. Only for a migration, in its transaction.
pub(super) fn fill(conn: &Connection) -> Result<()> {
    let there = "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name = 'row_digests'";
    if conn.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(()); // a form from before
    }
    let mut salt = [0; SALT_BYTES];
    SystemRandomness.fill(&mut salt)?;
    conn.execute(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![SALT, to_json(&salt)],
    )?;
    for table in tables(conn)? {
        write(conn, &table.name, table.count(conn)?)?;
    }
    Ok(())
}

/// Tables of at most so many rows are added up at every opening, the others by a check.
const QUICKLY: u64 = 2_000;

/// Whether the small tables add up, asked over a connection of its own: after one page that does not authenticate SQLCipher answers
/// nothing more.
pub(super) fn add_up_quickly(path: &Path, key: &DatabaseKey) -> bool {
    let reader = open::connect(path, key, open::Mode::Read).and_then(Reader::new);
    reader.and_then(|reader| reader.altered_tables(QUICKLY)) == Ok(0)
}

impl Digests {
    /// Reads the sums and keeps them from now on, whatever statement changes a row on this connection.
    pub fn watch(conn: &Connection) -> Result<Self> {
        let tables = tables(conn)?;
        let now = tables
            .iter()
            .map(|table| stored(conn, table))
            .collect::<Result<Vec<_>>>()?;
        let sums = Sums {
            tables,
            marked: now.clone(),
            committed: now.clone(),
            now,
        };
        let digests = Self(Arc::new(Mutex::new(sums)));
        let hand = digests.clone();
        watch(conn, move |table, comes, values| hand.row_changed(table, comes, values))?;
        Ok(digests)
    }

    fn row_changed(&self, table: &[u8], comes: bool, values: &mut dyn Iterator<Item = ValueRef<'_>>) {
        let mut sums = self.lock();
        let place = sums.tables.iter().position(|known| known.name.as_bytes() == table);
        if let Some(place) = place {
            let digest = digest(sums.tables[place].seed.clone(), values);
            sums.now[place].add(&digest, comes);
        }
    }

    /// Writes what has changed. The last thing before a commit.
    pub fn write(&self, conn: &Connection) -> Result<()> {
        conn.execute_batch("SAVEPOINT sums; RELEASE sums")?; // the search indexes write what they held back
        let mut sums = self.lock();
        if let Some(place) = sums.tables.iter().position(|table| table.name == SEQUENCE) {
            sums.now[place] = sums.tables[place].count(conn)?;
        }
        let changed = sums.changed();
        drop(sums); // what is written here is told of, too
        changed.iter().try_for_each(|(name, sum)| write(conn, name, *sum))
    }

    /// What was written is committed.
    pub fn commit(&self) {
        let mut sums = self.lock();
        sums.committed = sums.now.clone();
    }

    /// Back to what is committed.
    pub fn roll_back(&self) {
        let mut sums = self.lock();
        sums.now = sums.committed.clone();
    }

    /// Marks a place to go back to.
    pub fn mark(&self) {
        let mut sums = self.lock();
        sums.marked = sums.now.clone();
    }

    /// Goes back to it.
    pub fn back_to_mark(&self) {
        let mut sums = self.lock();
        sums.now = sums.marked.clone();
    }

    fn lock(&self) -> MutexGuard<'_, Sums> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sums {
    fn changed(&self) -> Vec<(String, Sum)> {
        let places = (0..self.tables.len()).filter(|&i| self.now[i] != self.committed[i]);
        places.map(|i| (self.tables[i].name.clone(), self.now[i])).collect()
    }
}

impl Reader {
    /// How many tables do not add up, of those with at most `most` rows each. Reads all their rows.
    pub fn altered_tables(&self, most: u64) -> Result<u32> {
        // One moment for sums and rows, while another connection may write.
        let nested = !self.conn.is_autocommit();
        if !nested {
            self.conn.execute_batch("BEGIN")?;
        }
        let altered = self.altered(most);
        if !nested {
            self.conn.execute_batch("COMMIT")?;
        }
        altered
    }

    fn altered(&self, most: u64) -> Result<u32> {
        let mut altered = 0;
        for table in tables(&self.conn)? {
            let stored = stored(&self.conn, &table)?;
            altered += u32::from(stored.rows <= most && table.count(&self.conn)? != stored);
        }
        Ok(altered)
    }
}

impl Change<'_> {
    pub(super) fn digests(&self) -> &Digests {
        &self.db.digests
    }
}

impl Table {
    /// The sum over all rows that are there.
    fn count(&self, conn: &Connection) -> Result<Sum> {
        let mut select = conn.prepare(&format!("SELECT {} FROM {}", self.columns.join(", "), self.name))?;
        let mut rows = select.query([])?;
        let mut sum = Sum::default();
        while let Some(row) = rows.next()? {
            sum.add(&self.digest(row)?, true);
        }
        Ok(sum)
    }

    fn digest(&self, row: &Row<'_>) -> Result<[u8; 32]> {
        let values: Vec<ValueRef<'_>> = (0..self.columns.len())
            .map(|i| row.get_ref(i))
            .collect::<rusqlite::Result<_>>()?;
        Ok(digest(self.seed.clone(), values.into_iter()))
    }
}

impl Sum {
    fn add(&mut self, digest: &[u8; 32], comes: bool) {
        self.rows = if comes {
            self.rows.wrapping_add(1)
        } else {
            self.rows.wrapping_sub(1)
        };
        let mut carry = false;
        for (limb, bytes) in self.sum.iter_mut().zip(digest.as_chunks::<8>().0) {
            let by = u64::from_le_bytes(*bytes);
            let (next, over) = if comes {
                limb.carrying_add(by, carry)
            } else {
                limb.borrowing_sub(by, carry)
            };
            (*limb, carry) = (next, over);
        }
    }

    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (eight, limb) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(self.sum) {
            *eight = limb.to_le_bytes();
        }
        bytes
    }
}

fn digest<'v>(mut digest: Digest, values: impl Iterator<Item = ValueRef<'v>>) -> [u8; 32] {
    for value in values {
        let number;
        let (kind, bytes): (u8, &[u8]) = match value {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(integer) => {
                number = integer.to_le_bytes();
                (1, &number)
            }
            ValueRef::Real(real) => {
                number = real.to_bits().to_le_bytes();
                (2, &number)
            }
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(blob) => (4, blob),
        };
        digest.update(&[kind]);
        digest.update(&(bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    digest.finish().0
}

/// The tables with rows: no virtual ones, not what a search index holds for its texts, and not the sums.
fn tables(conn: &Connection) -> Result<Vec<Table>> {
    let salt: Option<String> = conn
        .query_row("SELECT value FROM settings WHERE key = ?1", [SALT], |row| row.get(0))
        .optional()?;
    let salt = salt.unwrap_or_default(); // without it nothing adds up, which is what a check is to say
    let mut select = conn.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND (type = 'table' OR type = 'shadow' AND (name LIKE '%_idx' OR name LIKE '%_config'))
           AND name NOT IN ('sqlite_schema', 'sqlite_stat1', 'row_digests')
         ORDER BY name",
    )?;
    let names = select
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    names.into_iter().map(|name| Table::of(conn, name, &salt)).collect()
}

impl Table {
    fn of(conn: &Connection, name: String, salt: &str) -> Result<Self> {
        let mut select = conn.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let columns = select
            .query_map([&name], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let plain = |word: &String| {
            word.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
        };
        if !plain(&name) || !columns.iter().all(plain) {
            return Err(Error::DatabaseDamaged); // none of ours
        }
        let seed = digest_start(salt, &name);
        Ok(Self { name, columns, seed })
    }
}

fn digest_start(salt: &str, name: &str) -> Digest {
    let mut start = Digest::new();
    for part in [salt, name] {
        start.update(&(part.len() as u64).to_le_bytes());
        start.update(part.as_bytes());
    }
    start
}

fn stored(conn: &Connection, table: &Table) -> Result<Sum> {
    let row = conn
        .query_row(
            "SELECT rows, sum FROM row_digests WHERE name = ?1",
            [&table.name],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)),
        )
        .optional()?;
    let Some((rows, bytes)) = row else {
        return Ok(Sum::default());
    };
    let mut sum = [0; 4];
    for (limb, eight) in sum.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *limb = u64::from_le_bytes(*eight);
    }
    Ok(Sum {
        rows: rows.cast_unsigned(),
        sum,
    })
}

fn write(conn: &Connection, name: &str, sum: Sum) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO row_digests (name, rows, sum) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET rows = excluded.rows, sum = excluded.sum",
    )?
    .execute(params![name, sum.rows.cast_signed(), sum.bytes()])?;
    Ok(())
}
