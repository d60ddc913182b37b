//! Looks at every page and every row: what was changed or lost outside the program is found here.

use super::Reader;
use crate::Result;

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

impl Reader {
    /// Checks every page's HMAC, then tables, references and the search index. Reads the whole file.
    pub fn check(&self) -> Result<DbReport> {
        let damaged_pages = self.complaints("PRAGMA cipher_integrity_check", 1_000)?;
        if damaged_pages > 0 {
            return Ok(DbReport {
                damaged_pages,
                ..DbReport::default()
            });
        }
        Ok(DbReport {
            damaged_pages,
            damaged_structures: self.complaints("PRAGMA integrity_check(100)", 100)?,
            dangling_rows: self.complaints("PRAGMA foreign_key_check", 1_000)?,
        })
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
