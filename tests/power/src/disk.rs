//! A disk in memory that knows of each byte and name whether it has reached stable storage, and what may be left of the
//! rest.
//!
//! What POSIX lets a disk do, which is harsher than most file systems: a file's bytes are certain after its sync and a
//! name after its directory's; of later writes any may be there, whole, in part by sectors of 512 bytes, or not at all; of
//! the later changes of one directory a beginning is there, whatever other directories kept.

use crate::record::Act;
use crate::seed::Seed;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What of the unsynced is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// All of it: the process was killed, the machine ran on.
    All,
    /// None of it.
    Nothing,
    /// Some of it, by this seed.
    Some(u64),
}

/// Which syncs count. The negative controls leave one kind out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syncs {
    /// All of them.
    Kept,
    /// Those of files do nothing.
    NotOfFiles,
    /// Those of directories do nothing.
    NotOfDirectories,
    /// One of a whole file system does nothing, as where it is not handed on.
    NotOfFileSystems,
}

/// The disk under one folder.
pub struct Disk {
    root: PathBuf,
    syncs: Syncs,
    files: Vec<File>,
    dirs: BTreeMap<PathBuf, Dir>,
    by_inode: HashMap<u64, usize>,
}

#[derive(Default)]
struct File {
    certain: Vec<u8>,
    later: Vec<Change>,
}

enum Change {
    Write(u64, Rc<[u8]>),
    Cut(u64),
}

#[derive(Default)]
struct Dir {
    certain: BTreeMap<OsString, Entry>,
    later: Vec<Rename>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    File(usize),
    Dir,
}

enum Rename {
    Add(OsString, Entry),
    Remove(OsString),
    Move(OsString, OsString),
}

const SECTOR: usize = 512;

impl Disk {
    /// The folder `copy`, all of it on stable storage, as if it lay at `root`.
    pub fn of(copy: &Path, root: &Path, syncs: Syncs) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            syncs,
            files: Vec::new(),
            dirs: BTreeMap::new(),
            by_inode: HashMap::new(),
        };
        disk.load(copy, root);
        disk
    }

    fn load(&mut self, copy: &Path, folder: &Path) {
        let mut dir = Dir::default();
        for entry in fs::read_dir(copy).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_owned();
            if path.is_dir() {
                self.load(&path, &folder.join(&name));
                dir.certain.insert(name, Entry::Dir);
            } else {
                let certain = fs::read(&path).expect("a file that can be read");
                self.files.push(File {
                    certain,
                    later: Vec::new(),
                });
                dir.certain.insert(name, Entry::File(self.files.len() - 1));
            }
        }
        self.dirs.insert(folder.to_owned(), dir);
    }

    /// Does what the program did.
    pub fn follow(&mut self, act: &Act) {
        match act {
            Act::Create(inode, path) => {
                self.files.push(File::default());
                self.by_inode.insert(*inode, self.files.len() - 1);
                self.change(path, |name| Rename::Add(name, Entry::File(0)));
            }
            Act::Open(inode, path) => {
                let file = self.find(path).expect("what was opened is known");
                self.by_inode.insert(*inode, file);
            }
            Act::Write(inode, at, bytes) => self.file(*inode).later.push(Change::Write(*at, bytes.clone())),
            Act::Cut(inode, len) => self.file(*inode).later.push(Change::Cut(*len)),
            Act::SyncFile(_) if self.syncs == Syncs::NotOfFiles => {}
            Act::SyncFile(inode) => self.file(*inode).settle(),
            Act::SyncDir(_) if self.syncs == Syncs::NotOfDirectories => {}
            Act::SyncDir(path) => self.dir(path).settle(),
            Act::SyncAll if self.syncs == Syncs::NotOfFileSystems => {}
            Act::SyncAll => self.settle(),
            Act::Rename(from, to) => {
                assert_eq!(from.parent(), to.parent(), "a move between folders is not modelled");
                let to = to.file_name().expect("a name").to_owned();
                self.change(from, |name| Rename::Move(name, to));
            }
            Act::Unlink(path) => self.change(path, Rename::Remove),
            Act::MakeDir(path) => {
                self.dirs.insert(path.clone(), Dir::default());
                self.change(path, |name| Rename::Add(name, Entry::Dir));
            }
            Act::RemoveDir(path) => self.change(path, Rename::Remove),
            Act::Note(_) => {}
        }
    }

    fn settle(&mut self) {
        if self.syncs != Syncs::NotOfFiles {
            self.files.iter_mut().for_each(File::settle);
        }
        if self.syncs != Syncs::NotOfDirectories {
            self.dirs.values_mut().for_each(Dir::settle);
        }
    }

    fn change(&mut self, path: &Path, change: impl FnOnce(OsString) -> Rename) {
        let name = path.file_name().expect("a name").to_owned();
        let newest = self.files.len().saturating_sub(1);
        let change = match change(name) {
            Rename::Add(name, Entry::File(_)) => Rename::Add(name, Entry::File(newest)),
            other => other,
        };
        self.dir(path.parent().expect("below the root")).later.push(change);
    }

    fn dir(&mut self, path: &Path) -> &mut Dir {
        self.dirs.entry(path.to_owned()).or_default()
    }

    fn file(&mut self, inode: u64) -> &mut File {
        let file = self.by_inode[&inode];
        &mut self.files[file]
    }

    fn find(&self, path: &Path) -> Option<usize> {
        let dir = self.dirs.get(path.parent()?)?;
        match dir.with(dir.later.len()).get(path.file_name()?)? {
            Entry::File(file) => Some(*file),
            Entry::Dir => None,
        }
    }

    /// Writes into the empty folder `to` what a power cut now could leave.
    pub fn write_to(&self, to: &Path, left: Left) {
        let mut seed = match left {
            Left::Some(seed) => Some(Seed::new(seed)),
            Left::All | Left::Nothing => None,
        };
        self.write_dir(&self.root, to, left, &mut seed);
    }

    fn write_dir(&self, from: &Path, to: &Path, left: Left, seed: &mut Option<Seed>) {
        let empty = Dir::default();
        let dir = self.dirs.get(from).unwrap_or(&empty);
        let all = dir.later.len();
        let kept = match (left, seed.as_mut()) {
            (Left::All, _) => all,
            (Left::Some(_), Some(seed)) => match seed.below(4) {
                0 => 0,
                1 => all,
                _ => seed.below(all + 1),
            },
            _ => 0,
        };
        for (name, entry) in dir.with(kept) {
            let path = to.join(&name);
            match entry {
                Entry::Dir => {
                    fs::create_dir(&path).expect("room");
                    self.write_dir(&from.join(&name), &path, left, seed);
                }
                Entry::File(_) if is_shared_memory(&path) => {}
                Entry::File(file) => fs::write(&path, self.files[file].bytes(left, seed)).expect("room"),
            }
        }
    }
}

