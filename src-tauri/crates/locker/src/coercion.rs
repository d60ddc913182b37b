//! What a locker does without being asked: it gives way to a decoy under coercion, and destroys itself after too many wrong
//! passphrases or too long a wait. All of it is off until the person wants it.
//!
//! Deliberately absent: filling a decoy. It is an ordinary locker, made, filled and made believable like any other.

use crate::open::Inside;
use crate::views::Safeguards;
use crate::{Error, KeyFile, OpenLocker, Passphrase, Result};
use model::{Act, Progress};
use seal::{SlotKind, SystemRandomness};
use store::db::Reader;
use store::{BlobId, Decoy, Installed, Limits, Secret, install_decoy, remove_decoy};

/// Names of the decoy's files among the blobs, in the locker's settings.
const DECOY: &str = "decoy";
/// Fewer tries than this and a slip of the hand would destroy a locker.
const LEAST_TRIES: u8 = 3;

impl OpenLocker {
    /// What is set.
    pub fn safeguards(&self) -> Result<Safeguards> {
        let inside = self.inside()?;
        let limits = inside.folder.slots().limits(&inside.keys)?;
        Ok(Safeguards {
            tries: limits.tries.into(),
            days: limits.days.into(),
            decoy: duress_slot(&inside)?.is_some(),
        })
    }

    /// After how many wrong passphrases in a row (3 to 100), and after how many days without being opened (1 to 3,650), the
    /// locker destroys itself; 0 for never. [`Error::BadRequest`].
    pub fn set_limits(&self, tries: u32, days: u32) -> Result<Safeguards> {
        let limits = Limits {
            tries: u8::try_from(tries).map_err(|_| Error::BadRequest)?,
            days: u16::try_from(days).map_err(|_| Error::BadRequest)?,
        };
        let sensible = (limits.tries == 0 || (LEAST_TRIES..=100).contains(&limits.tries)) && limits.days <= 3_650;
        if !sensible {
            return Err(Error::BadRequest);
        }
        let inside = self.inside()?;
        let today = self.today();
        store::change_slots(&inside.folder, &inside.db, |slots| {
            slots.set_limits(&inside.keys, limits, today, &SystemRandomness)
        })?;
        self.log_safeguard("limits")?;
        self.safeguards()
    }

    /// From now on this passphrase opens a copy of the decoy as it is now, and erases this locker. An earlier decoy is replaced.
    /// It is refused where the same words open this locker with or without the key file.
    /// [`Error::PassphraseInUse`], [`Error::SlotsFull`], [`Error::DiskFull`], [`Error::Stopped`]; nothing is changed then.
    pub fn set_decoy(
        &self,
        decoy: &OpenLocker,
        passphrase: &Passphrase,
        key_file: Option<&KeyFile>,
        progress: &dyn Progress,
    ) -> Result<Safeguards> {
        let (inside, shown) = (self.inside()?, decoy.inside()?);
        let secret = Secret {
            passphrase: passphrase.chosen()?,
            key_file: key_file.map(|file| &file.0),
        };
        if shown.keys.locker_id() == inside.keys.locker_id() {
            return Err(Error::BadRequest); // its own copy: what is given would open what must not be found
        }
        require_apart(&inside, &secret, |kind| kind == SlotKind::Duress)?; // the same words may be for a newer decoy
        let before = ids(&self.read(decoy_files)?);
        let watched = self.watched(progress);
        let (to, from) = (&inside.folder, &shown.folder);
        let installed = install_decoy(to, from, &shown.db, &before, &SystemRandomness, &watched)?;
        swap(&inside, &shown, &secret, &before, &installed)?;
        self.log_safeguard("decoy-set")?;
        self.safeguards()
    }

    /// Takes the decoy and its passphrase away, where there is one.
    pub fn remove_decoy(&self) -> Result<Safeguards> {
        let inside = self.inside()?;
        if let Some(slot) = duress_slot(&inside)? {
            store::change_slots(&inside.folder, &inside.db, |slots| {
                slots.remove(&inside.keys, slot, &SystemRandomness)
            })?;
            remove_decoy(&inside.folder, &ids(&self.read(decoy_files)?));
            inside.db.set_setting(DECOY, &Vec::<String>::new())?;
            self.log_safeguard("decoy-removed")?;
        }
        self.safeguards()
    }

