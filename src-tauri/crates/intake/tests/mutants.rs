//! Files that were good once, changed a little, through every parser: nothing panics, and what is said keeps the rules to
//! which the parent holds a worker.
//!
//! A usual run makes a few thousand mutants here. `VOUCHSAFE_MUTANTS=100000` makes so many, each through a worker of its
//! own, whose deaths by anything but its limits are counted; `VOUCHSAFE_MUTANTS_FROM` begins at another number.

mod support;

use intake::draft::{Found, Hints};
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use model::Quiet;
use std::fs;
use std::io::Cursor;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use support::cases::all_cases;
use support::mutate::{Dice, mutant};
use support::told::found;

/// Mutants of a usual run.
const USUAL: u64 = 4_000;
/// Longest seed in bytes.
const LONGEST: u64 = 300_000;

struct Seed {
    name: String,
    bytes: Vec<u8>,
    hints: Hints,
}

/// The cases of exports, and all fixtures of the folders that are named.
fn seeds(folders: &[&str]) -> Vec<Seed> {
    let cases = all_cases().into_iter().map(|case| Seed {
        name: case.name(),
        bytes: case.bytes(),
        hints: case.hints(),
    });
    let mut paths = Vec::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures");
    folders
        .iter()
        .for_each(|folder| collect(&fixtures.join(folder), &mut paths));
    paths.sort();
    let fixtures = paths.into_iter().map(|path| Seed {
        name: path.to_string_lossy().into_owned(),
        bytes: fs::read(&path).expect("a fixture"),
        hints: Hints {
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            ..Hints::default()
        },
    });
    cases.chain(fixtures).filter(|seed| !seed.bytes.is_empty()).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let fits = entry.metadata().is_ok_and(|metadata| metadata.len() <= LONGEST);
        if path.is_dir() {
            collect(&path, paths);
        } else if fits && !path.to_string_lossy().contains("bomb") {
            paths.push(path);
        }
    }
}

fn from_env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seed of this mutant, and the mutant.
fn make(seeds: &[Seed], number: u64) -> (&Seed, Vec<u8>) {
    let mut dice = Dice::new(!number);
    let (seed, other) = (&seeds[dice.below(seeds.len())], &seeds[dice.below(seeds.len())]);
    (seed, mutant(&seed.bytes, &other.bytes, number))
}

#[test]
fn no_mutant_makes_a_parser_panic_or_break_the_rules() {
    if from_env("VOUCHSAFE_MUTANTS").is_some() {
        return; // the long run goes through workers
    }
    let seeds = seeds(&["telegram", "whatsapp", "texts", "archives"]);
    for number in 0..USUAL {
        let (seed, bytes) = make(&seeds, number);
        let hints = seed.hints.clone();
        let said = catch_unwind(move || found(&bytes, &hints).0);
        let Ok(said) = said else {
            panic!("mutant {number} of {}", seed.name);
        };
        if let Some(broken) = broken_rule(&said) {
            panic!("mutant {number} of {}: {broken}", seed.name);
        }
    }
}

/// The first rule that is broken.
fn broken_rule(said: &[Found]) -> Option<String> {
    let mut n = 0;
    for (place, one) in said.iter().enumerate() {
        let fits = match one {
            Found::Format { .. } => place == 0,
            Found::Fact(fact) => is_code(&fact.key) && fact.value.chars().count() <= 2_000,
            Found::Note(note) => {
                is_code(&note.code) && note.detail.as_ref().is_none_or(|detail| detail.chars().count() <= 200)
            }
            Found::Messages(messages) => {
                (1..=500).contains(&messages.len())
                    && messages.iter().all(|message| {
                        n += 1;
                        message.n == n
                            && !message.locator.is_empty()
                            && message.text.len() <= 256 << 10
                            && message.attachments.len() <= 1_000
                            && message.flags.len() <= 1_000
                            && message.flags.iter().all(|flag| is_flag(flag))
                            && message.time.raw.chars().count() <= 2_000
                    })
            }
            Found::Text { text, .. } => text.len() <= 1 << 20,
            Found::Part { path, .. } | Found::Beside { path } => {
                path.split('/').all(|part| !matches!(part, "" | "." | ".."))
                    && !path.chars().any(|c| c.is_control() || c == '\\')
            }
        };
        if !fits {
            return Some(format!("{one:?}").chars().take(500).collect());
        }
    }
    None
}

fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
}

fn is_flag(flag: &str) -> bool {
    let (code, detail) = flag.split_once(':').unwrap_or((flag, ""));
    is_code(code) && detail.chars().count() <= 2_000
}

#[test]
fn mutants_end_a_worker_only_by_its_limits() {
    let many = from_env("VOUCHSAFE_MUTANTS");
    let from = from_env("VOUCHSAFE_MUTANTS_FROM").unwrap_or(0);
    let folders = ["telegram", "whatsapp", "texts", "archives", "pictures", "papers"];
    let seeds = seeds(&folders);
    let (next, bad) = (AtomicU64::new(from), Mutex::new(Vec::new()));
    let end = from + many.unwrap_or(200);
    let run = || loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            return;
        }
        let (seed, bytes) = make(&seeds, number);
        let how = through_a_worker(&bytes, &seed.hints);
        if let Some(how) = how.err().filter(|how| !is_a_limit(how, bytes, &seed.hints)) {
            let mut bad = bad.lock().expect("no thread panics while it holds this");
            bad.push(format!("mutant {number} of {}: {how:?}", seed.name));
        }
    };
    let threads = if many.is_some() { 2 } else { 1 };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run))));
    let bad = bad.into_inner().expect("all threads have ended");
    assert!(bad.is_empty(), "{} of {}: {}", bad.len(), end - from, bad.join("\n"));
}

/// Whether a worker died of its bounds on memory: that aborts it as a panic would, but without bounds there is none.
fn is_a_limit(how: &WorkerFailure, bytes: Vec<u8>, hints: &Hints) -> bool {
    let (aborted, hints) = (*how == WorkerFailure::Crashed { signal: Some(6) }, hints.clone());
    aborted && catch_unwind(move || drop(found(&bytes, &hints))).is_ok()
}

/// Parses in a worker. What it refuses, and a limit that it reaches, are well.
fn through_a_worker(bytes: &[u8], hints: &Hints) -> Result<(), WorkerFailure> {
    let limits = Limits {
        wall: Duration::from_secs(20),
        ..Limits::default()
    };
    let mut cursor = Cursor::new(bytes);
    let mut job = Job {
        bytes: &mut cursor,
        len: bytes.len() as u64,
        hints,
        limits: &limits,
        progress: &Quiet,
    };
    let mut worker = Worker::start(Command::new(env!("CARGO_BIN_EXE_vouchsafe-worker"))).expect("the worker starts");
    let mut said = Vec::new();
    match worker.parse(&mut job, &mut said) {
        Ok(()) | Err(WorkerFailure::Unparsed(_) | WorkerFailure::TimedOut) => Ok(()),
        Err(failure) => Err(failure),
    }
}
