//! Making and unlocking a locker: slots, database and blobs in the one order that tells an old part from a crash.
//!
//! The slots count how often they were written, and the database remembers the count. Before the slots are written the
//! database is told what the count will be, and after it that it is so. A crash at any moment leaves slots that the
//! database knows; a slots file or a database that was put back from an older copy does not. Where the two disagree
//! nothing is deleted: blobs that the older database has never heard of are strays, not orphans.
//!
//! Deliberately absent: a whole folder put back, which agrees with itself; a noted head of the custody log shows that.

#[cfg(test)]
mod tests;

use crate::blobs::{BlobId, Swept};
use crate::custody::NewEntry;
use crate::db::Db;
use crate::decoy::{bring_forward, is_there};
use crate::fail::point;
use crate::slots::{Opened, Secret, Slots};
use crate::wipe::{SLOTS, wipe};
use crate::{Error, Folder, Keys, Result};
use model::{Act, Quiet, Timestamp};
use seal::{KdfParams, Randomness, SlotKind};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// A locker that was unlocked.
pub struct Unlocked {
    /// The folder, held by this process.
    pub folder: Folder,
    /// The locker's keys.
    pub keys: Keys,
    /// Its database.
    pub db: Db,
    /// Whom the slot is for that was opened.
    pub kind: SlotKind,
    /// The cost of the passphrase is below what a new locker would get.
    pub weak: bool,
    /// What was found that should not be.
    pub standing: Standing,
    /// What became of blobs that no row names.
    pub swept: Swept,
}

/// How slots and database stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// As they were left.
    #[default]
    Agree,
    /// The slots were written more often than the database knows: it is an older copy.
    DatabaseOlder,
    /// The slots were written less often than the database knows: they are an older copy.
    SlotsOlder,
    /// The limits were changed without a passphrase. They are as they were set again.
    LimitsAltered,
    /// Rows of the database were put back, taken out or changed from outside.
    RowsAltered,
}

impl Standing {
    /// For faces and the custody log; nothing where all is as it was left.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Standing::Agree => None,
            Standing::DatabaseOlder => Some("database-older"),
            Standing::SlotsOlder => Some("slots-older"),
            Standing::LimitsAltered => Some("limits-altered"),
            Standing::RowsAltered => Some("rows-altered"),
        }
    }
}

/// What the database knows of the slots.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Known {
    /// The count that was written last and was seen to be.
    at: u64,
    /// The count that is being written.
    next: u64,
}

const KNOWN: &str = "slots";

/// Makes a locker with one passphrase. [`Error::LockerExists`], [`Error::ReadOnly`], [`Error::DiskFull`]; what was made by then is
/// the caller's to wipe.
pub fn create(
    root: &Path,
    secret: &Secret<'_>,
    params: KdfParams,
    randomness: &dyn Randomness,
) -> Result<(Folder, Keys, Db)> {
    let (folder, keys) = Folder::create(root, secret, params, randomness)?;
    let db = Db::create(&folder.db_path(), &keys.database_key()?)?;
    let at = folder.slots().generation()?;
    db.set_setting(KNOWN, &Known { at, next: at })?;
    Ok((folder, keys, db))
}

