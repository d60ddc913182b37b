//! Looks at every page and every row: what was changed or lost outside the program is found here.

use super::{Db, Reader};
use crate::Result;
use rusqlite::ErrorCode;
use std::sync::PoisonError;

/// What a check of the database found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DbReport {
    /// Pages whose HMAC is wrong, at most 1,000 of them.
    pub damaged_pages: u32,
    /// Complaints about tables and indexes, at most 100.
    pub damaged_structures: u32,
    /// Rows that point at nothing.
    pub dangling_rows: u32,
    /// Tables whose rows do not add up: some were put back, taken out or changed from outside.
    pub altered_tables: u32,
}

impl DbReport {
    /// Whether nothing is wrong.
    pub fn is_intact(&self) -> bool {
        *self == Self::default()
    }
}

impl Db {
    /// Checks every page's HMAC, then tables, references and the search index. Reads the whole file; waits for the act
    /// under way, and lets none begin before the pages are read.
    pub fn check(&self) -> Result<DbReport> {
        let damaged_pages = self.damaged_pages()?;
        if damaged_pages > 0 {
            return Ok(DbReport {
                damaged_pages,
                ..DbReport::default()
            });
        }
        let damaged_indexes = self.damaged_indexes();
        let reader = self.read();
        Ok(DbReport {
            damaged_pages,
            damaged_structures: damaged_indexes + reader.complaints("PRAGMA integrity_check(100)", 100)?,
            dangling_rows: reader.complaints("PRAGMA foreign_key_check", 1_000)?,
            altered_tables: reader.altered_tables(u64::MAX)?,
        })
    }

    /// SQLCipher looks at the file alone. After a power cut its pages may be half written while the log beside it holds
    /// them whole, so what is in the log goes into the file first; where nothing can be written, it stays there.
    fn damaged_pages(&self) -> Result<u32> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = super::emptied::empty_log(&writer.conn, self.opened);
        writer.complaints("PRAGMA cipher_integrity_check", 1_000)
    }

    /// Compares the search indexes with the texts they are over (sqlite.org/fts5.html, "The 'integrity-check' Command").
    /// A locker that cannot be written has this left out: FTS5 takes the question for a change.
    fn damaged_indexes(&self) -> u32 {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let ask = |index: &str| format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
        let answers = ["passages_fts", "words_fts"].map(|index| writer.conn.execute_batch(&ask(index)));
        writer.words.forget(); // the words it met are no new ones
        let torn = |answer: &rusqlite::Result<()>| {
            answer
                .as_ref()
                .is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt))
        };
        answers.iter().map(|answer| u32::from(torn(answer))).sum()
    }
}

impl Reader {
    /// Whether every page authenticates and all rows add up; what cannot be read does not.
    pub(crate) fn adds_up(&self) -> bool {
        let pages = self.complaints("PRAGMA cipher_integrity_check", 1);
        pages == Ok(0) && self.altered_tables(u64::MAX) == Ok(0)
    }

    fn complaints(&self, pragma: &str, most: usize) -> Result<u32> {
        let mut select = self.conn.prepare(pragma)?;
        let mut rows = select.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let fine = matches!(row.get_ref(0)?.as_str(), Ok("ok"));
            count += u32::from(!fine);
            if count as usize >= most {
                break;
            }
        }
        Ok(count)
    }
}
