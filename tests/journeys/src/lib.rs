//! What whole flows share: where the fixtures are, an open locker in a temporary folder, and the `vouchsafe` program.
//!
//! Nothing here stands in for a part of the program: lockers, workers and files are real. Only the key derivation of the
//! lockers made here is as cheap as the format allows, since a second for each would add up to a coffee.

use locker::views::{ImportItem, ImportReport, ImportRequest, SourceDraft};
use locker::{Cost, Env, NewLocker, OpenLocker, Passphrase, Quiet};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// What opens the lockers made here.
pub const PASSPHRASE: &str = "seven invented herons";

/// The project's top folder.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A made-up file below `tests/fixtures`.
pub fn fixture(path: &str) -> PathBuf {
    let found = top().join("tests/fixtures").join(path);
    assert!(found.exists(), "no fixture {path}");
    found
}

/// What `tests/fixtures/expected.json` says of each file.
pub fn expected() -> serde_json::Map<String, Value> {
    let json = std::fs::read(fixture("expected.json")).expect("the list of fixtures");
    serde_json::from_slice(&json).expect("JSON")
}

/// Clock, worker, cheap derivation.
pub fn env() -> Env {
    let mut env = Env::of_this_program(PathBuf::from("/nowhere")).expect("an executable");
    assert!(
        env.worker.is_file(),
        "the worker is not built: cargo build -p vouchsafe-cli -p vouchsafe-intake (make core)"
    );
    env.cost = Cost::OfATest;
    env
}

/// An open locker with a source `Heron`.
pub struct Bench {
    /// The locker.
    pub open: OpenLocker,
    /// Where it lies; also room for other files.
    pub folder: TempDir,
    /// What the verbs are given.
    pub env: Env,
}

impl Bench {
    /// A new locker.
    pub fn new() -> Self {
        let (folder, env) = (tempfile::tempdir().expect("a temporary folder"), env());
        let new = NewLocker {
            folder: &folder.path().join("x.locker"),
            passphrase: &passphrase(),
            key_file: None,
        };
        let open = locker::create(new, &env).expect("a locker");
        let bench = Self { open, folder, env };
        bench.source("Heron", &["Верболозов"]);
        bench
    }

    /// Adds a source.
    pub fn source(&self, codename: &str, protected: &[&str]) {
        let protected = protected.iter().map(|term| (*term).to_owned()).collect();
        let draft = SourceDraft {
            codename: codename.to_owned(),
            protected,
            notes: String::new(),
        };
        self.open.add_source(draft).expect("a source");
    }

    /// Where the locker lies.
    pub fn locker(&self) -> PathBuf {
        self.folder.path().join("x.locker")
    }

    /// Takes something in for Heron.
    pub fn import(&self, path: &Path) -> ImportReport {
        self.import_with(path, |_| {})
    }

    /// The same, with more said.
    pub fn import_with(&self, path: &Path, say: impl FnOnce(&mut ImportRequest)) -> ImportReport {
        let mut request = for_heron();
        say(&mut request);
        self.open
            .import(&request, &[path.to_owned()], &self.env, &Quiet)
            .expect("an import")
    }

    /// Takes in one file and answers what is said of it.
    pub fn one(&self, path: &Path) -> ImportItem {
        let mut report = self.import(path);
        assert!(!report.items.is_empty(), "something is said of {}", path.display());
        report.items.swap_remove(0)
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

/// Something for Heron is to be taken in.
pub fn for_heron() -> ImportRequest {
    ImportRequest {
        source: "Heron".to_owned(),
        ..ImportRequest::default()
    }
}

/// The passphrase of the lockers made here.
pub fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE.as_bytes())
}

/// The `vouchsafe` program with a folder to work in.
pub struct Program {
    /// Room for lockers and other files.
    pub folder: TempDir,
}

/// What a run of the program gave.
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output as JSON, where it is.
    pub json: Value,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: String,
}

impl Program {
    /// A folder with a passphrase file in it.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("pass"), format!("{PASSPHRASE}\n")).expect("a file");
        Self { folder }
    }

    /// A path in the folder.
    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command, without `--json`, in English.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .env_remove("LANG");
        command
    }

    /// Runs with `--json` and the passphrase file.
    pub fn run(&self, args: &[&str]) -> Run {
        let mut all = vec!["--json", "--passphrase-file", "pass"];
        all.extend(args);
        Run::of(self.command(&all).output().expect("the program starts"))
    }

    /// The same, and it must end well.
    pub fn ok(&self, args: &[&str]) -> Value {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.err);
        run.json
    }
}

impl Default for Program {
    fn default() -> Self {
        Self::new()
    }
}

impl Run {
    /// Of a program that ended.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            json: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            out: output.stdout,
        }
    }

    /// The code of the error that was said.
    pub fn error(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_default()
    }
}

/// The program under test, built beside this one.
pub fn program() -> PathBuf {
    let here = std::env::current_exe().expect("an executable");
    let name = format!("vouchsafe{}", std::env::consts::EXE_SUFFIX);
    let found = here
        .ancestors()
        .skip(1)
        .take(3)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file());
    found.expect("the program is not built: cargo build -p vouchsafe-cli -p vouchsafe-intake (make core)")
}
