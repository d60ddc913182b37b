//! The parent's side of a worker: starts it, serves it byte ranges of one file, believes nothing, and ends it when it
//! takes too long. One worker is for one file; the next file gets a fresh one.
//!
//! Deliberately absent: where the executable is (the caller gives a `Command`), and every parser.

mod talk;
mod watch;

use crate::ReadSeek;
use crate::checks::Ledger;
use crate::draft::{Found, Hints, Sink, Unparsed};
use crate::limits::Limits;
use crate::pixels::{PageText, Pixels};
use crate::wire::{Ask, Said};
use model::Progress;
use std::io::{BufReader, Read};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use talk::{Entry, Event, Talk};

/// Why a worker gave no whole answer. Never anything the file says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkerFailure {
    /// The worker is well and says why the file cannot be parsed, or not to the end. It can be asked on.
    #[error("unparsed")]
    Unparsed(#[from] Unparsed),
    /// The executable did not start.
    #[error("worker-not-started")]
    NotStarted,
    /// The worker could not shut its sandbox, and so read nothing.
    #[error("worker-unprotected")]
    Unprotected,
    /// It died: of the file, or of a limit of its sandbox.
    #[error("worker-crashed")]
    Crashed {
        /// The signal that ended it, on Unix.
        signal: Option<i32>,
    },
    /// It took longer than its wall-clock or processor time, and was ended.
    #[error("worker-timed-out")]
    TimedOut,
    /// It said something that a worker does not say, and was ended.
    #[error("worker-broke-protocol")]
    BrokeProtocol,
    /// The person stopped it.
    #[error("stopped")]
    Stopped,
    /// The parent itself could not read the file's bytes, or the sink wanted no more.
    #[error("unreadable")]
    Unreadable,
}

impl WorkerFailure {
    /// The code of it, for a note or an error of the caller: the words of `Display`.
    pub fn code(&self) -> String {
        self.to_string()
    }
}

/// One question about a file: its bytes, and how long and how much the answer may be.
pub struct Job<'a> {
    /// The original, by position.
    pub bytes: &'a mut dyn ReadSeek,
    /// Its length in bytes.
    pub len: u64,
    /// What the person knows beyond the bytes.
    pub hints: &'a Hints,
    /// Bounds on the answer.
    pub limits: &'a Limits,
    /// Told how far into the file the worker has read; asked whether to stop.
    pub progress: &'a dyn Progress,
}

/// A running worker, for one file.
pub struct Worker {
    child: Mutex<Child>,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    sandbox: Option<Sandbox>,
    ended: bool,
}

/// What holds a worker in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sandbox {
    /// The kernel has Landlock and it is in force.
    pub landlock: bool,
    /// Only listed system calls are possible.
    pub seccomp: bool,
}

