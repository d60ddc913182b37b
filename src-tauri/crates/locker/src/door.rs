//! Before a locker is open: finding, making and unlocking one.

use crate::open::Inside;
use crate::views::{LockerRef, NewPlace, Strength};
use crate::{Cost, Env, Error, KeyFile, OpenLocker, Passphrase, Result};
use model::Act;
use seal::{KdfParams, SlotKind, SystemRandomness};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::{Secret, Standing, Unlocked};

/// A locker to be made.
pub struct NewLocker<'a> {
    /// The folder that becomes it: `NAME.locker`; must not exist, or be empty.
    pub folder: &'a Path,
    /// What opens it.
    pub passphrase: &'a Passphrase,
    /// What else opens it, together with the passphrase.
    pub key_file: Option<&'a KeyFile>,
}

/// Makes a locker and leaves it open. [`Error::Exists`], [`Error::PassphraseTooShort`], [`Error::ReadOnly`], [`Error::DiskFull`].
pub fn create(new: NewLocker<'_>, env: &Env) -> Result<OpenLocker> {
    let secret = Secret {
        passphrase: new.passphrase.chosen()?,
        key_file: new.key_file.map(|file| &file.0),
    };
    let made = store::create(new.folder, &secret, cost(env.cost)?, &SystemRandomness);
    let (folder, keys, db) = made.inspect_err(|error| {
        if *error != store::Error::LockerExists {
            let _ = store::wipe(new.folder, &SystemRandomness, &model::Quiet);
        }
    })?;
    let inside = Inside {
        db,
        keys,
        folder,
        key_file: new.key_file.map(|file| file.0.again()),
        standing: Standing::Agree,
    };
    let open = OpenLocker::new(new.folder, env, inside);
    open.change(|_, change| open.log_in(change, Act::LockerCreated, "locker", &[]))?;
    Ok(open)
}

fn cost(cost: Cost) -> Result<KdfParams> {
    let params = match cost {
        Cost::OneSecond => KdfParams::calibrate(Duration::from_secs(1), memory_bytes()),
        Cost::OfATest => Ok(KdfParams::cheap_for_tests()),
    };
    params.map_err(|_| Error::TooCostly)
}

/// What this computer has, from proc(5); a modest machine where that cannot be read.
fn memory_bytes() -> u64 {
    let table = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = table.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = line
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<u64>().ok());
    kib.map_or(2 << 30, |kib| kib * 1024)
}

/// Opens a locker. [`Error::WrongPassphrase`], [`Error::AlreadyOpen`], [`Error::NotALocker`], [`Error::Wiped`],
/// [`Error::SlotsDamaged`], [`Error::Damaged`], [`Error::TooCostly`], [`Error::TooNew`].
pub fn unlock(folder: &Path, passphrase: &Passphrase, key_file: Option<&KeyFile>, env: &Env) -> Result<OpenLocker> {
    let secret = Secret {
        passphrase: passphrase.given()?,
        key_file: key_file.map(|file| &file.0),
    };
    let unlocked = store::unlock(folder, &secret, env.clock.now(), &SystemRandomness)?;
    Ok(OpenLocker::of(folder, env, unlocked, key_file))
}

impl OpenLocker {
    pub(crate) fn of(folder: &Path, env: &Env, unlocked: Unlocked, key_file: Option<&KeyFile>) -> Self {
        let inside = Inside {
            db: unlocked.db,
            keys: unlocked.keys,
            folder: unlocked.folder,
            key_file: key_file.map(|file| file.0.again()),
            standing: unlocked.standing,
        };
        Self::new(folder, env, inside)
    }
}

/// Whether a locker is there that could be opened, without a passphrase: nothing is tried, and nothing counted. What is wrong is
/// the error, as of [`unlock`].
pub fn require_locker(folder: &Path) -> Result<()> {
    store::Folder::open(folder, &SystemRandomness)?;
    Ok(())
}

