//! Which files were picked: folders are walked in a stable order, links are never followed, and files that are an export
//! together stay together.
//!
//! Deliberately absent: what is in the files. A name only says what to look at first.

use crate::{Error, Result};
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Deepest folder in a folder.
const DEEPEST: usize = 32;
/// Most files of one import.
const MOST: usize = 500_000;

/// A file that was picked, or that lies in a folder that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picked {
    /// Where it is.
    pub path: PathBuf,
    /// What people see: the path from the folder that was picked, with that folder's name, `/` between parts.
    pub shown: String,
    /// Length in bytes when it was seen.
    pub bytes: u64,
}

/// What is taken in together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A file by itself.
    One(Picked),
    /// A folder that looks like an export: its main file and everything below it.
    Export {
        /// Such as `result.json`.
        main: Picked,
        /// The other files, with their paths from the main file's folder in NFC.
        rest: Vec<(String, Picked)>,
    },
    /// What cannot be taken in at all.
    Refused {
        /// For people.
        shown: String,
        /// Why.
        error: Error,
    },
}

/// Everything below the picked paths, in the order in which they were picked and by name below.
pub(crate) fn walk(picked: &[PathBuf]) -> Vec<Unit> {
    let mut walk = Walk {
        units: Vec::new(),
        seen: 0,
    };
    for path in picked {
        let name = path
            .file_name()
            .or_else(|| path.components().next_back().map(|part| part.as_os_str()));
        let shown = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        walk.look(path, shown, 0);
    }
    walk.units
}

struct Walk {
    units: Vec<Unit>,
    seen: usize,
}

impl Walk {
    fn look(&mut self, path: &Path, shown: String, depth: usize) {
        match self.kind_of(path, depth) {
            Ok(Entry::Folder) => self.folder(path, &shown, depth),
            Ok(Entry::File(bytes)) => self.units.push(Unit::One(Picked {
                path: path.to_owned(),
                shown,
                bytes,
            })),
            Err(error) => self.units.push(Unit::Refused { shown, error }),
        }
    }

    fn kind_of(&mut self, path: &Path, depth: usize) -> Result<Entry> {
        self.seen += 1;
        if self.seen > MOST {
            return Err(Error::TooManyFiles);
        }
        let meta = path.symlink_metadata().map_err(|_| Error::Unreadable)?;
        match meta.file_type() {
            kind if kind.is_symlink() => Err(Error::SymbolicLink),
            kind if kind.is_dir() && depth >= DEEPEST => Err(Error::TooDeep),
            kind if kind.is_dir() => Ok(Entry::Folder),
            kind if kind.is_file() => Ok(Entry::File(meta.len())),
            _ => Err(Error::NotAFile),
        }
    }

    fn folder(&mut self, path: &Path, shown: &str, depth: usize) {
        if self.seen > MOST {
            return;
        }
        let names = match names_in(path) {
            Ok(names) => names,
            Err(error) => {
                return self.units.push(Unit::Refused {
                    shown: shown.to_owned(),
                    error,
                });
            }
        };
        let main = main_of(&names);
        let before = self.units.len();
        for name in &names {
            let text = Path::new(name).to_string_lossy().into_owned();
            self.look(&path.join(name), format!("{shown}/{text}"), depth + 1);
        }
        if let Some(main) = main {
            self.gather(before, shown, &format!("{shown}/{main}"));
        }
    }

    /// Turns the units of an export's folder into one. Refusals stay by themselves, and so does an export inside it.
    fn gather(&mut self, from: usize, root: &str, main: &str) {
        let mut found = None;
        let (mut rest, mut others) = (Vec::new(), Vec::new());
        for unit in self.units.drain(from..) {
            match unit {
                Unit::One(file) if file.shown == main => found = Some(file),
                Unit::One(file) => rest.push((inside(root, &file.shown), file)),
                other => others.push(other),
            }
        }
        match found {
            Some(main) => self.units.push(Unit::Export { main, rest }),
            None => self.units.extend(rest.into_iter().map(|(_, file)| Unit::One(file))),
        }
        self.units.append(&mut others);
    }
}

enum Entry {
    Folder,
    File(u64),
}

fn inside(root: &str, shown: &str) -> String {
    shown
        .strip_prefix(root)
        .unwrap_or(shown)
        .trim_start_matches('/')
        .nfc()
        .collect()
}

fn names_in(folder: &Path) -> Result<Vec<std::ffi::OsString>> {
    let entries = std::fs::read_dir(folder).map_err(|_| Error::Unreadable)?;
    let mut names: Vec<_> = entries.take(MOST).flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    Ok(names)
}

