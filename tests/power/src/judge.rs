//! What the next start must find, and whether it does.

use locker::{Cost, Env, Error, NewLocker, OpenLocker, Passphrase, Quiet};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// What was acknowledged up to a moment, and what was under way.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Whether the locker was acknowledged to be there.
    pub made: bool,
    /// One of these opens it. All others do not.
    pub passphrases: Vec<String>,
    /// Those that opened it once and must not any more.
    pub gone: Vec<String>,
    /// Items and their digests.
    pub items: BTreeMap<String, String>,
    /// How far a wipe is.
    pub wipe: Step,
    /// How far forgetting its source is.
    pub forgotten: Step,
    /// Items that a backup beside it was acknowledged to have.
    pub backed_up: Option<BTreeMap<String, String>>,
    /// How far a restore of that backup is, to a folder beside it.
    pub restored: Step,
}

/// The backup beside the locker.
pub const BACKUP: &str = "backup";
/// Where a recorded restore brings it to.
pub const RESTORED: &str = "restored.locker";

/// How far something is that cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// Not begun.
    #[default]
    No,
    /// Begun.
    Begun,
    /// Begun, and the first overwriting of the slots has reached the disk.
    Certain,
    /// Acknowledged.
    Done,
}

impl Expected {
    /// A locker that was there before.
    pub fn of(passphrase: &str) -> Self {
        Self {
            made: true,
            passphrases: vec![passphrase.to_owned()],
            ..Self::default()
        }
    }

    /// Takes note of what the child said.
    pub fn hear(&mut self, note: &str) {
        match note.split(' ').collect::<Vec<_>>()[..] {
            ["made", passphrase] => {
                self.made = true;
                self.passphrases = vec![passphrase.to_owned()];
            }
            ["item", id, digest] => drop(self.items.insert(id.to_owned(), digest.to_owned())),
            ["changing", old, new] => self.passphrases = vec![old.to_owned(), new.to_owned()],
            ["changed"] => self.gone = self.passphrases.drain(..1).collect(),
            ["wiping"] => self.wipe = Step::Begun,
            ["wiped"] => self.wipe = Step::Done,
            ["forgetting"] => self.forgotten = Step::Begun,
            ["forgotten"] => self.forgotten = Step::Done,
            ["backed-up"] => self.backed_up = Some(self.items.clone()),
            ["restoring"] => self.restored = Step::Begun,
            ["restored"] => self.restored = Step::Done,
            _ => {}
        }
    }

    /// Tries the next start on the locker at `folder`; says what is wrong.
    pub fn try_on(&self, folder: &Path) -> Result<(), String> {
        match (self.wipe, self.made) {
            (Step::No, false) => self.nothing_is_in_the_way(folder),
            (Step::No, true) => self.all_is_there(folder).map(drop),
            (Step::Begun, _) => self.wiped_or_whole(folder),
            (Step::Certain | Step::Done, _) => self.wiped(folder),
        }
    }

    /// A locker that was not acknowledged may be there or not; a wipe and a new one work in any case.
    fn nothing_is_in_the_way(&self, folder: &Path) -> Result<(), String> {
        drop(unlock(folder, "first")); // however it ends
        locker::wipe(folder, &env());
        let new = NewLocker {
            folder,
            passphrase: &Passphrase::new(b"anew"),
            key_file: None,
        };
        let made = locker::create(new, &env()).map(drop);
        made.map_err(|error| format!("what a creation left is in the way: {error}"))
    }

    fn all_is_there(&self, folder: &Path) -> Result<(), String> {
        let open = self.opened(folder)?;
        self.items_are_there(&open)?;
        drop(open);
        for gone in &self.gone {
            if unlock(folder, gone).is_ok() {
                return Err("a passphrase that was changed still opens it".to_owned());
            }
        }
        self.backup_is_there(folder)
    }

    /// By the first passphrase that does.
    fn opened(&self, folder: &Path) -> Result<OpenLocker, String> {
        let mut errors = Vec::new();
        for passphrase in &self.passphrases {
            match unlock(folder, passphrase) {
                Ok(open) => return Ok(open),
                Err(error) => errors.push(error.to_string()),
            }
        }
        Err(format!("no passphrase opens it: {}", errors.join(", ")))
    }

