//! Long work: started by a command, reported as event `job`, stopped by `job_stop`, its result fetched by number.

use locker::views::{ErrorView, JobView};
use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tauri::{AppHandle, Emitter};

/// Ten reports a second are enough for an eye.
const EVERY_MS: u64 = 100;

/// All work of this run.
#[derive(Default)]
pub struct Jobs {
    last: AtomicU32,
    running: Mutex<HashMap<u32, Arc<Job>>>,
    results: Mutex<HashMap<u32, Box<dyn Any + Send>>>,
}

/// One piece of long work. It is what the verbs report to.
pub struct Job {
    id: u32,
    what: &'static str,
    app: AppHandle,
    started: Instant,
    stop: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    files: [AtomicU32; 2],
    reported: AtomicU64,
}

impl Jobs {
    /// Starts `work` on a thread of its own and answers with its number.
    pub fn start<T, F>(self: &Arc<Self>, app: &AppHandle, what: &'static str, work: F) -> u32
    where
        T: Send + 'static,
        F: FnOnce(&Job) -> Result<T, ErrorView> + Send + 'static,
    {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let job = Arc::new(Job::new(id, what, app.clone()));
        lock(&self.running).insert(id, job.clone());
        let jobs = self.clone();
        tauri::async_runtime::spawn_blocking(move || {
            let outcome = work(&job);
            lock(&jobs.running).remove(&id);
            let (state, error) = match outcome {
                Ok(result) => {
                    lock(&jobs.results).insert(id, Box::new(result));
                    (
                        if job.stop.load(Ordering::Relaxed) {
                            "stopped"
                        } else {
                            "done"
                        },
                        None,
                    )
                }
                Err(error) => ("failed", Some(error)),
            };
            job.emit(state, error);
        });
        id
    }

    /// Asks a piece of work to stop.
    pub fn stop(&self, id: u32) {
        if let Some(job) = lock(&self.running).get(&id) {
            job.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Asks all work to stop and forgets all results: the locker closes.
    pub fn stop_all(&self) {
        lock(&self.running)
            .values()
            .for_each(|job| job.stop.store(true, Ordering::Relaxed));
        lock(&self.results).clear();
    }

    /// What a piece of work brought.
    pub fn result<T: Clone + 'static>(&self, id: u32) -> Option<T> {
        lock(&self.results)
            .get(&id)
            .and_then(|result| result.downcast_ref::<T>().cloned())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    fn new(id: u32, what: &'static str, app: AppHandle) -> Self {
        let zero = AtomicU64::default;
        Self {
            id,
            what,
            app,
            started: Instant::now(),
            stop: AtomicBool::new(false),
            done: zero(),
            total: zero(),
            files: Default::default(),
            reported: zero(),
        }
    }

    fn emit(&self, state: &str, error: Option<ErrorView>) {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        let view = JobView {
            id: self.id,
            what: self.what.to_owned(),
            done: done as f64,
            total: total as f64,
            files: self.files.each_ref().map(|figure| figure.load(Ordering::Relaxed)),
            seconds_left: seconds_left(self.started.elapsed().as_secs_f64(), done, total),
            state: state.to_owned(),
            error,
        };
        let _ = self.app.emit("job", view);
    }
}

/// Told only once a second has passed and a hundredth is done: before that it would be a guess.
fn seconds_left(spent: f64, done: u64, total: u64) -> Option<f64> {
    let sure = spent > 1.0 && total > 0 && done > total / 100;
    sure.then(|| spent * (total.saturating_sub(done) as f64) / done as f64)
}

impl locker::Progress for Job {
    fn report(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let before = self.reported.load(Ordering::Relaxed);
        if now >= before + EVERY_MS
            && self
                .reported
                .compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
        {
            self.emit("running", None);
        }
    }

    fn at_file(&self, done: u32, total: u32) {
        self.files[0].store(done, Ordering::Relaxed);
        self.files[1].store(total, Ordering::Relaxed);
    }

    fn stop_asked(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
