//! The passphrases that open a locker: change, add, remove.

use crate::coercion::require_apart_from_duress;
use crate::{Error, KeyFile, OpenLocker, Passphrase, Result};
use model::Act;
use seal::{SlotKind, SystemRandomness};
use serde::Serialize;
use store::Secret;

/// One passphrase, as its list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// Which slot, from 0.
    pub slot: u32,
    /// What the person called it.
    pub label: String,
}

impl OpenLocker {
    /// Puts a new passphrase in place of the present one, in whichever slot that opens. [`Error::WrongPassphrase`],
    /// [`Error::PassphraseInUse`].
    pub fn change_passphrase(&self, present: &Passphrase, new: &Passphrase, key_file: Option<&KeyFile>) -> Result<()> {
        let inside = self.inside()?;
        let key_file = key_file.map(|file| &file.0);
        let before = Secret {
            passphrase: present.given()?,
            key_file,
        };
        let after = Secret {
            passphrase: new.chosen()?,
            key_file,
        };
        require_apart_from_duress(&inside, &after)?;
        store::change_slots(&inside.folder, &inside.db, |slots| {
            let slot = own_slot(slots, &before)?;
            slots.change(&inside.keys, slot, &after, &SystemRandomness)
        })?;
        self.log_passphrases("changed")
    }

    /// Adds a passphrase. [`Error::SlotsFull`], [`Error::PassphraseInUse`].
    pub fn add_passphrase(&self, new: &Passphrase, key_file: Option<&KeyFile>, label: &str) -> Result<Slot> {
        let inside = self.inside()?;
        if label.chars().count() > 40 {
            return Err(Error::BadName);
        }
        let secret = Secret {
            passphrase: new.chosen()?,
            key_file: key_file.map(|file| &file.0),
        };
        require_apart_from_duress(&inside, &secret)?;
        let slot = store::change_slots(&inside.folder, &inside.db, |slots| {
            slots.add(&inside.keys, &secret, SlotKind::Owner, label, &SystemRandomness)
        })?;
        self.log_passphrases("added")?;
        Ok(Slot {
            slot: slot as u32,
            label: label.to_owned(),
        })
    }

    /// Takes a passphrase away; its slot becomes noise. [`Error::WrongPassphrase`], [`Error::LastPassphrase`].
    pub fn remove_passphrase(&self, gone: &Passphrase, key_file: Option<&KeyFile>) -> Result<()> {
        let inside = self.inside()?;
        let secret = Secret {
            passphrase: gone.given()?,
            key_file: key_file.map(|file| &file.0),
        };
        store::change_slots(&inside.folder, &inside.db, |slots| {
            let slot = own_slot(slots, &secret)?;
            slots.remove(&inside.keys, slot, &SystemRandomness)
        })?;
        self.log_passphrases("removed")
    }

    /// The passphrases there are.
    pub fn passphrases(&self) -> Result<Vec<Slot>> {
        let inside = self.inside()?;
        let used = inside.folder.slots().list(&inside.keys)?;
        Ok(used
            .into_iter()
            .filter(|used| used.kind == SlotKind::Owner)
            .map(|used| Slot {
                slot: used.slot as u32,
                label: used.label,
            })
            .collect())
    }

    fn log_passphrases(&self, how: &str) -> Result<()> {
        self.change(|_, change| self.log_in(change, Act::PassphraseChanged, "locker", &[("how", how.to_owned())]))
    }
}

/// The slot that a passphrase of this locker opens. One that is given under coercion is a wrong one here, and does nothing.
fn own_slot(slots: &store::Slots, secret: &Secret<'_>) -> store::Result<usize> {
    let opened = slots.open(secret)?;
    match opened.kind {
        SlotKind::Duress => Err(store::Error::WrongPassphrase),
        SlotKind::Owner | SlotKind::Recovery => Ok(opened.slot),
    }
}
