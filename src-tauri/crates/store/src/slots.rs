//! The key slots: a file of fixed size, written in place and never by temporary file and rename, because that would leave
//! the old keys in free space.
//!
//! Two equal copies, A and B, each a header page and eight slots of equal size; unused slots are random. Every write goes
//! to A, then to B, each followed by fsync, with a generation that counts up; reading takes the valid copy with the higher
//! one. Every unlock rewrites the file ([`Slots::renew`]), so that no later trace tells an ordinary one from another.
//! FORMAT.md says where each byte lies.
//!
//! Deliberately absent: the cryptography of a slot (`seal`), overwriting for good (`wipe`).

mod apart;
mod layout;
#[cfg(test)]
mod tests;

use crate::blobs::BlobId;
use crate::fail::point;
use crate::files::{open_file, open_to_read, read_whole};
use crate::keys::{Keys, LockerId};
use crate::{Error, Result};
use layout::{Copy, FILE_LEN, Kept, Spent, Table, Use};
use seal::{KdfParams, KeyFile, LockerKey, Passphrase, Randomness, Root, SealError, SlotContents, SlotKind};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

pub(crate) use apart::Apart;
pub(crate) use layout::{COPY_LEN, WIPED};

/// How many slots there are, used or not.
pub const SLOTS: usize = 8;

/// A way to open the locker: what a person knows, and has.
pub struct Secret<'a> {
    /// The passphrase.
    pub passphrase: &'a Passphrase,
    /// The key file, where one is used.
    pub key_file: Option<&'a KeyFile>,
}

/// When a locker destroys itself without being asked. Nothing, unless the person wants it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Wrong passphrases in a row; 0: any number.
    pub tries: u8,
    /// Days without being opened; 0: any number.
    pub days: u16,
}

/// What a passphrase opens that is given under coercion.
pub struct Decoy<'a> {
    /// The keys of the locker that is shown.
    pub keys: &'a Keys,
    /// Its database, kept among the blobs.
    pub database: BlobId,
}

/// What an opened slot gave.
pub struct Opened {
    /// The locker's keys.
    pub keys: Keys,
    /// Which slot it was, from 0.
    pub slot: usize,
    /// Whom the slot is for.
    pub kind: SlotKind,
    /// A database among the blobs that is to be the locker's: the passphrase is, or was, that of a decoy.
    pub decoy: Option<BlobId>,
    pub(crate) root: Root,
    /// One copy is damaged or older; [`Slots::renew`] writes both anew.
    pub repaired: bool,
    /// How often the file was written, as it was found. The database knows it too: see `unlock`.
    pub generation: u64,
    /// The cost of the passphrase is below what a new locker would get.
    pub weak: bool,
    /// The limits that stand in the open are not those that were set: somebody changed them without a passphrase.
    pub limits_altered: bool,
}

/// A slot in use, as its list says to whoever has the locker open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotUse {
    /// Which slot, from 0.
    pub slot: usize,
    /// Whom it is for.
    pub kind: SlotKind,
    /// What the person called it.
    pub label: String,
}

/// The slots file of a locker.
pub struct Slots {
    file: File,
    writable: bool,
    turn: Mutex<()>,
}

impl Slots {
    /// Creates the file with one passphrase and a new random locker key.
    pub fn create(
        path: &Path,
        secret: &Secret<'_>,
        params: KdfParams,
        randomness: &dyn Randomness,
    ) -> Result<(Self, Keys)> {
        let mut copy = Copy::make(params, randomness)?;
        let keys = Keys {
            locker: LockerKey::make(randomness)?,
            id: copy.locker_id(),
        };
        let mut table = no_limits();
        table.uses[0] = Some(Use {
            kind: SlotKind::Owner,
            label: String::new(),
        });
        let root = derive(secret, &copy)?;
        copy.put_slot(0, &SlotContents::owner(&keys.locker)?, &root, randomness)?;
        copy.seal_table(table, &keys, randomness)?;
        let mut new = OpenOptions::new();
        let file = open_file(path, new.read(true).write(true).create_new(true).mode(0o600))?;
        let slots = Self::of(file, true);
        slots.write(&copy)?;
        Ok((slots, keys))
    }

