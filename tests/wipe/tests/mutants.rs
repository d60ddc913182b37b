//! Lockers that somebody or a failing disk has altered: none opens with other content unnoticed, none takes memory without
//! bound, none panics, none waits.

use raw::full;
use raw::story::{fill, live_on};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// No alteration may take longer than this: a derivation at the highest cost that fits into the child's memory does not.
const PATIENCE: Duration = Duration::from_secs(180);
const WORKERS: u64 = 2;

fn how_many() -> u64 {
    if full() { 10_000 } else { 300 }
}

/// A locker and the same at an earlier time.
fn two_times(folder: &Path) -> (PathBuf, PathBuf) {
    let (now, earlier) = (folder.join("x.locker"), folder.join("earlier"));
    fill(&now);
    let copied = Command::new("cp").arg("-r").args([&now, &earlier]).status();
    assert!(copied.is_ok_and(|status| status.success()), "room for a copy");
    live_on(&now);
    (now, earlier)
}

/// What the child says of these alterations. Its silence is a wrong, too.
fn said_of(now: &Path, earlier: &Path, from: u64, to: u64) -> Vec<String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vouchsafe-wipe-child"))
        .args([now, earlier])
        .args([from.to_string(), to.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(tell.send(line))));
    let mut said: Vec<String> = Vec::new();
    loop {
        match told.recv_timeout(PATIENCE) {
            Ok(line) => said.push(line),
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                said.push(format!(
                    "{} 0: wrong: it hangs",
                    said.last().cloned().unwrap_or_default()
                ));
                let _ = child.kill();
                break;
            }
        }
    }
    let ended = child.wait().expect("it was started");
    if !ended.success() {
        said.push(format!("{}: wrong: {ended}", said.last().cloned().unwrap_or_default()));
    }
    said
}

/// SECURITY.md says so: an earlier database with the earlier slots is the whole locker as it was. It gives out no other bytes of
/// an original.
fn is_a_known_limit(line: &str) -> bool {
    line.contains("nothing tells") && line.contains("an earlier database") && line.contains("earlier slots")
}

#[test]
fn an_altered_locker_is_refused_or_told_or_the_same_and_never_something_else() {
    let folder = tempfile::tempdir().expect("room");
    let (now, earlier) = two_times(folder.path());
    let share = how_many().div_ceil(WORKERS);
    let said: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|i| {
                scope.spawn({
                    let (now, earlier) = (&now, &earlier);
                    move || said_of(now, earlier, i * share, (i + 1) * share)
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"))
            .collect()
    });
    let said: Vec<&String> = said.iter().filter(|line| line.contains(": ")).collect();
    let mut count: BTreeMap<&str, u64> = BTreeMap::new();
    for line in &said {
        let word = line
            .split(": ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .unwrap_or_default();
        *count.entry(word).or_default() += 1;
    }
    eprintln!("{} altered lockers: {count:?}", said.len());
    let (known, said): (Vec<&String>, Vec<&String>) = said.into_iter().partition(|line| is_a_known_limit(line));
    eprintln!("{} of them a known limit", known.len());
    let wrong: Vec<_> = said.iter().filter(|line| line.contains(": wrong:")).take(10).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(
        (said.len() + known.len()) as u64,
        share * WORKERS,
        "every one was judged"
    );
    assert!(
        count.contains_key("refused") && count.contains_key("told"),
        "alterations do alter"
    );
}
