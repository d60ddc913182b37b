//! `vouchsafe-corpora FOLDER [--list] [--json] [--worker EXECUTABLE]`: exit code 1 if any file crashed or hung a worker.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use vouchsafe_corpora::table;
use vouchsafe_corpora::trial::{self, End, Outcome};

struct Wish {
    folder: PathBuf,
    worker: PathBuf,
    list: bool,
    json: bool,
}

fn main() -> ExitCode {
    let Some(wish) = read_arguments() else {
        eprintln!("vouchsafe-corpora FOLDER [--list] [--json] [--worker EXECUTABLE]");
        return ExitCode::from(2);
    };
    let mut files = Vec::new();
    collect(&wish.folder, &mut files);
    files.sort();
    let outcomes = run_all(&wish, &files);
    if wish.json {
        println!("{}", as_json(&outcomes));
    } else {
        if wish.list {
            outcomes.iter().for_each(|one| println!("{}", row(one)));
        }
        for one in outcomes
            .iter()
            .filter(|one| matches!(one.end, End::Crashed | End::Hung))
        {
            println!("{}", row(one));
        }
        print!("{}", table::print(&outcomes));
    }
    if table::any_bad(&outcomes) || outcomes.len() != files.len() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn read_arguments() -> Option<Wish> {
    let beside = std::env::current_exe()
        .ok()?
        .with_file_name(format!("vouchsafe-worker{}", std::env::consts::EXE_SUFFIX));
    let mut wish = Wish {
        folder: PathBuf::new(),
        worker: beside,
        list: false,
        json: false,
    };
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--list") => wish.list = true,
            Some("--json") => wish.json = true,
            Some("--worker") => wish.worker = arguments.next()?.into(),
            _ => wish.folder = argument.into(),
        }
    }
    (wish.folder.is_dir() && wish.worker.is_file()).then_some(wish)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

fn run_all(wish: &Wish, files: &[PathBuf]) -> Vec<Outcome> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let run_some = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            match trial::run(&wish.folder, path, &wish.worker) {
                Ok(outcome) => outcomes
                    .lock()
                    .expect("no thread panics while it holds this")
                    .push(outcome),
                Err(error) => eprintln!("{}: {error}", path.display()),
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run_some))));
    let mut outcomes = outcomes.into_inner().expect("all threads have ended");
    outcomes.sort_by(|one, other| one.path.cmp(&other.path));
    outcomes
}

fn row(one: &Outcome) -> String {
    let path = one.path.display();
    let notes = one.notes.join(" ");
    let Outcome {
        kind,
        format,
        why,
        messages,
        characters,
        millis,
        ..
    } = one;
    format!(
        "{}\t{kind}/{format}\t{why}\tm{messages} c{characters} {millis}ms\t{notes}\t{path}",
        one.end.code()
    )
}

fn as_json(outcomes: &[Outcome]) -> serde_json::Value {
    outcomes
        .iter()
        .map(|one| {
            serde_json::json!({
                "path": one.path.display().to_string(), "kind": one.kind, "format": one.format, "end": one.end.code(),
                "why": one.why, "messages": one.messages, "characters": one.characters, "notes": one.notes,
                "facts": one.facts, "millis": u64::try_from(one.millis).unwrap_or(u64::MAX),
            })
        })
        .collect()
}
