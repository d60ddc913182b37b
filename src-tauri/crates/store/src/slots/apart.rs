//! Key slots apart from their locker: those that lie in a backup. They are the locker's own as they stand, so that every
//! passphrase and every quorum of shares opens the backup too; but for slots of duress, which have no work to do there.
//!
//! Deliberately absent: writing in place. A backup is a file on a foreign disk, and nobody promises where that writes.

use super::layout::{COPY_LEN, Copy, Spent};
use super::{Opened, Secret, Slots, derive, kept, open_copy, set_limits};
use crate::keys::Keys;
use crate::{Error, Result};
use seal::{Randomness, SlotContents, SlotKind};

/// One copy of a locker's slots.
pub(crate) struct Apart(Copy);

impl Slots {
    /// The slots as they stand, to leave the locker. The limits leave sealed in the table alone: in the open, whoever holds the
    /// disk could change them. [`Error::LockerWiped`].
    pub(crate) fn apart(&self, keys: &Keys, randomness: &dyn Randomness) -> Result<Apart> {
        let mut copy = self.read()?.copy;
        let mut table = copy.open_table(keys)?;
        for (slot, used) in table.uses.iter_mut().enumerate() {
            if used.as_ref().is_some_and(|used| used.kind == SlotKind::Duress) {
                copy.clear_slot(slot, randomness)?;
                *used = None;
            }
        }
        table.limits = Some(kept(&table, &copy));
        copy.set_spent(Spent::default());
        copy.seal_table_as_counted(table, keys, randomness)?;
        Ok(Apart(copy))
    }
}

impl Apart {
    /// Bytes of it.
    pub const LEN: usize = COPY_LEN;

    /// Checks what was read. [`Error::SlotsDamaged`], [`Error::SlotsCostTooHigh`], [`Error::LockerIsNewer`].
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Copy::read(bytes).map(Self)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Tries a secret on all slots. [`Error::WrongPassphrase`], [`Error::SlotsDamaged`].
    pub fn open(&self, secret: &Secret<'_>) -> Result<Opened> {
        let opened = open_copy(&self.0, false, secret)?;
        match opened.kind {
            SlotKind::Owner | SlotKind::Recovery => Ok(opened),
            SlotKind::Duress => Err(Error::WrongPassphrase),
        }
    }

    /// To be a locker's again: the limits are those that were set and not what stands in the open, wrong passphrases are counted
    /// anew, and days from `now`, in milliseconds since 1970. A locker that is to wipe itself when it was not opened for long
    /// would otherwise do so when it comes back.
    pub fn come_back(&mut self, keys: &Keys, now: u64, randomness: &dyn Randomness) -> Result<()> {
        let mut table = self.0.open_table(keys)?;
        let limits = table.limits.unwrap_or_default().limits;
        set_limits(&mut self.0, &mut table, limits, now);
        self.0.seal_table_as_counted(table, keys, randomness)
    }

    /// Puts a secret in place of the first owner's.
    pub fn change_owner(&mut self, keys: &Keys, secret: &Secret<'_>, randomness: &dyn Randomness) -> Result<()> {
        let table = self.0.open_table(keys)?;
        let is_owner = |used: &Option<super::Use>| used.as_ref().is_some_and(|used| used.kind == SlotKind::Owner);
        let slot = table.uses.iter().position(is_owner).ok_or(Error::SlotsDamaged)?;
        let root = derive(secret, &self.0)?;
        self.0
            .put_slot(slot, &SlotContents::owner(&keys.locker)?, &root, randomness)?;
        self.0.seal_table_as_counted(table, keys, randomness)
    }
}
