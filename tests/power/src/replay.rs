//! From a record to disks that a power cut may leave, and from each to what the next start says.

use crate::disk::{Disk, Left, Syncs};
use crate::judge::{Expected, Step};
use crate::record::Act;
use crate::seed::Seed;
use std::fs;
use std::path::{Path, PathBuf};

/// One act of a locker, recorded.
pub struct Recorded {
    /// The folder that the locker lies in, as it was before; copied, because the act has changed it since.
    pub before: PathBuf,
    /// The folder's path during the act.
    pub root: PathBuf,
    /// What was acknowledged before.
    pub expected: Expected,
    /// What was done.
    pub acts: Vec<Act>,
}

/// What went wrong on one disk.
#[derive(Debug)]
pub struct Violation {
    /// After how many acts the power went.
    pub after: usize,
    /// What was left of the unsynced.
    pub left: Left,
    /// What is wrong.
    pub what: String,
}

/// How many disks were tried, and what was wrong.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Disks.
    pub states: usize,
    /// Where something was wrong.
    pub violations: Vec<Violation>,
}

impl Recorded {
    /// Tries about `count` disks, chosen by `seed`: moments spread over the record, each with all, nothing or some left.
    pub fn try_some(&self, count: usize, seed: u64, syncs: Syncs) -> Outcome {
        let mut moments = self.moments(count, seed);
        moments.sort_unstable_by_key(|(after, _)| *after);
        let mut moments = moments.into_iter().peekable();
        let (mut disk, mut expected) = (self.disk(syncs), self.expected.clone());
        let mut outcome = Outcome::default();
        for after in 0..=self.acts.len() {
            while let Some((_, left)) = moments.next_if(|(at, _)| *at == after) {
                outcome.states += 1;
                if let Err(what) = try_disk(&disk, left, &expected) {
                    outcome.violations.push(Violation { after, left, what });
                }
            }
            if let Some(act) = self.acts.get(after) {
                disk.follow(act);
                follow(&mut expected, act);
            }
        }
        outcome
    }

    /// Tries what a kill after each single act leaves: all of what was done, since the machine runs on.
    pub fn try_every_kill(&self) -> Outcome {
        let (mut disk, mut expected) = (self.disk(Syncs::Kept), self.expected.clone());
        let mut outcome = Outcome::default();
        for (i, act) in self.acts.iter().enumerate() {
            disk.follow(act);
            follow(&mut expected, act);
            if matches!(act, Act::Open(..) | Act::SyncFile(_) | Act::SyncDir(_) | Act::SyncAll) {
                continue; // they change nothing that a kill leaves
            }
            outcome.states += 1;
            if let Err(what) = try_disk(&disk, Left::All, &expected) {
                let (after, left) = (i + 1, Left::All);
                outcome.violations.push(Violation { after, left, what });
            }
        }
        outcome
    }

    /// Tries one disk again: what a violation named.
    pub fn try_one(&self, after: usize, left: Left, syncs: Syncs) -> Result<(), String> {
        let (mut disk, mut expected) = (self.disk(syncs), self.expected.clone());
        for act in &self.acts[..after] {
            disk.follow(act);
            follow(&mut expected, act);
        }
        try_disk(&disk, left, &expected)
    }

    /// Whether the record is whole: followed to its end, it gives the folder that the act left.
    pub fn gives_what_is_there(&self) -> Result<(), String> {
        let mut disk = self.disk(Syncs::Kept);
        self.acts.iter().for_each(|act| disk.follow(act));
        let folder = scratch();
        disk.write_to(folder.path(), Left::All);
        same(folder.path(), &self.root)
    }

    fn disk(&self, syncs: Syncs) -> Disk {
        Disk::of(&self.before, &self.root, syncs)
    }

    /// A third each: after what was told or synced, before a sync, and anywhere.
    fn moments(&self, count: usize, seed: u64) -> Vec<(usize, Left)> {
        let syncs = self.places(|act| matches!(act, Act::SyncFile(_) | Act::SyncDir(_) | Act::SyncAll));
        let told = self.places(|act| matches!(act, Act::Note(_)));
        let after: Vec<usize> = syncs.iter().chain(&told).map(|place| place + 1).collect();
        let mut seed = Seed::new(seed);
        let mut moments = Vec::new();
        for i in 0..count {
            let after = match i % 3 {
                0 => pick(&after, &mut seed),
                1 => pick(&syncs, &mut seed),
                _ => None,
            };
            let after = after.unwrap_or_else(|| seed.below(self.acts.len() + 1));
            let left = match i % 8 {
                0 => Left::All,
                1 => Left::Nothing,
                _ => Left::Some(seed.number()),
            };
            moments.push((after, left));
        }
        moments
    }

    fn places(&self, which: impl Fn(&Act) -> bool) -> Vec<usize> {
        (0..self.acts.len()).filter(|place| which(&self.acts[*place])).collect()
    }
}

fn pick(places: &[usize], seed: &mut Seed) -> Option<usize> {
    places.get(seed.below(places.len())).copied()
}

fn try_disk(disk: &Disk, left: Left, expected: &Expected) -> Result<(), String> {
    let folder = scratch();
    disk.write_to(folder.path(), left);
    expected.try_on(&folder.path().join(LOCKER))
}

/// The locker's folder in the recorded one.
pub const LOCKER: &str = "x.locker";

/// A folder in memory where there is one: a disk would only be slower.
pub fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("a temporary folder")
}

fn follow(expected: &mut Expected, act: &Act) {
    match act {
        Act::Note(note) => note.lines().for_each(|line| expected.hear(line)),
        // Nothing else is synced before the slots are overwritten.
        Act::SyncFile(_) if expected.wipe == Step::Begun => expected.wipe = Step::Certain,
        _ => {}
    }
}

fn same(one: &Path, other: &Path) -> Result<(), String> {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.retain(|name| !crate::disk::is_shared_memory(Path::new(name)));
        names.sort();
        names
    };
    if names(one) != names(other) {
        return Err(format!("{:?} and {:?}", names(one), names(other)));
    }
    for name in names(one) {
        let (a, b) = (one.join(&name), other.join(&name));
        if a.is_dir() {
            same(&a, &b)?;
        } else if fs::read(&a).ok() != fs::read(&b).ok() {
            return Err(format!("{} differs", b.display()));
        }
    }
    Ok(())
}