/// As [`unlock`], where the passphrase is about to be changed or removed: one that is given under coercion is a wrong one
/// here, and does nothing.
pub fn unlock_to_change(
    folder: &Path,
    passphrase: &Passphrase,
    key_file: Option<&KeyFile>,
    env: &Env,
) -> Result<OpenLocker> {
    let secret = Secret {
        passphrase: passphrase.given()?,
        key_file: key_file.map(|file| &file.0),
    };
    if folder.join("slots").is_file() && store::opens(folder, &secret) == Ok(SlotKind::Duress) {
        return Err(Error::WrongPassphrase);
    }
    unlock(folder, passphrase, key_file, env)
}

/// The lockers in a folder, by name.
pub fn lockers_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut lockers: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_locker(path))
        .collect();
    lockers.sort();
    lockers
}

fn is_locker(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "locker")
        && (path.join("slots").is_file() || store::was_interrupted(path))
}

/// What the unlock screen says of a locker. A wipe that was cut short is finished now, and a locker that waited too long
/// is wiped.
pub fn locker_ref(folder: &Path, handle: String, sample: bool, env: &Env) -> LockerRef {
    let finished = store::finish_wipe_if_interrupted(folder, &SystemRandomness, &model::Quiet).is_some();
    let wiped = finished || store::wipe_if_overdue(folder, env.clock.now(), &SystemRandomness);
    LockerRef {
        handle,
        name: locker_name(folder),
        sample,
        passphrase_hint: sample.then(crate::demo::sample_passphrase).flatten(),
        state: state(folder, wiped).map(str::to_owned),
        disk: disk(folder),
        tries_left: store::tries_left(folder).map(u32::from),
    }
}

fn state(folder: &Path, wiped: bool) -> Option<&'static str> {
    match wiped {
        true => Some("wiped"),
        false => (!folder.join("slots").is_file()).then_some("not-a-locker"),
    }
}

/// A folder in which a locker can be made.
pub fn new_place(folder: &Path, handle: String) -> NewPlace {
    NewPlace {
        handle,
        name: free_name(folder),
        folder: last_part(folder),
        disk: disk(folder),
    }
}

fn free_name(folder: &Path) -> String {
    let names = std::iter::once("Locker".to_owned()).chain((2..1000).map(|n| format!("Locker {n}")));
    let free = names
        .into_iter()
        .find(|name| !folder.join(format!("{name}.locker")).exists());
    free.unwrap_or_default()
}

/// The folder of a new locker: `NAME.locker` in `parent`, which is made where it is missing. One that a restore left unfinished may be
/// gone on with. [`Error::BadName`], [`Error::Exists`].
pub fn locker_folder(parent: &Path, name: &str) -> Result<PathBuf> {
    let fits = name.trim() == name && (1..=64).contains(&name.chars().count()) && !name.starts_with('.');
    if !fits || name.chars().any(|c| c.is_control() || "/\\:*?\"<>|".contains(c)) {
        return Err(Error::BadName);
    }
    std::fs::create_dir_all(parent)?;
    let folder = parent.join(format!("{name}.locker"));
    if folder.exists() && !store::is_half_restored(&folder) {
        Err(Error::Exists)
    } else {
        Ok(folder)
    }
}

/// Folder name without `.locker`.
pub(crate) fn locker_name(folder: &Path) -> String {
    let name = last_part(folder);
    name.strip_suffix(".locker").map_or(name.clone(), str::to_owned)
}

fn last_part(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

pub(crate) fn disk(folder: &Path) -> Vec<String> {
    store::disk_meaning(folder).into_iter().map(str::to_owned).collect()
}

/// How hard a passphrase is to guess, at about a second of one core a guess and ten thousand cores.
pub fn strength(passphrase: &Passphrase) -> Strength {
    const LOG10_GUESSES_PER_SECOND: f64 = 4.0;
    let found = passphrase.chosen().map(|text| text.strength(&[]));
    let (score, guesses_log10) = found.map_or((0, 0.0), |found| (found.score, found.guesses_log10));
    Strength {
        score,
        guesses_log10,
        seconds_log10: guesses_log10 - LOG10_GUESSES_PER_SECOND,
    }
}

/// Seven words by chance, 77 bits: to be written down until they are remembered.
pub fn suggest_words() -> Result<String> {
    let words = seal::make_words(7, &SystemRandomness).map_err(|_| Error::Internal)?;
    Ok(words.to_string())
}