/// Opens a locker. Finishes a wipe that was cut short; wipes where the locker was not opened for too long or one wrong
/// passphrase too many was given; gives way to the decoy where the passphrase is that of one.
///
/// # Errors
/// Those of [`Folder::open`], [`Slots::open`] and [`Db::open`]. [`Error::LockerWiped`] where it was wiped just now.
pub fn unlock(root: &Path, secret: &Secret<'_>, now: Timestamp, randomness: &dyn Randomness) -> Result<Unlocked> {
    let folder = Folder::open(root, randomness)?;
    let today = u64::try_from(now.millis()).unwrap_or(0);
    if folder.slots().is_overdue(today)? {
        return Err(wiped(root, randomness));
    }
    let opened = match folder.slots().open(secret) {
        Err(Error::WrongPassphrase) => return Err(wrong(&folder, randomness)),
        opened => opened?,
    };
    if let Some(database) = opened.decoy {
        return unlock_decoy(folder, opened, database, today, randomness);
    }
    let db = Db::open(&folder.db_path(), &opened.keys.database_key()?)?;
    let known: Option<Known> = db.read().setting(KNOWN)?;
    let mut standing = compare(known, opened.generation);
    if standing == Standing::Agree && !db.added_up {
        standing = Standing::RowsAltered;
    } else if standing == Standing::Agree && opened.limits_altered {
        standing = Standing::LimitsAltered;
    }
    let mut swept = Swept::default();
    if folder.require_writable().is_ok() {
        let next = announce(&db, known, opened.generation, standing, now, randomness)?;
        point("slots-announced")?;
        folder.slots().renew(&opened, next - 1, today, randomness)?;
        point("slots-renewed")?;
        let done = sweep(&folder, &db); // what stays is swept at a later start
        settle(&db, next, done.is_ok())?;
        swept = done.unwrap_or_default();
    }
    let Opened { keys, kind, weak, .. } = opened;
    Ok(Unlocked {
        folder,
        keys,
        db,
        kind,
        weak,
        standing,
        swept,
    })
}

/// Changes the slots of an open locker: one write of them, which the database knows of before and after.
pub fn change_slots<T>(folder: &Folder, db: &Db, act: impl FnOnce(&Slots) -> Result<T>) -> Result<T> {
    let _turn = folder.turn();
    let before = folder.slots().generation()?;
    let known = Known {
        at: before,
        next: before + 1,
    };
    db.set_setting(KNOWN, &known)?;
    point("slots-announced")?;
    let done = act(folder.slots())?;
    point("slots-changed")?;
    let at = folder.slots().generation()?;
    db.set_setting(KNOWN, &Known { at, next: at })?;
    Ok(done)
}

/// Opens the decoy. The first time, one write of the slots, as every unlock makes it, erases all other slots; what is left
/// of the locker goes after that. The time after, what was cut short is finished.
fn unlock_decoy(
    folder: Folder,
    opened: Opened,
    database: BlobId,
    today: u64,
    randomness: &dyn Randomness,
) -> Result<Unlocked> {
    let slots = folder.slots();
    let first = opened.kind == SlotKind::Duress;
    if first && !is_there(folder.root(), database) {
        return Err(Error::WrongPassphrase); // nothing is erased where there is nothing to show
    }
    let at = if first {
        slots.give_way(&opened, randomness)?
    } else {
        slots.generation()?
    };
    point("decoy-gave-way")?;
    bring_forward(folder.root(), database)?;
    let db = Db::open(&folder.db_path(), &opened.keys.database_key()?)?;
    let known = ids(db.read().blob_names()?);
    let _ = folder.blobs().keep_only(&known); // what stays is removed the next time
    point("decoy-swept")?;
    settle(&db, at, true)?;
    if !first {
        let at = slots.renew(&opened, at, today, randomness)?;
        settle(&db, at, true)?;
    }
    Ok(Unlocked {
        folder,
        keys: opened.keys,
        db,
        kind: SlotKind::Owner,
        weak: opened.weak,
        standing: Standing::Agree,
        swept: Swept::default(),
    })
}

/// Counts a wrong passphrase where that is wished, and wipes at the last.
fn wrong(folder: &Folder, randomness: &dyn Randomness) -> Error {
    match folder.slots().note_wrong() {
        Ok(Some(0)) => wiped(folder.root(), randomness),
        _ => Error::WrongPassphrase, // also where nothing can be written, and so nothing counted
    }
}

fn wiped(root: &Path, randomness: &dyn Randomness) -> Error {
    if keys_are_gone(root, randomness) {
        Error::LockerWiped
    } else {
        Error::ReadOnly
    }
}

