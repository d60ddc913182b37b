//! Empties the write-ahead log so that its blocks do not keep the pages that went through it.
//!
//! SQLite cuts or unlinks the log and leaves its blocks as they are: pages with the wrapped keys of what was forgotten since
//! would stand in free space, readable for whoever has the passphrase. So the file is overwritten in its place first.
//!
//! Deliberately absent: a log cut by `journal_size_limit` after a very large act; disks that write elsewhere.

use crate::Result;
use crate::files::open_file;
use rusqlite::Connection;
use std::fs::OpenOptions;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

/// Device and inode of the database that was opened: after a wipe another locker's may lie at its path.
pub(super) type Identity = (u64, u64);

/// Of the file that lies there now.
pub(super) fn identity(path: &Path) -> Option<Identity> {
    path.symlink_metadata().ok().map(|meta| (meta.dev(), meta.ino()))
}

const PIECE: usize = 1 << 20;
/// Bytes of a log's header (sqlite.org/fileformat2.html, "The Write-Ahead Log").
const HEADER: u64 = 32;

/// Brings the log into the file, overwrites and empties it. True where somebody reads and it could not be.
///
/// Whoever calls keeps other writers away. Once the log was restarted nobody reads from it. Its header goes first and is
/// synced before the rest: a log cut short anywhere after that has no valid header, which the next start takes for empty,
/// and one cut short before is whole.
pub(super) fn empty_log(conn: &Connection, opened: Option<Identity>) -> Result<bool> {
    let checkpoint = |how: &str| -> Result<bool> {
        Ok(conn.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| row.get(0))?)
    };
    if !checkpoint("RESTART")? {
        let _ = overwrite(conn, opened); // where it cannot be, it is at least emptied
    }
    checkpoint("TRUNCATE")
}

fn overwrite(conn: &Connection, opened: Option<Identity>) -> Result<()> {
    let Some(database) = conn
        .path()
        .filter(|path| opened.is_some() && identity(Path::new(path)) == opened)
    else {
        return Ok(());
    };
    let log = PathBuf::from(format!("{database}-wal"));
    let file = open_file(&log, OpenOptions::new().write(true))?;
    let (len, zeros) = (file.metadata()?.len(), vec![0; PIECE]);
    if len == 0 {
        return Ok(());
    }
    file.write_all_at(&zeros[..len.min(HEADER) as usize], 0)?;
    file.sync_data()?;
    for at in (0..len).step_by(PIECE) {
        let piece = (len - at).min(PIECE as u64) as usize;
        file.write_all_at(&zeros[..piece], at)?;
    }
    Ok(file.sync_data()?)
}