    /// Opens the file, for writing where that is allowed.
    pub fn at(path: &Path) -> Result<Self> {
        match open_file(path, OpenOptions::new().read(true).write(true)) {
            Ok(file) => Ok(Self::of(file, true)),
            Err(error) => match Error::from(error) {
                Error::ReadOnly => Ok(Self::of(open_to_read(path)?, false)),
                other => Err(other),
            },
        }
    }

    fn of(file: File, writable: bool) -> Self {
        Self {
            file,
            writable,
            turn: Mutex::new(()),
        }
    }

    /// Whether the file can be written.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// The open file, for the process lock.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Tries a secret on all slots with one Argon2id run. Nothing is written.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], [`Error::SlotsDamaged`], [`Error::SlotsCostTooHigh`] before anything is spent,
    /// [`Error::LockerWiped`], [`Error::LockerIsNewer`].
    pub fn open(&self, secret: &Secret<'_>) -> Result<Opened> {
        let Read { copy, repaired } = self.read()?;
        open_copy(&copy, repaired, secret)
    }

    /// Writes both copies anew with the next generation, which is above `beyond` too, and answers it. The count of wrong
    /// passphrases ends and days begin anew, at `now` in milliseconds since 1970; the limits are those that were set, whatever
    /// stood in the open. A slot that still names where its decoy
    /// came from forgets it.
    pub fn renew(&self, opened: &Opened, beyond: u64, now: u64, randomness: &dyn Randomness) -> Result<u64> {
        let _turn = self.turn();
        let Read { mut copy, .. } = self.read()?;
        let keys = &opened.keys;
        let mut table = copy.open_table(keys)?;
        copy.raise_generation(beyond);
        let limits = kept(&table, &copy).limits;
        set_limits(&mut copy, &mut table, limits, now);
        if opened.decoy.is_some() {
            copy.put_slot(
                opened.slot,
                &SlotContents::owner(&keys.locker)?,
                &opened.root,
                randomness,
            )?;
        }
        copy.seal_table(table, keys, randomness)?;
        self.write(&copy)?;
        Ok(copy.generation())
    }

    /// The write of an unlock under coercion: the same bytes at the same places as [`Slots::renew`], but every slot except
    /// the decoy's becomes noise. The decoy's goes on naming its database until the next unlock, so that what is cut
    /// short is finished. Answers the generation.
    pub fn give_way(&self, duress: &Opened, randomness: &dyn Randomness) -> Result<u64> {
        let _turn = self.turn();
        let Read { mut copy, .. } = self.read()?;
        let mut contents = SlotContents::owner(&duress.keys.locker)?;
        contents.extra = Zeroizing::new(duress.decoy.ok_or(Error::SlotsDamaged)?.bytes().to_vec());
        copy.give_way(duress.keys.id, duress.slot, &contents, &duress.root, randomness)?;
        let mut table = no_limits();
        table.uses[duress.slot] = Some(Use {
            kind: SlotKind::Owner,
            label: String::new(),
        });
        copy.seal_table(table, &duress.keys, randomness)?;
        self.write(&copy)?;
        Ok(copy.generation())
    }

    /// Adds a passphrase that opens a decoy and erases every other slot, or puts it in place of the one there is.
    /// [`Error::NoFreeSlot`], [`Error::PassphraseInUse`].
    pub fn add_duress(
        &self,
        keys: &Keys,
        secret: &Secret<'_>,
        decoy: &Decoy<'_>,
        randomness: &dyn Randomness,
    ) -> Result<usize> {
        let _turn = self.turn();
        let mut contents = SlotContents::owner(&decoy.keys.locker)?;
        contents.kind = SlotKind::Duress;
        contents.extra = Zeroizing::new([decoy.keys.id, decoy.database.bytes()].concat());
        let present = self.list(keys)?.into_iter().find(|used| used.kind == SlotKind::Duress);
        let slot = present.map_or_else(|| self.list_free(keys), |used| Ok(used.slot))?;
        self.put(keys, slot, secret, &contents, "", randomness)?;
        Ok(slot)
    }

