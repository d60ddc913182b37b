//! Workers for the files of one import: each file has a process of its own, and while one is parsed the next process starts, so
//! that many small files do not each wait for a program to be loaded.

use crate::{Env, Error, Result};
use intake::parent::Worker;
use std::sync::{Mutex, PoisonError};

/// Starts workers, one ahead once it is known that there are more files. The last one ends with it, unused.
pub(crate) struct Workers {
    env: Env,
    next: Mutex<Option<Worker>>,
}

impl Workers {
    pub fn new(env: &Env) -> Self {
        Self {
            env: env.clone(),
            next: Mutex::new(None),
        }
    }

    /// A worker that has seen no file yet.
    pub fn take(&self) -> Result<Worker> {
        let ahead = self.slot().take();
        ahead.map_or_else(|| self.start(), Ok)
    }

    /// Another file follows: its worker starts now.
    pub fn expect_another(&self) {
        let mut next = self.slot();
        if next.is_none() {
            *next = self.start().ok(); // who takes it tries again, and says what is wrong
        }
    }

    fn start(&self) -> Result<Worker> {
        Worker::start(self.env.worker_command()).map_err(|_| Error::WorkerMissing)
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Worker>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
