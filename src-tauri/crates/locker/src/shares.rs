//! Recovery shares: a way in for whoever lost the passphrase and has enough people who each keep a part.
//!
//! Deliberately absent: splitting and words (`seal`); paper, which is the faces'.

use crate::coercion::require_apart_from_duress;
use crate::{Env, Error, KeyFile, OpenLocker, Passphrase, Result};
use model::Act;
use seal::{BadShare, Share, SlotKind, SystemRandomness};
use serde::Serialize;
use std::path::Path;
use store::{Secret, SlotUse};
use zeroize::Zeroizing;

/// Shares that were just made. Nothing keeps them but whoever gets this.
pub struct MadeShares {
    /// Which shares belong together.
    pub set: ShareSet,
    /// The words of each share, with spaces between.
    pub words: Vec<Zeroizing<String>>,
}

/// A set of shares, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShareSet {
    /// What stands on each of its shares: eight digits. No secret.
    pub set: String,
    /// How many are needed.
    pub need: u8,
    /// How many there are.
    pub of: u8,
}

/// What a quorum opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recovered {
    /// A locker. It can be unlocked with the new passphrase.
    Locker,
    /// A backup. It can be restored with the new passphrase.
    Backup,
}

/// Shares that were typed so far.
#[derive(Default)]
pub struct Quorum {
    shares: Vec<Share>,
}

impl OpenLocker {
    /// Makes shares of a new recovery secret. The secret itself is kept by nobody.
    ///
    /// # Errors
    /// [`Error::BadRequest`] unless 2 ≤ need ≤ of ≤ 16, [`Error::SlotsFull`].
    pub fn make_shares(&self, need: u8, of: u8) -> Result<MadeShares> {
        let inside = self.inside()?;
        inside.folder.require_writable()?;
        let split = seal::make_shares(need, of, &SystemRandomness).map_err(|error| match error {
            seal::SealError::KdfOutOfBounds => Error::BadRequest,
            _ => Error::Internal,
        })?;
        let secret = Secret {
            passphrase: &split.secret,
            key_file: None,
        };
        let set = ShareSet {
            set: split.set,
            need,
            of,
        };
        store::change_slots(&inside.folder, &inside.db, |slots| {
            slots.add(
                &inside.keys,
                &secret,
                SlotKind::Recovery,
                &set.label(),
                &SystemRandomness,
            )
        })?;
        self.log_shares("shares-made")?;
        Ok(MadeShares {
            set,
            words: split.shares,
        })
    }

    /// The sets of shares that open this locker.
    pub fn share_sets(&self) -> Result<Vec<ShareSet>> {
        let slots = self.recovery_slots()?;
        Ok(slots.iter().filter_map(|slot| ShareSet::read(&slot.label)).collect())
    }

    /// Takes a set of shares away, or all of them: they open nothing here any more. Answers how many went.
    pub fn remove_shares(&self, set: Option<&str>) -> Result<u32> {
        let inside = self.inside()?;
        let wanted = |slot: &SlotUse| {
            set.is_none() || ShareSet::read(&slot.label).is_some_and(|of| Some(of.set.as_str()) == set)
        };
        let slots = self.recovery_slots()?;
        let gone: Vec<usize> = slots.iter().filter(|slot| wanted(slot)).map(|slot| slot.slot).collect();
        if gone.is_empty() {
            return Err(Error::NotFound);
        }
        for slot in &gone {
            store::change_slots(&inside.folder, &inside.db, |slots| {
                slots.remove(&inside.keys, *slot, &SystemRandomness)
            })?;
        }
        self.log_shares("shares-removed")?;
        Ok(crate::frame::count(gone.len()))
    }

    fn recovery_slots(&self) -> Result<Vec<SlotUse>> {
        let inside = self.inside()?;
        let used = inside.folder.slots().list(&inside.keys)?;
        Ok(used
            .into_iter()
            .filter(|used| used.kind == SlotKind::Recovery)
            .collect())
    }

    fn log_shares(&self, how: &str) -> Result<()> {
        self.change(|_, change| self.log_in(change, Act::PassphraseChanged, "locker", &[("how", how.to_owned())]))
    }
}

impl MadeShares {
    /// What a file with share `place` is called, in either face.
    pub fn file_name(&self, place: u8) -> String {
        format!("share-{}-{place}-of-{}.pdf", self.set.set, self.set.of)
    }

    /// The words of share `place`, from 1.
    pub fn of(&self, place: u8) -> Result<&str> {
        let at = usize::from(place).checked_sub(1).ok_or(Error::NotFound)?;
        self.words.get(at).map(|words| words.as_str()).ok_or(Error::NotFound)
    }

    /// Which of these shares was typed back, from 1. What is wrong with it is said as [`Quorum::add`] says it, as share 0.
    pub fn typed_back(&self, typed: &Passphrase) -> Result<u8> {
        let typed = typed.given().map_err(|_| Error::ShareLength(0, 0))?;
        let share = seal::read_share(typed).map_err(|bad| told(bad, 0))?;
        if share.set() != self.set.set {
            return Err(Error::ShareOfAnotherSet(0));
        }
        let made = seal::Passphrase::copy_of(self.of(share.place())?).map_err(|_| Error::Internal)?;
        let made = seal::read_share(&made).map_err(|_| Error::Internal)?;
        if share.is_the_same_as(&made) {
            Ok(share.place())
        } else {
            Err(Error::ShareWrong(0))
        }
    }
}

