//! The tables, and how an older database becomes a present one: a copy of the file first, then all steps in one
//! transaction. `FORMAT-database.md` describes the tables; a test compares it with what is here.

use crate::{Error, Result};
use rusqlite::Connection;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The steps from nothing to the present form; step n leads to version n + 1. Never edited once released.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("schema-1.sql")];

/// Brings a database to the newest version. [`Error::DatabaseIsNewer`] where it has a version we do not know.
pub(super) fn migrate(conn: &Connection, path: &Path, steps: &[&str]) -> Result<()> {
    let version = version(conn)?;
    if version == steps.len() {
        return Ok(());
    }
    let due = steps.get(version..).ok_or(Error::DatabaseIsNewer)?;
    if version > 0 {
        copy_aside(conn, path, version)?;
    }
    conn.execute_batch("BEGIN EXCLUSIVE")?;
    let done = due
        .iter()
        .try_for_each(|step| conn.execute_batch(step))
        .and_then(|()| conn.pragma_update(None, "user_version", steps.len() as i64))
        .and_then(|()| conn.execute_batch("COMMIT"));
    if done.is_err() {
        let _ = conn.execute_batch("ROLLBACK");
    }
    Ok(done?)
}

pub(super) fn version(conn: &Connection) -> Result<usize> {
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Error::DatabaseDamaged)
}

/// The encrypted file as it is, beside itself: `db.before-2` holds version 1.
fn copy_aside(conn: &Connection, path: &Path, version: usize) -> Result<PathBuf> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let copy = path.with_extension(format!("before-{}", version + 1));
    fs::copy(path, &copy)?;
    File::open(&copy)?.sync_all()?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(copy)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_format_page_names_every_table_and_no_other() {
        let page = include_str!("../../FORMAT-database.md");
        let tables = page
            .split("## Tables")
            .nth(1)
            .and_then(|rest| rest.split("## ").next())
            .expect("section");
        let named: Vec<&str> = tables
            .lines()
            .filter(|line| line.starts_with("| `"))
            .filter_map(|line| line.split('|').nth(1))
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .collect();
        let schema = include_str!("schema-1.sql");
        let made: Vec<&str> = schema
            .lines()
            .filter_map(|line| {
                line.strip_prefix("CREATE TABLE ")
                    .or(line.strip_prefix("CREATE VIRTUAL TABLE "))
            })
            .filter_map(|rest| rest.split_whitespace().next())
            .collect();
        assert_eq!(named, made, "in the order of the schema");
    }
}