impl Worker {
    /// Starts the worker. Its environment is emptied and its words to stderr are dropped, whatever `command` says.
    pub fn start(mut command: Command) -> Result<Self, WorkerFailure> {
        command
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|_| WorkerFailure::NotStarted)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(to), Some(from)) => Ok(Self {
                child: Mutex::new(child),
                to,
                from: BufReader::new(from),
                sandbox: None,
                ended: false,
            }),
            _ => Err(WorkerFailure::NotStarted),
        }
    }

    /// What holds it in; known after the first question.
    pub fn sandbox(&self) -> Option<Sandbox> {
        self.sandbox
    }

    /// Everything the file says. What came before a failure has reached the sink and stays true.
    pub fn parse(&mut self, job: &mut Job<'_>, sink: &mut dyn Sink) -> Result<(), WorkerFailure> {
        self.watched(job, |talk| {
            let limits = talk.limits();
            let mut ledger = Ledger::default();
            talk.ask(&Ask::Parse)?;
            while let Some(event) = talk.next()? {
                let Event::Said(Said::Found(found)) = event else {
                    return Err(WorkerFailure::BrokeProtocol);
                };
                let found = Found::try_from(found).map_err(|_| WorkerFailure::BrokeProtocol)?;
                if let Err(failure) = ledger.admit(&found, limits) {
                    return talk.give_up(failure);
                }
                if sink.found(found).is_err() {
                    return talk.give_up(WorkerFailure::Unparsed(Unparsed::Hush));
                }
            }
            Ok(())
        })
    }

    /// The bytes of an entry, as `Found::Part` named it, through a reader. The reader ends without error only after
    /// exactly `bytes` bytes of an undamaged entry. One that is not read to its end ends this worker.
    pub fn extract<T>(
        &mut self,
        job: &mut Job<'_>,
        index: u32,
        bytes: u64,
        take: impl FnOnce(&mut dyn Read) -> T,
    ) -> Result<T, WorkerFailure> {
        self.watched(job, |talk| {
            talk.ask(&Ask::Extract { index, bytes })?;
            let mut entry = Entry::new(talk, bytes);
            let taken = take(&mut entry);
            entry.finish().map(|()| taken)
        })
    }

    /// The image as upright pixels, made smaller to fit `max_w` × `max_h`, never larger.
    pub fn picture(&mut self, job: &mut Job<'_>, max_w: u32, max_h: u32) -> Result<Pixels, WorkerFailure> {
        self.watched(job, |talk| {
            talk.ask(&Ask::Picture { max_w, max_h })?;
            talk.pixels(max_w, max_h)
        })
    }

    /// How many pages the document has.
    pub fn page_count(&mut self, job: &mut Job<'_>) -> Result<u32, WorkerFailure> {
        self.watched(job, |talk| {
            talk.ask(&Ask::PageCount)?;
            talk.count()
        })
    }

    /// A page (from 1) as it is shown, as large as fits `max_w` × `max_h`.
    pub fn page(&mut self, job: &mut Job<'_>, page: u32, max_w: u32, max_h: u32) -> Result<Pixels, WorkerFailure> {
        self.watched(job, |talk| {
            talk.ask(&Ask::Page { page, max_w, max_h })?;
            talk.pixels(max_w, max_h)
        })
    }

    /// The words of a page (from 1) with their places.
    pub fn page_text(&mut self, job: &mut Job<'_>, page: u32) -> Result<PageText, WorkerFailure> {
        self.watched(job, |talk| {
            talk.ask(&Ask::PageText { page })?;
            talk.page_text()
        })
    }

    /// Asks the worker of the sandbox tests for a deed that ends it. Any other worker ends at once.
    #[doc(hidden)]
    pub fn misbehave(&mut self, job: &mut Job<'_>, how: &str) -> Result<(), WorkerFailure> {
        self.watched(job, |talk| {
            talk.ask(&Ask::Misbehave(how.to_owned()))?;
            match talk.next()? {
                None => Ok(()),
                Some(_) => talk.give_up(WorkerFailure::BrokeProtocol),
            }
        })
    }

    fn watched<T>(
        &mut self,
        job: &mut Job<'_>,
        work: impl FnOnce(&mut Talk<'_, '_, '_>) -> Result<T, WorkerFailure>,
    ) -> Result<T, WorkerFailure> {
        if self.ended {
            return Err(WorkerFailure::NotStarted);
        }
        let deadline = job.limits.wall;
        let (child, progress) = (&self.child, job.progress);
        let mut talk = Talk::new(&mut self.to, &mut self.from, &mut self.sandbox, job);
        let (outcome, verdict) = watch::watched(child, deadline, progress, || {
            talk.greet().and_then(|()| work(&mut talk))
        });
        let well = talk.is_well() && verdict.is_none();
        if !well {
            self.ended = true;
        }
        match outcome {
            Err(WorkerFailure::Crashed { .. }) => Err(verdict.unwrap_or_else(|| watch::autopsy(&self.child))),
            other => {
                if !well {
                    watch::end(&self.child);
                }
                other
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        watch::end(&self.child);
    }
}