impl ShareSet {
    fn label(&self) -> String {
        format!("{}/{} {}", self.need, self.of, self.set)
    }

    fn read(label: &str) -> Option<Self> {
        let (numbers, set) = label.split_once(' ')?;
        let (need, of) = numbers.split_once('/')?;
        Some(Self {
            set: set.to_owned(),
            need: need.parse().ok()?,
            of: of.parse().ok()?,
        })
    }
}

impl Quorum {
    /// Takes a share as it was typed. What is wrong with it is said by its number, from 1, and the number of the word.
    pub fn add(&mut self, typed: &Passphrase) -> Result<()> {
        let number = u8::try_from(self.shares.len() + 1).map_err(|_| Error::TooLarge)?;
        let typed = typed.given().map_err(|_| Error::ShareLength(number, 0))?;
        let share = seal::read_share(typed).map_err(|bad| told(bad, number))?;
        if self
            .shares
            .iter()
            .any(|before| before.set() != share.set() || before.need() != share.need())
        {
            return Err(Error::ShareOfAnotherSet(number));
        }
        if self.shares.iter().any(|before| before.place() == share.place()) {
            return Err(Error::ShareTwice(number));
        }
        self.shares.push(share);
        Ok(())
    }

    /// How many shares there are.
    pub fn have(&self) -> u8 {
        u8::try_from(self.shares.len()).unwrap_or(u8::MAX)
    }

    /// How many are needed; 0 while there is none.
    pub fn need(&self) -> u8 {
        self.shares.first().map_or(0, Share::need)
    }

    /// As a face shows it.
    pub fn view(&self) -> crate::views::SharesTyped {
        crate::views::SharesTyped {
            have: self.have(),
            need: self.need(),
            set: self.shares.first().map(Share::set).unwrap_or_default(),
        }
    }

    /// Whether there are enough.
    pub fn is_enough(&self) -> bool {
        self.need() > 0 && self.have() >= self.need()
    }

    pub(crate) fn secret(&self) -> Result<seal::Passphrase> {
        if !self.is_enough() {
            return Err(Error::SharesTooFew(self.have(), self.need()));
        }
        seal::join_shares(&self.shares).map_err(|_| Error::SharesOpenNothing)
    }
}

/// Opens a locker or a backup with shares and puts a new passphrase in place of its first one.
///
/// # Errors
/// [`Error::SharesTooFew`], [`Error::SharesOpenNothing`], [`Error::NotALocker`], and those of [`crate::unlock`] and [`crate::restore`].
pub fn recover(
    folder: &Path,
    quorum: &Quorum,
    new: &Passphrase,
    key_file: Option<&KeyFile>,
    env: &Env,
) -> Result<Recovered> {
    let joined = quorum.secret()?;
    let secret = Secret {
        passphrase: &joined,
        key_file: None,
    };
    let new = Secret {
        passphrase: new.chosen()?,
        key_file: key_file.map(|file| &file.0),
    };
    if folder.join("slots").symlink_metadata().is_ok() {
        recover_locker(folder, &secret, &new, env).map(|()| Recovered::Locker)
    } else {
        recover_backup(folder, &secret, &new).map(|()| Recovered::Backup)
    }
}

fn recover_locker(folder: &Path, secret: &Secret<'_>, new: &Secret<'_>, env: &Env) -> Result<()> {
    store::opens(folder, secret).map_err(opens_nothing)?; // shares of another set are no guess, and are not counted as one
    let unlocked = store::unlock(folder, secret, env.clock.now(), &SystemRandomness).map_err(opens_nothing)?;
    let open = OpenLocker::of(folder, env, unlocked, None);
    let inside = open.inside()?;
    require_apart_from_duress(&inside, new)?;
    store::change_slots(&inside.folder, &inside.db, |slots| {
        let used = slots.list(&inside.keys)?;
        let first = used.into_iter().find(|used| used.kind == SlotKind::Owner);
        let slot = first.ok_or(store::Error::SlotsDamaged)?.slot;
        slots.change(&inside.keys, slot, new, &SystemRandomness)
    })?;
    open.log_shares("shares-joined")
}

fn recover_backup(dir: &Path, secret: &Secret<'_>, new: &Secret<'_>) -> Result<()> {
    let mut opened = store::open_backup(dir, secret).map_err(opens_nothing)?;
    Ok(opened.change_owner(new, &SystemRandomness)?)
}

fn opens_nothing(error: store::Error) -> Error {
    match error {
        store::Error::WrongPassphrase => Error::SharesOpenNothing,
        other => other.into(),
    }
}

fn told(bad: BadShare, number: u8) -> Error {
    let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
    match bad {
        BadShare::Length(words) => Error::ShareLength(number, small(words)),
        BadShare::UnknownWord(place) => Error::ShareWordUnknown(number, small(place)),
        BadShare::WrongWord(place) => Error::ShareWordWrong(number, small(place)),
        BadShare::Checksum => Error::ShareWrong(number),
        BadShare::Newer => Error::TooNew,
    }
}