    /// The limits, as they were set.
    pub fn limits(&self, keys: &Keys) -> Result<Limits> {
        let copy = self.read()?.copy;
        Ok(kept(&copy.open_table(keys)?, &copy).limits)
    }

    /// Sets the limits; days count from `now`, in milliseconds since 1970. To be called in [`crate::change_slots`].
    pub fn set_limits(&self, keys: &Keys, limits: Limits, now: u64, randomness: &dyn Randomness) -> Result<()> {
        let _turn = self.turn();
        let Read { mut copy, .. } = self.read()?;
        let mut table = copy.open_table(keys)?;
        set_limits(&mut copy, &mut table, limits, now);
        copy.seal_table(table, keys, randomness)?;
        self.write(&copy)
    }

    /// Days count from `now`, in milliseconds since 1970, where days are counted.
    pub fn note_time(&self, keys: &Keys, now: u64, randomness: &dyn Randomness) -> Result<()> {
        let _turn = self.turn();
        let Read { mut copy, .. } = self.read()?;
        let mut table = copy.open_table(keys)?;
        let limits = kept(&table, &copy).limits;
        if limits.days == 0 {
            return Ok(());
        }
        set_limits(&mut copy, &mut table, limits, now);
        copy.seal_table_as_counted(table, keys, randomness)?;
        self.write(&copy)
    }

    /// How many more wrong passphrases are borne; None where they are not counted.
    pub fn tries_left(&self) -> Result<Option<u8>> {
        Ok(self.read()?.copy.spent().tries_left())
    }

    /// Counts a wrong passphrase, on stable storage, and says how many more are borne. At 0 the caller wipes.
    pub fn note_wrong(&self) -> Result<Option<u8>> {
        let _turn = self.turn();
        let Read { mut copy, .. } = self.read()?;
        let mut spent = copy.spent();
        if spent.tries_left().is_none() {
            return Ok(None);
        }
        spent.tries = spent.tries.saturating_add(1);
        copy.set_spent(spent);
        self.write(&copy)?;
        Ok(spent.tries_left())
    }

    /// Whether the locker was not opened for longer than it is to wait; `now` in milliseconds since 1970. A clock that
    /// was set back counts as no time, and one that jumped years ahead is not believed.
    pub fn is_overdue(&self, now: u64) -> Result<bool> {
        const DAY: u64 = 86_400_000;
        const ABSURD: u64 = 5 * 366 * DAY;
        let spent = self.read()?.copy.spent();
        let borne = u64::from(spent.limits.days) * DAY;
        let waited = now.saturating_sub(spent.last_opened);
        Ok(spent.limits.days > 0 && waited > borne && waited < borne + ABSURD)
    }

    /// How often the file was written.
    pub fn generation(&self) -> Result<u64> {
        Ok(self.read()?.copy.generation())
    }

    /// The slots in use.
    pub fn list(&self, keys: &Keys) -> Result<Vec<SlotUse>> {
        let table = self.read()?.copy.open_table(keys)?;
        let used = table
            .uses
            .into_iter()
            .enumerate()
            .filter_map(|(slot, used)| Some((slot, used?)));
        Ok(used
            .map(|(slot, Use { kind, label })| SlotUse { slot, kind, label })
            .collect())
    }

    /// Adds a way to open the locker and says in which slot. [`Error::NoFreeSlot`].
    pub fn add(
        &self,
        keys: &Keys,
        secret: &Secret<'_>,
        kind: SlotKind,
        label: &str,
        randomness: &dyn Randomness,
    ) -> Result<usize> {
        let _turn = self.turn();
        let mut contents = SlotContents::owner(&keys.locker)?;
        contents.kind = kind;
        let slot = self.list_free(keys)?;
        self.put(keys, slot, secret, &contents, label, randomness)?;
        Ok(slot)
    }