    /// Days count from when it was last open, not from when it was opened. Where nothing can be written, they do not.
    pub(crate) fn note_time(&self) {
        let Ok(inside) = self.inside() else { return };
        let slots = inside.folder.slots();
        let _ = slots.note_time(&inside.keys, self.today(), &SystemRandomness);
    }

    fn today(&self) -> u64 {
        u64::try_from(self.now().millis()).unwrap_or(0)
    }

    fn log_safeguard(&self, how: &str) -> Result<()> {
        self.change(|_, change| self.log_in(change, Act::PassphraseChanged, "locker", &[("how", how.to_owned())]))
    }
}

/// Refuses words for a passphrase that are, with another key file or without one, those given under coercion.
pub(crate) fn require_apart_from_duress(inside: &Inside, new: &Secret<'_>) -> Result<()> {
    match duress_slot(inside)? {
        Some(_) => require_apart(inside, new, |kind| kind != SlotKind::Duress),
        None => Ok(()),
    }
}

/// Looks what these words open with the key file that is at hand, and without one: a file that is forgotten, or given once too
/// often, must not be the difference between opening a locker and erasing it. [`Error::PassphraseInUse`] for a slot that is not
/// allowed.
fn require_apart(inside: &Inside, words: &Secret<'_>, is_allowed: impl Fn(SlotKind) -> bool) -> Result<()> {
    let at_hand = words.key_file.or(inside.key_file.as_ref());
    for key_file in std::iter::once(None).chain(at_hand.map(Some)) {
        let secret = Secret {
            passphrase: words.passphrase,
            key_file,
        };
        match inside.folder.slots().open(&secret) {
            Err(store::Error::WrongPassphrase) => {}
            Ok(opened) if is_allowed(opened.kind) => {}
            Ok(_) => return Err(Error::PassphraseInUse),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The decoy's passphrase begins to hold. Its files are remembered before, so that nothing forgets them; those of an
/// earlier decoy go after. Where it is not known whether the slots were written, both stay.
fn swap(inside: &Inside, shown: &Inside, secret: &Secret<'_>, before: &[BlobId], installed: &Installed) -> Result<()> {
    let new: Vec<BlobId> = fresh(&installed.files, before);
    let remember = |files: &[BlobId]| {
        let names: Vec<String> = files.iter().map(BlobId::to_string).collect();
        inside.db.set_setting(DECOY, &names)
    };
    let give_up = |error: store::Error| {
        remove_decoy(&inside.folder, &new);
        let _ = remember(before);
        Err(error.into())
    };
    if let Err(error) = remember(&[before, &new].concat()) {
        return give_up(error);
    }
    let decoy = Decoy {
        keys: &shown.keys,
        database: installed.database,
    };
    let added = store::change_slots(&inside.folder, &inside.db, |slots| {
        slots.add_duress(&inside.keys, secret, &decoy, &SystemRandomness)
    });
    match added {
        Ok(_) => {}
        Err(error @ (store::Error::NoFreeSlot | store::Error::PassphraseInUse)) => return give_up(error),
        Err(error) => return Err(error.into()),
    }
    remember(&installed.files)?;
    remove_decoy(&inside.folder, &fresh(before, &installed.files));
    Ok(())
}

/// Those of the first that are not among the second.
fn fresh(these: &[BlobId], without: &[BlobId]) -> Vec<BlobId> {
    these.iter().filter(|id| !without.contains(id)).copied().collect()
}

fn ids(names: &[String]) -> Vec<BlobId> {
    names.iter().filter_map(|name| name.parse().ok()).collect()
}

/// The decoy's files: no rows name them, and yet they are no strays.
pub(crate) fn decoy_files(reader: &Reader) -> Result<Vec<String>> {
    Ok(reader.setting(DECOY)?.unwrap_or_default())
}

fn duress_slot(inside: &Inside) -> Result<Option<usize>> {
    let used = inside.folder.slots().list(&inside.keys)?;
    let duress = used.into_iter().find(|used| used.kind == SlotKind::Duress);
    Ok(duress.map(|used| used.slot))
}