/// The main file of an export, by the names in its folder.
fn main_of(names: &[std::ffi::OsString]) -> Option<String> {
    let texts = || names.iter().filter_map(|name| name.to_str());
    let exact = |wanted: &str| texts().find(|name| *name == wanted).map(str::to_owned);
    let whatsapp = || {
        texts()
            .find(|name| name.contains("WhatsApp") && name.ends_with(".txt"))
            .map(str::to_owned)
    };
    exact("result.json")
        .or_else(|| exact("_chat.txt"))
        .or_else(|| exact("main.jsonl"))
        .or_else(whatsapp)
        .or_else(|| exact("messages.html"))
        .or_else(|| exact("message_1.json"))
        .or_else(|| exact("data.json").filter(|_| exact("media").is_some()))
        .or_else(|| with_files_beside(&texts().collect::<Vec<_>>()))
}

/// The only `.json` of a folder, if its attachments lie in a folder of its name: `NAME_Files`, or `NAME.json_Files`.
fn with_files_beside(names: &[&str]) -> Option<String> {
    if names.iter().filter(|name| name.ends_with(".json")).count() != 1 {
        return None;
    }
    let beside = names.iter().find_map(|name| name.strip_suffix("_Files"))?;
    let main = names
        .iter()
        .find(|name| **name == beside || name.strip_suffix(".json") == Some(beside));
    main.map(|name| (*name).to_owned())
}

/// Opens a picked file for reading, if it is still the plain file that was seen and no link.
pub(crate) fn open(path: &Path) -> Result<(File, u64)> {
    let before = path.symlink_metadata().map_err(|_| Error::Unreadable)?;
    if before.file_type().is_symlink() {
        return Err(Error::SymbolicLink);
    }
    if !before.is_file() {
        return Err(Error::NotAFile); // opening a pipe would wait for ever
    }
    let file = File::open(path).map_err(|_| Error::Unreadable)?;
    let after = file.metadata().map_err(|_| Error::Unreadable)?;
    if same(&before, &after) {
        Ok((file, after.len()))
    } else {
        Err(Error::Unreadable)
    }
}

#[cfg(unix)]
fn same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same(a: &Metadata, b: &Metadata) -> bool {
    a.is_file() == b.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join("case").join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, file.as_bytes()).expect("a file");
        }
        folder
    }

    fn shown(units: &[Unit]) -> Vec<String> {
        units
            .iter()
            .map(|unit| match unit {
                Unit::One(file) => file.shown.clone(),
                Unit::Export { main, rest } => format!(
                    "{} + {}",
                    main.shown,
                    rest.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>().join(",")
                ),
                Unit::Refused { shown, error } => format!("{shown}: {error}"),
            })
            .collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let folder = folder_with(&["b.jpg", "a/z.jpg", "a/c.jpg"]);
        assert_eq!(
            shown(&walk(&[folder.path().join("case")])),
            ["case/a/c.jpg", "case/a/z.jpg", "case/b.jpg"]
        );
    }

    #[test]
    fn an_export_stays_together() {
        let folder = folder_with(&["x/result.json", "x/photos/1.jpg", "x/messages.html", "y.txt"]);
        assert_eq!(
            shown(&walk(&[folder.path().join("case")])),
            ["case/x/result.json + messages.html,photos/1.jpg", "case/y.txt"]
        );
    }

    #[test]
    fn a_file_and_the_folder_of_its_attachments_stay_together() {
        let folder = folder_with(&[
            "d/a [1].json",
            "d/a [1].json_Files/x.png",
            "d/b.txt",
            "m/message_1.json",
            "m/photos/1.jpg",
        ]);
        assert_eq!(
            shown(&walk(&[folder.path().join("case")])),
            [
                "case/d/a [1].json + a [1].json_Files/x.png,b.txt",
                "case/m/message_1.json + photos/1.jpg"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_and_what_is_no_file_are_refused_and_not_followed() {
        let folder = folder_with(&["a.txt"]);
        let case = folder.path().join("case");
        std::os::unix::fs::symlink("/etc/passwd", case.join("link")).expect("a link");
        std::os::unix::fs::symlink("/", case.join("root")).expect("a link");
        let socket = std::os::unix::net::UnixListener::bind(case.join("socket")).expect("a socket");
        let units = walk(&[case.clone(), folder.path().join("missing")]);
        assert_eq!(
            shown(&units),
            [
                "case/a.txt",
                "case/link: symbolic-link",
                "case/root: symbolic-link",
                "case/socket: not-a-file",
                "missing: unreadable"
            ]
        );
        assert_eq!(open(&case.join("link")).err(), Some(Error::SymbolicLink));
        drop(socket);
    }
}
