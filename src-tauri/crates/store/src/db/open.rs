//! Opening a connection: key first, then everything that keeps plaintext off the disk and hostile files within bounds.
//!
//! Deliberately absent: a choice. Every connection is opened the same way.

use crate::files::{is_file, require_file_or_nothing};
use crate::{Error, Result, memory};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use seal::DatabaseKey;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Create,
    Open,
    Read,
}

/// An encrypted connection. The first page is read, so a wrong key shows here.
pub(super) fn connect(path: &Path, key: &DatabaseKey, mode: Mode) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if mode == Mode::Create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    require_files(path, mode)?;
    memory::overwrite_when_freed()?;
    let conn = Connection::open_with_flags(path, flags)?;
    unlock(&conn, key)?;
    conn.execute_batch(
        "PRAGMA cipher_page_size = 16384;
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
         PRAGMA cipher_log_level = NONE;",
    )?;
    harden(&conn)?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    set_up(&conn, mode)?;
    Ok(conn)
}

/// SQLite would wait for ever at a pipe and write through a link.
fn require_files(path: &Path, mode: Mode) -> Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        require_file_or_nothing(Path::new(&name))?;
    }
    if mode == Mode::Create || is_file(path) {
        Ok(())
    } else {
        Err(Error::DatabaseDamaged) // it is not there
    }
}

/// Sets the raw key (no PBKDF2). The statement is built in memory that is zeroed; SQLCipher zeroes its own.
fn unlock(conn: &Connection, key: &DatabaseKey) -> Result<()> {
    key.expose_literal(|literal| {
        let mut pragma = Zeroizing::new(String::with_capacity(96));
        pragma.push_str("PRAGMA key = \"");
        pragma.push_str(literal);
        pragma.push('"');
        conn.execute_batch(&pragma)
    })?;
    Ok(())
}

fn harden(conn: &Connection) -> Result<()> {
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    for (limit, most) in LIMITS {
        conn.set_limit(*limit, *most)?;
    }
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn set_up(conn: &Connection, mode: Mode) -> Result<()> {
    conn.execute_batch(
        "PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 512;
         PRAGMA journal_size_limit = 16777216;
         PRAGMA mmap_size = 0;",
    )?;
    match mode {
        Mode::Read => conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -32768")?,
        Mode::Create | Mode::Open => {
            conn.execute_batch("PRAGMA cache_size = -65536")?;
            let journal: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
            if journal != "wal" {
                return Err(Error::ReadOnly);
            }
        }
    }
    Ok(())
}

/// What a statement, a row or a damaged schema may at most ask for.
const LIMITS: &[(Limit, i32)] = &[
    (Limit::SQLITE_LIMIT_LENGTH, 64 << 20),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
    (Limit::SQLITE_LIMIT_VDBE_OP, 100_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 16),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 64),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 4),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// The same without encryption, to measure what encryption costs.
#[cfg(test)]
pub(super) fn connect_plain(path: &Path) -> Result<Connection> {
    memory::overwrite_when_freed()?;
    let conn = Connection::open(path)?;
    conn.execute_batch("PRAGMA page_size = 16384")?;
    harden(&conn)?;
    set_up(&conn, Mode::Create)?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_tables_stay_in_memory_whatever_a_pragma_says() {
        memory::overwrite_when_freed().expect("nobody used SQLite before");
        let conn = Connection::open_in_memory().expect("memory");
        let mut options = conn.prepare("PRAGMA compile_options").expect("pragma");
        let options: Vec<String> = options
            .query_map([], |row| row.get(0))
            .expect("options")
            .map(|option| option.expect("text"))
            .collect();
        assert!(options.iter().any(|option| option == "TEMP_STORE=3"), "{options:?}");
        assert!(
            options.iter().any(|option| option == "ENABLE_PREUPDATE_HOOK"),
            "{options:?}"
        );
    }
}