    fn items_are_there(&self, open: &OpenLocker) -> Result<(), String> {
        if let Some(code) = open.standing() {
            return Err(format!("a power cut is taken for an older part: {code}"));
        }
        let report = open
            .check(&Quiet)
            .map_err(|error| format!("the check fails: {error}"))?;
        let fine = report.damaged.is_empty() && report.missing.is_empty() && report.database;
        if !fine || !report.log_broken.is_empty() || report.strays > 0 {
            return Err(format!("the check finds {report:?}"));
        }
        if self.forgotten != Step::No {
            return self.forgotten_or_not(open);
        }
        has(open, &self.items)
    }

    /// A backup that was acknowledged is restored; a restore that was acknowledged opens, another one can be done again.
    fn backup_is_there(&self, folder: &Path) -> Result<(), String> {
        let Some(items) = &self.backed_up else { return Ok(()) };
        let (to, passphrase) = (folder.with_file_name(RESTORED), &self.passphrases[0]);
        if self.restored == Step::Done {
            let open = unlock(&to, passphrase).map_err(|error| format!("what was restored does not open: {error}"))?;
            return has(&open, items);
        }
        let finished = unlock(&to, passphrase);
        if let Ok(open) = finished {
            return has(&open, items); // its last step is the one that makes it a locker
        }
        let (from, passphrase) = (folder.with_file_name(BACKUP), Passphrase::new(passphrase.as_bytes()));
        let restored = locker::restore(&from, &to, &passphrase, None, &env(), &Quiet);
        let (open, view) = restored.map_err(|error| format!("the backup is not restored: {error}"))?;
        if !view.sound || open.standing().is_some() {
            return Err(format!("what was restored is not sound: {view:?}"));
        }
        has(&open, items)
    }

    fn forgotten_or_not(&self, open: &OpenLocker) -> Result<(), String> {
        let there = open.source("Heron").is_ok();
        let left = files_below(&open.folder().join("blobs")).len();
        match there {
            true if self.forgotten == Step::Done => Err("a source that was forgotten is there".to_owned()),
            false if left > 0 => Err(format!("{left} blobs of a forgotten source are left")),
            _ => Ok(()),
        }
    }

    /// Before the first overwriting has reached the disk the locker is whole, or already gone.
    fn wiped_or_whole(&self, folder: &Path) -> Result<(), String> {
        match unlock(folder, &self.passphrases[0]).map(drop) {
            Ok(()) => self.all_is_there(folder),
            Err(Error::SlotsDamaged) => Ok(()), // torn in the middle of that first write
            Err(_) => self.wiped(folder),
        }
    }

    /// It never opens, and after the next start nothing of it is left.
    fn wiped(&self, folder: &Path) -> Result<(), String> {
        if let Ok(()) = unlock(folder, &self.passphrases[0]).map(drop) {
            return Err("a wiped locker opens".to_owned());
        }
        let left = files_below(folder);
        if left.is_empty() {
            Ok(())
        } else {
            Err(format!("{} files are left of a wiped locker", left.len()))
        }
    }
}

fn has(open: &OpenLocker, items: &BTreeMap<String, String>) -> Result<(), String> {
    for (id, digest) in items {
        let found = open.evidence(id);
        let found = found.map_err(|error| format!("{id}, which was acknowledged: {error}"))?;
        if found.sha256 != *digest {
            return Err(format!("{id} has another digest"));
        }
    }
    Ok(())
}

/// What the next start is given.
pub fn env() -> Env {
    let mut env = Env::of_this_program(PathBuf::from("/nowhere")).expect("an executable");
    env.cost = Cost::OfATest;
    env
}

/// A worker that was being started when its parent was killed has the parent's files, and with them the lock, until its
/// own program begins.
fn unlock(folder: &Path, passphrase: &str) -> Result<OpenLocker, Error> {
    const TRIES: u32 = 500;
    let passphrase = Passphrase::new(passphrase.as_bytes());
    let mut opened = locker::unlock(folder, &passphrase, None, &env());
    for _ in 0..TRIES {
        if !matches!(opened, Err(Error::AlreadyOpen)) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
        opened = locker::unlock(folder, &passphrase, None, &env());
    }
    opened
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}
