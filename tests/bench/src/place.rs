//! Where the measured files lie, and what is known of the machine.

use crate::Outcome;
use locker::views::SourceDraft;
use locker::{Cost, Env, NewLocker, OpenLocker, Passphrase};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What opens every locker that is made here.
pub const PASSPHRASE: &[u8] = b"seven words that nobody else would think of";
/// The one source in it.
pub const SOURCE: &str = "Heron";

/// A folder beside the build. Gone with everything in it when this is dropped.
pub struct Place(PathBuf);

impl Place {
    /// Makes `bench`, empty, in the build's folder.
    pub fn make() -> Outcome<Self> {
        let program = std::env::current_exe()?;
        let build = program
            .ancestors()
            .nth(2)
            .ok_or("the program lies in no build folder")?;
        let folder = build.join("bench");
        let _ = fs::remove_dir_all(&folder); // what a run that was ended has left
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// The path of something in it.
    pub fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Surroundings for lockers here.
    pub fn env(&self, cost: Cost) -> Outcome<Env> {
        let env = Env {
            cost,
            ..Env::of_this_program(self.0.clone())?
        };
        if env.worker.is_file() {
            Ok(env)
        } else {
            Err("vouchsafe-worker is not beside this program: cargo build --release -p vouchsafe-intake".into())
        }
    }

    /// A new locker with one source.
    pub fn locker(&self, name: &str, env: &Env) -> Outcome<OpenLocker> {
        let passphrase = Passphrase::new(PASSPHRASE);
        let folder = self.at(name);
        let open = locker::create(
            NewLocker {
                folder: &folder,
                passphrase: &passphrase,
                key_file: None,
            },
            env,
        )?;
        open.add_source(SourceDraft {
            codename: SOURCE.to_owned(),
            protected: Vec::new(),
            notes: String::new(),
        })?;
        Ok(open)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if fs::remove_dir_all(&self.0).is_err() {
            eprintln!("something is left in {}", self.0.display());
        }
    }
}

/// How long it took, and what came of it.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let answer = work()?;
    Ok((start.elapsed(), answer))
}

/// Runs another program to its end and gives what it said. Any exit code but those named is an error.
pub fn run(program: &str, arguments: &[&str], good: &[i32]) -> Outcome<String> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.code().is_some_and(|code| good.contains(&code)) {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!(
            "{program} ended with {}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
        .into())
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> Outcome<&str> {
    path.to_str()
        .ok_or_else(|| "the build's folder has a name that is no text".into())
}

/// Puts what others have written on the disk, so that the next contender does not wait for it.
pub fn settle() -> Outcome<()> {
    run("sync", &[], &[0]).map(|_| ())
}

/// Processors and memory, for people.
pub fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let after = |text: &str, name: &str| {
        let line = text
            .lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split(':').nth(1));
        line.unwrap_or("?").trim().to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kib = after(&read("/proc/meminfo"), "MemTotal")
        .trim_end_matches(" kB")
        .parse::<u64>()
        .unwrap_or(0);
    format!(
        "{cores} × {}, {} GiB",
        after(&read("/proc/cpuinfo"), "model name"),
        kib >> 20
    )
}

/// The load of the last minute: how many processes wanted a processor.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("?").to_owned()
}
