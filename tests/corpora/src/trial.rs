//! One file through one worker: parsed, and then whatever a viewer would ask for its kind.

use intake::draft::{Found, Hints, Unparsed};
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use model::{Kind, Quiet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Most entries of an archive and pages of a document that are asked for.
const MOST_ASKED: u32 = 40;

/// How a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Everything was read and shown.
    Parsed,
    /// Recognised, kept, and not parsed; or not parsed without a person's answer.
    Kept,
    /// Damaged, locked or too large: kept, and said why.
    Refused,
    /// The worker died or spoke nonsense.
    Crashed,
    /// The worker took too long.
    Hung,
}

impl End {
    /// The word for it.
    pub fn code(self) -> &'static str {
        match self {
            End::Parsed => "parsed",
            End::Kept => "kept",
            End::Refused => "refused",
            End::Crashed => "crashed",
            End::Hung => "hung",
        }
    }
}

/// What came of a file.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Path from the folder that was asked for.
    pub path: PathBuf,
    /// Its kind's code.
    pub kind: &'static str,
    /// Its format's code.
    pub format: String,
    /// How it ended.
    pub end: End,
    /// Why, where it is not parsed: a code; and at which question.
    pub why: String,
    /// Messages.
    pub messages: usize,
    /// Characters of text outside messages.
    pub characters: usize,
    /// Codes of notes, with counts.
    pub notes: Vec<String>,
    /// Facts as `key=value`.
    pub facts: Vec<String>,
    /// Milliseconds.
    pub millis: u128,
}

/// Runs one file.
pub fn run(root: &Path, path: &Path, worker: &Path) -> io::Result<Outcome> {
    let start = Instant::now();
    let hints = Hints {
        name: file_name(path),
        ..Hints::default()
    };
    let limits = Limits {
        wall: Duration::from_secs(60),
        ..Limits::default()
    };
    let mut file = File::open(path)?;
    let len = file.metadata()?.len();
    let mut job = Job {
        bytes: &mut file,
        len,
        hints: &hints,
        limits: &limits,
        progress: &Quiet,
    };
    let mut found = Vec::new();
    let asked = ask_all(worker, &mut job, &mut found);
    let mut outcome = describe(&found);
    outcome.path = path.strip_prefix(root).unwrap_or(path).to_owned();
    outcome.millis = start.elapsed().as_millis();
    (outcome.end, outcome.why) = end_of(asked, &found);
    Ok(outcome)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

type Asked = Result<(), (&'static str, WorkerFailure)>;

fn ask_all(worker: &Path, job: &mut Job<'_>, found: &mut Vec<Found>) -> Asked {
    let mut worker = Worker::start(Command::new(worker)).map_err(|failure| ("start", failure))?;
    worker.parse(job, found).map_err(|failure| ("parse", failure))?;
    let kept = found
        .iter()
        .any(|one| matches!(one, Found::Note(note) if note.code == "kept-not-parsed"));
    match found.first() {
        Some(Found::Format { kind: Kind::Image, .. }) if !kept => worker
            .picture(job, 512, 512)
            .map(drop)
            .map_err(|failure| ("picture", failure)),
        Some(Found::Format { kind: Kind::Pdf, .. }) if !kept => ask_pages(&mut worker, job),
        _ => ask_parts(&mut worker, job, found),
    }
}

fn ask_pages(worker: &mut Worker, job: &mut Job<'_>) -> Asked {
    let count = worker.page_count(job).map_err(|failure| ("page-count", failure))?;
    for page in 1..=count.min(MOST_ASKED) {
        worker
            .page(job, page, 1_000, 1_000)
            .map_err(|failure| ("page", failure))?;
        worker.page_text(job, page).map_err(|failure| ("page-text", failure))?;
    }
    Ok(())
}

fn ask_parts(worker: &mut Worker, job: &mut Job<'_>, found: &[Found]) -> Asked {
    let parts = found.iter().filter_map(|one| match one {
        Found::Part { index, bytes, .. } => Some((*index, *bytes)),
        _ => None,
    });
    for (index, bytes) in parts.take(MOST_ASKED as usize) {
        let read = worker.extract(job, index, bytes, |entry| io::copy(entry, &mut io::sink()));
        read.map_err(|failure| ("extract", failure))?
            .map_err(|_| ("extract", WorkerFailure::Unreadable))?;
    }
    Ok(())
}

fn describe(found: &[Found]) -> Outcome {
    let mut outcome = Outcome {
        path: PathBuf::new(),
        kind: "none",
        format: String::new(),
        end: End::Parsed,
        why: String::new(),
        messages: 0,
        characters: 0,
        notes: Vec::new(),
        facts: Vec::new(),
        millis: 0,
    };
    for one in found {
        match one {
            Found::Format {
                kind,
                media_type: _,
                format,
            } => (outcome.kind, outcome.format) = (kind.code(), format.clone()),
            Found::Messages(messages) => outcome.messages += messages.len(),
            Found::Text { page: _, text } => outcome.characters += text.chars().count(),
            Found::Fact(fact) => outcome.facts.push(format!("{}={}", fact.key, fact.value)),
            Found::Note(note) => outcome.notes.push(match note.count {
                Some(count) => format!("{}:{count}", note.code),
                None => note.code.clone(),
            }),
            Found::Part { .. } | Found::Beside { .. } => {}
        }
    }
    outcome
}

fn end_of(asked: Asked, found: &[Found]) -> (End, String) {
    let kept = found
        .iter()
        .any(|one| matches!(one, Found::Note(note) if note.code == "kept-not-parsed"));
    let (question, failure) = match asked {
        Ok(()) if kept => return (End::Kept, "kept-not-parsed".to_owned()),
        Ok(()) => return (End::Parsed, String::new()),
        Err(at) => at,
    };
    let end = match &failure {
        WorkerFailure::Unparsed(Unparsed::Unsupported { .. } | Unparsed::Ambiguous { .. }) => End::Kept,
        WorkerFailure::Unparsed(_) => End::Refused,
        WorkerFailure::TimedOut => End::Hung,
        _ => End::Crashed,
    };
    (end, format!("{question}: {}", reason(&failure)))
}

fn reason(failure: &WorkerFailure) -> String {
    match failure {
        WorkerFailure::Unparsed(unparsed) => match unparsed {
            Unparsed::Malformed { at: _, what }
            | Unparsed::TooLarge { what }
            | Unparsed::Unsupported { what }
            | Unparsed::Ambiguous { what } => format!("{unparsed} {what}"),
            Unparsed::Encrypted | Unparsed::Unreadable | Unparsed::Hush => unparsed.to_string(),
        },
        WorkerFailure::Crashed { signal: Some(signal) } => format!("{failure} signal {signal}"),
        _ => failure.code(),
    }
}