    /// Replaces the secret of a slot. The old one is overwritten in place, in both copies.
    pub fn change(&self, keys: &Keys, slot: usize, secret: &Secret<'_>, randomness: &dyn Randomness) -> Result<()> {
        let _turn = self.turn();
        let used = self
            .list(keys)?
            .into_iter()
            .find(|used| used.slot == slot)
            .ok_or(Error::NoSuchItem)?;
        let mut contents = SlotContents::owner(&keys.locker)?;
        contents.kind = used.kind;
        self.put(keys, slot, secret, &contents, &used.label, randomness)
    }

    /// Fills a slot with random bytes. The last owner's slot stays: [`Error::LastPassphrase`].
    pub fn remove(&self, keys: &Keys, slot: usize, randomness: &dyn Randomness) -> Result<()> {
        let _turn = self.turn();
        let Read { mut copy, .. } = self.read()?;
        let mut table = copy.open_table(keys)?;
        let used = table
            .uses
            .get_mut(slot)
            .and_then(Option::take)
            .ok_or(Error::NoSuchItem)?;
        let owners = table
            .uses
            .iter()
            .flatten()
            .filter(|used| used.kind == SlotKind::Owner)
            .count();
        if used.kind == SlotKind::Owner && owners == 0 {
            return Err(Error::LastPassphrase);
        }
        copy.clear_slot(slot, randomness)?;
        copy.seal_table(table, keys, randomness)?;
        self.write(&copy)
    }

    /// Whoever reads in order to write holds this, so that no change is lost under another one's.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn list_free(&self, keys: &Keys) -> Result<usize> {
        let table = self.read()?.copy.open_table(keys)?;
        table.uses.iter().position(Option::is_none).ok_or(Error::NoFreeSlot)
    }

    fn put(
        &self,
        keys: &Keys,
        slot: usize,
        secret: &Secret<'_>,
        contents: &SlotContents,
        label: &str,
        randomness: &dyn Randomness,
    ) -> Result<()> {
        let Read { mut copy, .. } = self.read()?;
        let mut table = copy.open_table(keys)?;
        table.uses[slot] = Some(Use {
            kind: contents.kind,
            label: label.to_string(),
        });
        let root = derive(secret, &copy)?;
        match copy.find(&root) {
            Ok((other, _)) if other != slot => return Err(Error::PassphraseInUse), // one of the two would never open
            Ok(_) | Err(Error::WrongPassphrase) => {}
            Err(error) => return Err(error),
        }
        copy.put_slot(slot, contents, &root, randomness)?;
        copy.seal_table(table, keys, randomness)?;
        self.write(&copy)
    }

    /// The valid copy with the higher generation. A copy that the disk does not give is a damaged one.
    fn read(&self) -> Result<Read> {
        if self.file.metadata()?.len() != FILE_LEN as u64 {
            return Err(Error::SlotsDamaged);
        }
        let mut bytes = vec![0; FILE_LEN];
        let (a, b) = bytes.split_at_mut(COPY_LEN);
        match (read_whole(&self.file, a, 0), read_whole(&self.file, b, COPY_LEN as u64)) {
            (Err(error), Err(_)) => return Err(error.into()),
            (Err(_), Ok(())) => a.fill(0),
            (Ok(()), Err(_)) => b.fill(0),
            (Ok(()), Ok(())) => {}
        }
        let (a, b) = (&*a, &*b);
        if [a, b].iter().any(|copy| copy.starts_with(&WIPED)) {
            return Err(Error::LockerWiped);
        }
        match (Copy::read(a), Copy::read(b)) {
            (Ok(a), Ok(b)) => {
                let repaired = a.generation() != b.generation();
                Ok(Read {
                    copy: if a.generation() >= b.generation() { a } else { b },
                    repaired,
                })
            }
            (Ok(copy), Err(_)) | (Err(_), Ok(copy)) => Ok(Read { copy, repaired: true }),
            (Err(error), Err(_)) => Err(error),
        }
    }

    /// A, fsync, B, fsync. A crash between leaves one whole copy.
    fn write(&self, copy: &Copy) -> Result<()> {
        if !self.writable {
            return Err(Error::ReadOnly);
        }
        for (place, before, after) in [(0, "slots-a", "slots-a-synced"), (1, "slots-b", "slots-b-synced")] {
            point(before)?;
            if self.is_wiped() {
                return self.give_up_keys();
            }
            self.file.write_all_at(copy.bytes(), place * COPY_LEN as u64)?;
            self.file.sync_data()?;
            point(after)?;
        }
        self.file.sync_all()?;
        if self.is_wiped() { self.give_up_keys() } else { Ok(()) }
    }

    /// Whether a wipe came while this file was open: it takes no lock, and a passphrase takes a second to derive.
    fn is_wiped(&self) -> bool {
        let signed = |place: u64| {
            let mut start = [0; WIPED.len()];
            let read = self.file.read_exact_at(&mut start, place * COPY_LEN as u64);
            read.is_ok() && start == WIPED
        };
        signed(0) || signed(1) || self.file.metadata().is_ok_and(|meta| meta.nlink() == 0)
    }

    /// What was written beside a wipe goes as the wipe would have it. Always [`Error::LockerWiped`].
    fn give_up_keys(&self) -> Result<()> {
        let mut nothing = vec![0; FILE_LEN];
        nothing[..WIPED.len()].copy_from_slice(&WIPED);
        nothing[COPY_LEN..COPY_LEN + WIPED.len()].copy_from_slice(&WIPED);
        let _ = self.file.write_all_at(&nothing, 0).and_then(|()| self.file.sync_all());
        Err(Error::LockerWiped)
    }
}

