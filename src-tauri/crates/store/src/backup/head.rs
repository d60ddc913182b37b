//! The head of a backup: what opens it, and the list of what belongs to it.
//!
//! `"vouchsafe backup" ‖ 1 ‖ 15 zeros ‖ one copy of the slots ‖ sealed list ‖ SHA-256 of all before`. The list is JSON, sealed
//! under a key of the locker's: it tells names, sizes and digests of *sealed* files, and so nothing of their content, but
//! only whoever has the key can make one. The digest at the end tells damage from a wrong passphrase.

use super::there::{there, write_whole};
use crate::files::open_to_read;
use crate::slots::{Apart, Opened, Secret};
use crate::{BlobId, Error, Keys, Result};
use model::{Sha256Digest, Timestamp};
use seal::Randomness;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

/// Both heads, the first one first.
pub(super) const HEADS: [&str; 2] = ["vouchsafe-backup", "vouchsafe-backup-2"];

const START: [u8; 32] = *b"vouchsafe backup\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const LIST_AT: usize = START.len() + Apart::LEN;
const DIGEST_LEN: usize = 32;
const MAX_LEN: u64 = 512 << 20; // a list of some three million files

/// A file of the backup: sealed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub bytes: u64,
    pub sha256: Sha256Digest,
}

/// The database of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Database {
    pub name: String,
    #[serde(flatten)]
    pub entry: Entry,
}

/// How far the custody log reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LogEnd {
    pub n: u32,
    pub chain: Sha256Digest,
}

/// What belongs to the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct List {
    /// When the run ended (or began, while none has ended).
    pub made: Timestamp,
    pub log: LogEnd,
    /// Nothing while no run has ended.
    pub database: Option<Database>,
    pub blobs: BTreeMap<String, Entry>,
    /// Blobs that the database names and that the locker had not, or not whole. What the backup has of one lies under its
    /// name, complete, or with `.part` after it.
    pub missing: Vec<String>,
}

impl List {
    /// The blobs whose names are such.
    pub fn blobs(&self) -> impl Iterator<Item = (BlobId, Entry)> {
        self.blobs
            .iter()
            .filter_map(|(name, entry)| Some((name.parse().ok()?, *entry)))
    }
}

/// A head that was read or made.
pub(super) struct Head {
    pub slots: Apart,
    sealed: Vec<u8>,
}

impl Head {
    /// Seals a list.
    pub fn seal(slots: Apart, list: &List, keys: &Keys, randomness: &dyn Randomness) -> Result<Self> {
        let json = serde_json::to_vec(list).map_err(|_| Error::TooLong)?;
        let sealed = keys.locker.seal_backup_list(&keys.id, &json, &START, randomness)?;
        Ok(Self { slots, sealed })
    }

    /// Writes both heads, each by a rename.
    pub fn put(&self, dir: &Path) -> Result<()> {
        let mut bytes = [&START[..], self.slots.bytes(), &self.sealed].concat();
        bytes.extend_from_slice(&seal::sha256(&bytes).0);
        for name in HEADS {
            write_whole(&dir.join(name), &bytes)?;
            if read_bytes(&dir.join(name))? != Some(bytes.clone()) {
                return Err(Error::BackupNotVerified);
            }
        }
        Ok(())
    }

    fn list(&self, keys: &Keys) -> Result<List> {
        let opened = keys.locker.open_backup_list(&keys.id, &self.sealed, &START);
        let json = opened.map_err(|_| Error::BackupDamaged)?;
        let list: List = serde_json::from_slice(&json).map_err(|_| Error::BackupDamaged)?;
        let named = list
            .database
            .as_ref()
            .is_none_or(|database| is_database_name(&database.name));
        if named { Ok(list) } else { Err(Error::BackupDamaged) }
    }
}

/// Whether a name is one that a run gives to its database: a plain name in the backup's folder.
pub(super) fn is_database_name(name: &str) -> bool {
    let digits = name.strip_prefix("db-").unwrap_or_default();
    digits.len() == 16 && is_hex(digits)
}

/// Lower-case hexadecimal digits.
pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The list of a backup of the locker that these keys are of; nothing where there is no backup yet.
///
/// # Errors
/// [`Error::BackupOfAnother`], [`Error::BackupDamaged`] where neither head can be read.
pub(super) fn known(dir: &Path, keys: &Keys) -> Result<Option<List>> {
    let mut first = None;
    for name in HEADS {
        match read(&dir.join(name)) {
            Ok(None) => {}
            Ok(Some(head)) => match head.list(keys) {
                Ok(list) => return Ok(Some(list)),
                Err(_) => first = first.or(Some(Error::BackupOfAnother)),
            },
            Err(error) => first = first.or(Some(error)),
        }
    }
    first.map_or(Ok(None), Err)
}

/// The first head that is whole, opened.
///
/// # Errors
/// [`Error::WrongPassphrase`], [`Error::NotABackup`], [`Error::BackupDamaged`], [`Error::SlotsCostTooHigh`], [`Error::LockerIsNewer`].
pub(super) fn open(dir: &Path, secret: &Secret<'_>) -> Result<(Head, Opened, List)> {
    let mut first = None;
    for name in HEADS {
        let opened = read(&dir.join(name)).and_then(|head| open_one(head, secret));
        match opened {
            Ok(Some(opened)) => return Ok(opened),
            Ok(None) => {}
            Err(Error::WrongPassphrase) => return Err(Error::WrongPassphrase),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or(Error::NotABackup))
}

fn open_one(head: Option<Head>, secret: &Secret<'_>) -> Result<Option<(Head, Opened, List)>> {
    let Some(head) = head else { return Ok(None) };
    let opened = head.slots.open(secret)?;
    let list = head.list(&opened.keys)?;
    Ok(Some((head, opened, list)))
}

fn read(path: &Path) -> Result<Option<Head>> {
    let Some(bytes) = read_bytes(path)? else {
        return Ok(None);
    };
    if bytes.len() < LIST_AT + DIGEST_LEN || bytes[..16] != START[..16] {
        return Err(Error::BackupDamaged);
    }
    if bytes[..START.len()] != START {
        return Err(Error::LockerIsNewer);
    }
    let (content, digest) = bytes.split_at(bytes.len() - DIGEST_LEN);
    if seal::sha256(content).0 != digest {
        return Err(Error::BackupDamaged);
    }
    let slots = Apart::read(&content[START.len()..LIST_AT]).map_err(|error| match error {
        Error::SlotsDamaged => Error::BackupDamaged,
        other => other,
    })?;
    Ok(Some(Head {
        slots,
        sealed: content[LIST_AT..].to_vec(),
    }))
}

fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>> {
    let file = match open_to_read(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(Error::BackupDamaged),
        Err(error) => return Err(there(error)),
    };
    let mut bytes = Vec::new();
    let read = crate::fail::reading(&file, 0, LIST_AT).and_then(|()| file.take(MAX_LEN).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(Some(bytes)),
        Err(_) if path.symlink_metadata().is_ok() => Err(Error::BackupDamaged),
        Err(error) => Err(there(error)),
    }
}
