//! Ends a worker that takes too long or that nobody waits for any more, and says of what a worker died.

use super::WorkerFailure;
use model::Progress;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(50);
const LAST_BREATH: Duration = Duration::from_secs(2);
/// The worker's exit code when its sandbox could not be shut.
pub const UNPROTECTED: i32 = 71;

/// Does the work while another thread looks at the clock and the person's wish to stop. Ending the worker closes its
/// pipes, and so ends the work. The second value says why the worker was ended, if it was.
pub fn watched<T>(
    child: &Mutex<Child>,
    wall: Duration,
    progress: &dyn Progress,
    work: impl FnOnce() -> T,
) -> (T, Option<WorkerFailure>) {
    let (working, done) = mpsc::channel();
    std::thread::scope(|scope| {
        let watch = scope.spawn(move || keep_watch(child, &done, wall, progress));
        let outcome = work();
        drop(working);
        (outcome, watch.join().unwrap_or(None))
    })
}

fn keep_watch(
    child: &Mutex<Child>,
    done: &Receiver<()>,
    wall: Duration,
    progress: &dyn Progress,
) -> Option<WorkerFailure> {
    let start = Instant::now();
    loop {
        if done.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
            return None;
        }
        let verdict = match (progress.stop_asked(), start.elapsed() > wall) {
            (true, _) => WorkerFailure::Stopped,
            (false, true) => WorkerFailure::TimedOut,
            (false, false) => continue,
        };
        let _ = lock(child).kill();
        return Some(verdict);
    }
}

/// Ends the worker if it still runs.
pub fn end(child: &Mutex<Child>) {
    let mut child = lock(child);
    let _ = child.kill();
    let _ = child.wait();
}

/// Why a worker whose pipe ended is gone. One that closed its pipe and lives on is ended.
pub fn autopsy(child: &Mutex<Child>) -> WorkerFailure {
    let mut child = lock(child);
    let start = Instant::now();
    while start.elapsed() < LAST_BREATH {
        match child.try_wait() {
            Ok(Some(status)) => return cause(status),
            Ok(None) => std::thread::sleep(Duration::from_millis(2)),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    WorkerFailure::BrokeProtocol
}

#[cfg(unix)]
fn cause(status: ExitStatus) -> WorkerFailure {
    use std::os::unix::process::ExitStatusExt;
    const SIGXCPU: i32 = 24;
    match (status.signal(), status.code()) {
        (Some(SIGXCPU), _) => WorkerFailure::TimedOut,
        (_, Some(UNPROTECTED)) => WorkerFailure::Unprotected,
        (signal, _) => WorkerFailure::Crashed { signal },
    }
}

#[cfg(not(unix))]
fn cause(status: ExitStatus) -> WorkerFailure {
    match status.code() {
        Some(UNPROTECTED) => WorkerFailure::Unprotected,
        _ => WorkerFailure::Crashed { signal: None },
    }
}

fn lock(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
