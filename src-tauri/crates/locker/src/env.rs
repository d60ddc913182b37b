//! What the verbs are given from outside: the clock, where the reading process is, the usual folder.

use crate::{Error, Result};
use model::{Clock, SystemClock};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

/// Passed in by a face. Cheap to clone.
#[derive(Clone)]
pub struct Env {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The usual folder for lockers.
    pub home: PathBuf,
    /// The executable of the reading process.
    pub worker: PathBuf,
    /// How costly a new passphrase is made.
    pub cost: Cost,
}

/// How costly the key derivation of a new locker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// About a second on this computer.
    OneSecond,
    /// Next to nothing. For tests; never for a person's locker.
    OfATest,
}

impl Env {
    /// The system's clock, and the reading process that lies beside the running program.
    pub fn of_this_program(home: PathBuf) -> Result<Self> {
        Ok(Self {
            clock: Arc::new(SystemClock),
            home,
            worker: worker_beside_this_program()?,
            cost: Cost::OneSecond,
        })
    }

    pub(crate) fn worker_command(&self) -> Command {
        Command::new(&self.worker)
    }
}

/// Beside the program; or one folder up, where test binaries lie below the programs.
fn worker_beside_this_program() -> Result<PathBuf> {
    let program = std::env::current_exe().map_err(|_| Error::WorkerMissing)?;
    let name = format!("vouchsafe-worker{}", std::env::consts::EXE_SUFFIX);
    let places = program.ancestors().skip(1).take(2).map(|folder| folder.join(&name));
    let beside = program.with_file_name(&name);
    Ok(places.into_iter().find(|place| place.is_file()).unwrap_or(beside))
}