/// SQLite maps it into memory, writes it without the system's help and builds it anew at the next start.
pub fn is_shared_memory(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}

impl Dir {
    fn settle(&mut self) {
        self.certain = self.with(self.later.len());
        self.later.clear();
    }

    /// The entries after the first `count` of the later changes.
    fn with(&self, count: usize) -> BTreeMap<OsString, Entry> {
        let mut entries = self.certain.clone();
        for change in &self.later[..count] {
            match change {
                Rename::Add(name, entry) => drop(entries.insert(name.clone(), *entry)),
                Rename::Remove(name) => drop(entries.remove(name)),
                Rename::Move(from, to) => {
                    if let Some(entry) = entries.remove(from) {
                        entries.insert(to.clone(), entry);
                    }
                }
            }
        }
        entries
    }
}

impl File {
    fn settle(&mut self) {
        for change in std::mem::take(&mut self.later) {
            apply(&mut self.certain, &change);
        }
    }

    fn bytes(&self, left: Left, seed: &mut Option<Seed>) -> Vec<u8> {
        let mut bytes = self.certain.clone();
        match (left, seed) {
            (Left::All, _) => self.later.iter().for_each(|change| apply(&mut bytes, change)),
            (Left::Some(_), Some(seed)) => self.some_of(&mut bytes, seed),
            _ => {}
        }
        bytes
    }

    fn some_of(&self, bytes: &mut Vec<u8>, seed: &mut Seed) {
        let how = seed.below(4);
        for change in &self.later {
            match (how, change) {
                (0, _) => {}
                (1, change) => apply(bytes, change),
                (_, change) if seed.one_in(2) => match change {
                    Change::Write(at, data) if seed.one_in(2) => torn(bytes, *at as usize, data, seed),
                    change => apply(bytes, change),
                },
                _ => {}
            }
        }
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, data) => put(bytes, *at as usize, data),
        Change::Cut(len) => bytes.resize(*len as usize, 0),
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, data: &[u8]) {
    if bytes.len() < at + data.len() {
        bytes.resize(at + data.len(), 0);
    }
    bytes[at..at + data.len()].copy_from_slice(data);
}

/// Each sector of the write is there or not.
fn torn(bytes: &mut Vec<u8>, mut at: usize, mut data: &[u8], seed: &mut Seed) {
    while !data.is_empty() {
        let (sector, rest) = data.split_at((SECTOR - at % SECTOR).min(data.len()));
        if seed.one_in(2) {
            put(bytes, at, sector);
        }
        at += sector.len();
        data = rest;
    }
}
