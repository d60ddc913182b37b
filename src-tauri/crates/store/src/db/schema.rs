//! The tables, and how an older database becomes a present one: a copy of the file first, then all steps in one
//! transaction. `FORMAT-database.md` describes the tables; a test compares it with what is here.

use crate::fail::point;
use crate::files::{open_to_read, sync_parent};
use crate::{Error, Result};
use rusqlite::Connection;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The steps from nothing to the present form; step n leads to version n + 1. Never edited once released.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema-1.sql"),
    include_str!("schema-2.sql"),
    include_str!("schema-3.sql"),
];

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
        .try_for_each(|step| Ok(conn.execute_batch(step)?))
        .and_then(|()| super::digests::fill(conn))
        .and_then(|()| Ok(conn.pragma_update(None, "user_version", steps.len() as i64)?))
        .and_then(|()| point("migrate-commit"))
        .and_then(|()| Ok(conn.execute_batch("COMMIT")?));
    if done.is_err() {
        let _ = conn.execute_batch("ROLLBACK");
    }
    done
}

pub(super) fn version(conn: &Connection) -> Result<usize> {
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Error::DatabaseDamaged)
}

/// The encrypted file as it is, beside itself: `db.before-2` holds version 1.
fn copy_aside(conn: &Connection, path: &Path, version: usize) -> Result<PathBuf> {
    super::emptied::empty_log(conn, super::emptied::identity(path))?;
    let copy = path.with_extension(format!("before-{}", version + 1));
    point("migrate-copy")?;
    if copy.symlink_metadata().is_ok() {
        fs::remove_file(&copy)?; // of a migration that was cut short
    }
    io::copy(&mut open_to_read(path)?, &mut File::create_new(&copy)?)?;
    File::open(&copy)?.sync_all()?;
    sync_parent(&copy)?;
    point("migrate-copied")?;
    Ok(copy)
}

/// Whether a file of this name beside the database is a copy from before a migration.
pub(crate) fn is_copy(name: &str) -> bool {
    let version = name.strip_prefix("db.before-").unwrap_or_default();
    !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit())
}

/// Removes the copies from before earlier migrations.
pub(super) fn remove_copies(path: &Path) -> Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_copy) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
impl super::Db {
    /// As if a row of evidence had been taken out from outside.
    pub(crate) fn miscount(&self) {
        let writer = self.writer.lock().expect("no panic before");
        let more = "UPDATE row_digests SET rows = rows + 1 WHERE name = 'evidence'";
        assert_eq!(writer.conn.execute(more, []), Ok(1));
    }

    /// Takes back what later steps made, as if a first version had written it.
    pub(crate) fn back_to_version_1(&self) {
        let writer = self.writer.lock().expect("no panic before");
        let back = "DROP TABLE row_digests; DROP TABLE loose; DELETE FROM settings WHERE key IN ('slots', 'row-salt'); PRAGMA user_version = 1";
        writer.conn.execute_batch(back).expect("tables that are there");
    }
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
        let made: Vec<&str> = super::MIGRATIONS
            .iter()
            .flat_map(|step| step.lines())
            .filter_map(|line| {
                line.strip_prefix("CREATE TABLE ")
                    .or(line.strip_prefix("CREATE VIRTUAL TABLE "))
            })
            .filter_map(|rest| rest.split_whitespace().next())
            .collect();
        assert_eq!(named, made, "in the order of the schema");
    }
}