/// Wipes, and says whether the slots were overwritten: only then is it over.
fn keys_are_gone(root: &Path, randomness: &dyn Randomness) -> bool {
    !wipe(root, randomness, &Quiet).left.contains(&"slots-not-overwritten")
}

/// For whom the slot is that this secret opens, without opening the locker: nothing is counted, written or given way to.
/// [`Error::WrongPassphrase`].
pub fn opens(root: &Path, secret: &Secret<'_>) -> Result<SlotKind> {
    Ok(Slots::at(&root.join(SLOTS))?.open(secret)?.kind)
}

/// What the unlock screen may know without a passphrase: how many more wrong ones are borne.
pub fn tries_left(root: &Path) -> Option<u8> {
    Slots::at(&root.join(SLOTS)).ok()?.tries_left().ok()?
}

/// Wipes a locker that was not opened for longer than it is to wait, unless it is open now. To be called at a start, as
/// [`crate::finish_wipe_if_interrupted`].
pub fn wipe_if_overdue(root: &Path, now: Timestamp, randomness: &dyn Randomness) -> bool {
    let today = u64::try_from(now.millis()).unwrap_or(0);
    let overdue = |slots: &Slots| slots.is_overdue(today) == Ok(true);
    if !Slots::at(&root.join(SLOTS)).is_ok_and(|slots| overdue(&slots)) {
        return false;
    }
    let held = Folder::open(root, randomness); // by nobody else
    held.is_ok_and(|folder| overdue(folder.slots()) && keys_are_gone(root, randomness))
}

fn compare(known: Option<Known>, found: u64) -> Standing {
    match known {
        None => Standing::Agree, // made before the database knew the count
        Some(Known { at, next }) if found == at || found == next => Standing::Agree,
        Some(Known { at, next }) if found > at.max(next) => Standing::DatabaseOlder,
        Some(_) => Standing::SlotsOlder,
    }
}

/// Tells the database what the slots will count next, and answers it. What was found is an entry of the custody log. Where
/// the two disagree, no blob may go any more: what this database calls loose, a newer one may have taken.
fn announce(
    db: &Db,
    known: Option<Known>,
    found: u64,
    standing: Standing,
    now: Timestamp,
    randomness: &dyn Randomness,
) -> Result<u64> {
    let highest = known.map_or(found, |known| found.max(known.at).max(known.next));
    let next = highest.checked_add(1).ok_or(Error::SlotsDamaged)?;
    let mut change = db.begin()?;
    if let Some(code) = standing.code() {
        if standing != Standing::LimitsAltered {
            change.forget_loose()?;
        }
        change.log(&entry(now, code, known, found), randomness)?;
    }
    change.put_setting(KNOWN, &Known { at: found, next })?;
    change.commit_unlogged()?;
    Ok(next)
}

fn entry(at: Timestamp, code: &str, known: Option<Known>, found: u64) -> NewEntry {
    let details = [
        ("found", code.to_owned()),
        ("slots", found.to_string()),
        ("database", known.map_or(0, |known| known.at).to_string()),
    ];
    NewEntry {
        at,
        act: Act::OlderPartFound,
        item: "locker".to_owned(),
        details: details.map(|(key, value)| (key.to_owned(), value)).into(),
    }
}

/// The slots are written; what was loose is swept.
fn settle(db: &Db, at: u64, swept: bool) -> Result<()> {
    let change = db.begin()?;
    if swept {
        change.forget_loose()?;
    }
    change.put_setting(KNOWN, &Known { at, next: at })?;
    change.commit_unlogged()
}

fn sweep(folder: &Folder, db: &Db) -> Result<Swept> {
    let reader = db.read();
    let known = ids(reader.blob_names()?);
    let loose = ids(reader.loose_names()?);
    drop(reader);
    folder.blobs().sweep(&known, &loose)
}

fn ids(names: Vec<String>) -> HashSet<BlobId> {
    names.into_iter().filter_map(|name| name.parse().ok()).collect()
}