/// What a slot given under coercion names: the decoy's locker id, and its database among the blobs.
fn named(extra: &[u8]) -> Result<(LockerId, Option<BlobId>)> {
    let (id, database) = extra.split_at_checked(16).ok_or(Error::SlotsDamaged)?;
    let id: LockerId = id.try_into().map_err(|_| Error::SlotsDamaged)?;
    let database = database.try_into().map_err(|_| Error::SlotsDamaged)?;
    Ok((id, Some(BlobId::from_bytes(database))))
}

fn no_limits() -> Table {
    Table {
        limits: Some(Kept::default()),
        ..Table::default()
    }
}

/// What was set. A locker from before the table held it has it in the open alone.
fn kept(table: &Table, copy: &Copy) -> Kept {
    table.limits.unwrap_or_else(|| copy.spent().kept())
}

fn set_limits(copy: &mut Copy, table: &mut Table, limits: Limits, now: u64) {
    let spent = Spent::opened_at(limits, now);
    copy.set_spent(spent);
    table.limits = Some(spent.kept());
}

struct Read {
    copy: Copy,
    repaired: bool,
}

fn open_copy(copy: &Copy, repaired: bool, secret: &Secret<'_>) -> Result<Opened> {
    let root = derive(secret, copy)?;
    let (slot, contents) = copy.find(&root)?;
    let (id, decoy) = match contents.kind {
        SlotKind::Duress => named(&contents.extra)?,
        SlotKind::Owner | SlotKind::Recovery => {
            let database = contents.extra.as_slice().try_into().ok();
            (copy.locker_id(), database.map(BlobId::from_bytes))
        }
    };
    let keys = Keys {
        locker: contents.key,
        id,
    };
    let limits_altered = match contents.kind {
        SlotKind::Duress => false, // no decoy's key opens the table
        SlotKind::Owner | SlotKind::Recovery => kept(&copy.open_table(&keys)?, copy) != copy.spent().kept(),
    };
    let (generation, weak) = (copy.generation(), copy.params()?.is_below_floor());
    Ok(Opened {
        keys,
        slot,
        kind: contents.kind,
        decoy,
        root,
        repaired,
        generation,
        weak,
        limits_altered,
    })
}

fn derive(secret: &Secret<'_>, copy: &Copy) -> Result<Root> {
    let root = seal::derive_root(secret.passphrase, secret.key_file, &copy.salt(), copy.params()?);
    root.map_err(|error| match error {
        SealError::NotEnoughMemory | SealError::KdfOutOfBounds => Error::SlotsCostTooHigh,
        other => other.into(),
    })
}
