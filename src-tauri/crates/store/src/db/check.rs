//! Looks at every page and every row: what was changed or lost outside the program is found here.

use super::{Db, Reader};
use crate::Result;
use std::sync::PoisonError;

/// What a check of the database found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DbReport {
    /// Pages whose HMAC is wrong, at most 1,000 of them.
    pub damaged_pages: u32,
    /// Complaints about tables and indexes, at most 100.
    pub damaged_structures: u32,
    /// Rows that point at nothing.
    pub dangling_rows: u32,
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
        let reader = self.read();
        Ok(DbReport {
            damaged_pages,
            damaged_structures: reader.complaints("PRAGMA integrity_check(100)", 100)?,
            dangling_rows: reader.complaints("PRAGMA foreign_key_check", 1_000)?,
        })
    }

    /// SQLCipher looks at the file alone. After a power cut its pages may be half written while the log beside it holds
    /// them whole, so what is in the log goes into the file first; where nothing can be written, it stays there.
    fn damaged_pages(&self) -> Result<u32> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = super::emptied::empty_log(&writer.conn, self.opened);
        writer.complaints("PRAGMA cipher_integrity_check", 1_000)
    }
}

impl Reader {
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
