//! The program that is cut off: one act on a real locker, and a note before and after what it does.
//!
//! Notes: `made PASSPHRASE`, `source`, `item ID SHA256`, `changing OLD NEW`, `changed`, `forgetting`, `forgotten`,
//! `backing-up`, `backed-up`, `restoring`, `restored`, `wiping`, `wiped`, `opened`.

use locker::views::{ImportRequest, SourceDraft};
use locker::{Cost, Env, NewLocker, OpenLocker, Passphrase, Quiet};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut says = Says::new();
    match arguments[..] {
        ["create", folder, passphrase] => create(Path::new(folder), passphrase, &mut says),
        ["import", folder, passphrase, ref files @ ..] => import(Path::new(folder), passphrase, files, &mut says),
        ["passphrase", folder, old, new] => change(Path::new(folder), old, new, &mut says),
        ["open", folder, passphrase] => {
            drop(open(Path::new(folder), passphrase));
            says.note("opened");
        }
        ["forget", folder, passphrase] => forget(Path::new(folder), passphrase, &mut says),
        ["backup", folder, passphrase, to] => {
            let open = open(Path::new(folder), passphrase);
            says.note("backing-up");
            open.back_up(Path::new(to), true, &Quiet).expect("room");
            says.note("backed-up");
        }
        ["restore", from, folder, passphrase] => {
            let passphrase = Passphrase::new(passphrase.as_bytes());
            says.note("restoring");
            let (from, folder) = (Path::new(from), Path::new(folder));
            drop(locker::restore(from, folder, &passphrase, None, &env(), &Quiet).expect("a backup"));
            says.note("restored");
        }
        ["wipe", folder] => {
            says.note("wiping");
            locker::wipe(Path::new(folder), &env());
            says.note("wiped");
        }
        _ => panic!("no such act"),
    }
}

/// Where notes go: one write for each, so that a note is there whole or not at all.
struct Says(Box<dyn Write>);

impl Says {
    fn new() -> Self {
        match std::env::var_os("POWER_NOTES") {
            Some(path) => Self(Box::new(notes(Path::new(&path)))),
            None => Self(Box::new(std::io::stdout())),
        }
    }

    fn note(&mut self, text: &str) {
        let line = format!("{text}\n");
        let said = self.0.write_all(line.as_bytes()).and_then(|()| self.0.flush());
        said.expect("somebody listens");
    }
}

fn notes(path: &Path) -> File {
    let opened = OpenOptions::new().append(true).create(true).open(path);
    opened.expect("a place for notes")
}

fn env() -> Env {
    let mut env = Env::of_this_program(PathBuf::from("/nowhere")).expect("an executable");
    env.cost = Cost::OfATest;
    env
}

fn open(folder: &Path, passphrase: &str) -> OpenLocker {
    locker::unlock(folder, &Passphrase::new(passphrase.as_bytes()), None, &env()).expect("it opens")
}

fn create(folder: &Path, passphrase: &str, says: &mut Says) {
    let new = NewLocker {
        folder,
        passphrase: &Passphrase::new(passphrase.as_bytes()),
        key_file: None,
    };
    let open = locker::create(new, &env()).expect("a locker");
    says.note(&format!("made {passphrase}"));
    let draft = SourceDraft {
        codename: "Heron".to_owned(),
        protected: Vec::new(),
        notes: String::new(),
    };
    open.add_source(draft).expect("a source");
    says.note("source");
}

fn import(folder: &Path, passphrase: &str, files: &[&str], says: &mut Says) {
    let open = open(folder, passphrase);
    let request = ImportRequest {
        source: "Heron".to_owned(),
        ..ImportRequest::default()
    };
    for file in files {
        let report = open.import(&request, &[PathBuf::from(file)], &env(), &Quiet);
        for item in report.expect("an import").items {
            let known = (item.id, item.sha256);
            if let (Some(id), Some(digest)) = known {
                says.note(&format!("item {id} {digest}"));
            }
        }
    }
}

fn change(folder: &Path, old: &str, new: &str, says: &mut Says) {
    let open = open(folder, old);
    says.note(&format!("changing {old} {new}"));
    let (before, after) = (Passphrase::new(old.as_bytes()), Passphrase::new(new.as_bytes()));
    open.change_passphrase(&before, &after, None).expect("it changes");
    says.note("changed");
}

fn forget(folder: &Path, passphrase: &str, says: &mut Says) {
    let open = open(folder, passphrase);
    says.note("forgetting");
    open.forget_source("Heron").expect("it is there");
    says.note("forgotten");
}
