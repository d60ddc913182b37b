//! Acts of a locker, cut off at any moment by a power cut or a kill: what was acknowledged is there at the next start.
//!
//! `POWER=full` tries every number in full (`make power`); without it each test stays within seconds.

use power::disk::{Left, Syncs};
use power::judge::{BACKUP, Expected, RESTORED};
use power::record::Act as Done;
use power::replay::{LOCKER, Outcome, Recorded, scratch};
use power::run::{plain, recorded};
use power::seed::Seed;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const FIRST: &str = "first-passphrase";
const SECOND: &str = "second-passphrase";
const OF_THE_FIXTURE: &str = "seven invented herons";
/// The same moments and the same remains at every run, as far as the record is the same.
const SEED: u64 = 20_261_122;

/// How many disks are tried: all of these by `make power`.
fn count(of_all: usize) -> usize {
    if full() { of_all } else { of_all / 16 }
}

fn full() -> bool {
    std::env::var("POWER").is_ok_and(|wish| wish == "full")
}

fn child() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_vouchsafe-power-child"))
}

/// Room for a locker, for files to take in, and for the same folder as it was before an act.
struct Place {
    outer: TempDir,
}

impl Place {
    fn new() -> Self {
        let outer = scratch();
        fs::create_dir(outer.path().join("root")).expect("room");
        Self { outer }
    }

    fn with_locker() -> Self {
        let place = Self::new();
        place.done(&["create", &place.locker(), FIRST]);
        place
    }

    fn root(&self) -> PathBuf {
        self.outer.path().join("root").canonicalize().expect("there")
    }

    fn locker(&self) -> String {
        self.root().join(LOCKER).to_string_lossy().into_owned()
    }

    fn beside(&self, name: &str) -> String {
        self.root().join(name).to_string_lossy().into_owned()
    }

    /// A file to be taken in.
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.outer.path().join("files").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("room");
        fs::write(&path, bytes).expect("room");
        path.to_string_lossy().into_owned()
    }

    /// Does an act plainly, before the one that is looked at, and answers what must be there after it.
    fn done(&self, arguments: &[&str]) -> Expected {
        let output = plain(child(), arguments).output().expect("the child starts");
        assert!(output.status.success(), "{arguments:?} ends well");
        let mut expected = Expected::of(FIRST);
        let said = String::from_utf8_lossy(&output.stdout);
        said.lines().for_each(|note| expected.hear(note));
        expected
    }

    fn record(self, expected: Expected, arguments: &[&str]) -> Act {
        let before = self.outer.path().join("before");
        copy(&self.root(), &before);
        let recorded = Recorded {
            before,
            root: self.root(),
            expected,
            acts: recorded(child(), &self.root(), arguments),
        };
        if let Err(what) = recorded.gives_what_is_there() {
            panic!("the record of {} is not whole: {what}", arguments[0]);
        }
        Act { recorded, _place: self }
    }
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-r").args([from, to]).status();
    assert!(copied.is_ok_and(|status| status.success()));
}

/// Bytes that nothing makes fewer.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut seed = Seed::new(seed);
    let words = (0..len.div_ceil(8)).flat_map(|_| seed.number().to_le_bytes());
    words.take(len).collect()
}

/// A recorded act, and the folders that its record names.
struct Act {
    recorded: Recorded,
    _place: Place,
}

impl Act {
    /// One large file, small ones by themselves, and a folder of small ones.
    fn taking_in() -> Self {
        let place = Place::with_locker();
        let large = place.file("large.bin", &noise(1, 3 << 20));
        let small: Vec<String> = (2..6)
            .map(|i| place.file(&format!("{i}.txt"), format!("file {i}").as_bytes()))
            .collect();
        for i in 10..30 {
            place.file(&format!("many/{i}.txt"), format!("one of many {i}").as_bytes());
        }
        let many = place.outer.path().join("files/many").to_string_lossy().into_owned();
        let locker = place.locker();
        let mut arguments = vec!["import", &locker, FIRST, &large];
        arguments.extend(small.iter().map(String::as_str));
        arguments.push(&many);
        place.record(Expected::of(FIRST), &arguments)
    }

    /// The act on a locker with a few items.
    fn on_a_filled_locker(act: impl FnOnce(&str) -> Vec<String>) -> Self {
        let place = Place::with_locker();
        let (locker, large) = (place.locker(), place.file("large.bin", &noise(1, 1 << 19)));
        let small = place.file("small.txt", b"small");
        let expected = place.done(&["import", &locker, FIRST, &large, &small]);
        assert_eq!(expected.items.len(), 2);
        let arguments = act(&locker);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        place.record(expected, &arguments)
    }

    fn states(&self, name: &str, states: usize, syncs: Syncs) -> Outcome {
        let outcome = self.recorded.try_some(states, SEED, syncs);
        let acts = self.recorded.acts.len();
        eprintln!(
            "{name}: {acts} acts, {} disks, {} wrong",
            outcome.states,
            outcome.violations.len()
        );
        outcome
    }

    fn nothing_is_wrong(&self, name: &str, states: usize) {
        self.nothing_is_wrong_with(name, states, Syncs::Kept);
    }

    fn nothing_is_wrong_with(&self, name: &str, states: usize, syncs: Syncs) {
        let mut outcome = self.states(name, states, syncs);
        if full() {
            let kills = self.recorded.try_every_kill();
            eprintln!("{name}: killed after each of {} acts", kills.states);
            outcome.violations.extend(kills.violations);
        }
        let first = &outcome.violations[..outcome.violations.len().min(5)];
        assert!(outcome.violations.is_empty(), "{name}, seed {SEED}: {first:#?}");
    }
}

#[test]
fn a_new_locker_is_there_once_it_was_acknowledged_whatever_the_power_does() {
    let place = Place::new();
    let locker = place.locker();
    let act = place.record(Expected::default(), &["create", &locker, FIRST]);
    act.nothing_is_wrong("create", count(600));
}

#[test]
fn what_was_taken_in_and_acknowledged_is_there_whatever_the_power_does() {
    Act::taking_in().nothing_is_wrong("import", count(1600));
}

#[test]
fn a_change_of_passphrase_leaves_the_old_or_the_new_one_whatever_the_power_does() {
    let words = |locker: &str| ["passphrase", locker, FIRST, SECOND].map(str::to_owned).to_vec();
    Act::on_a_filled_locker(words).nothing_is_wrong("passphrase", count(800));
}

#[test]
fn a_wipe_is_completed_and_a_wiped_locker_never_opens_whatever_the_power_does() {
    let words = |locker: &str| ["wipe", locker].map(str::to_owned).to_vec();
    Act::on_a_filled_locker(words).nothing_is_wrong("wipe", count(800));
}

#[test]
fn a_source_is_forgotten_with_all_its_blobs_or_not_at_all_whatever_the_power_does() {
    let words = |locker: &str| ["forget", locker, FIRST].map(str::to_owned).to_vec();
    Act::on_a_filled_locker(words).nothing_is_wrong("forget", count(600));
}

#[test]
fn where_a_sync_of_the_whole_file_system_does_nothing_each_file_is_synced_by_itself() {
    let act = Act::taking_in();
    assert!(act.recorded.acts.iter().any(|act| matches!(act, Done::SyncAll)));
    act.nothing_is_wrong_with("import without syncfs", count(800), Syncs::NotOfFileSystems);
    let act = second_backup();
    act.nothing_is_wrong_with("backup without syncfs", count(480), Syncs::NotOfFileSystems);
}

#[test]
fn a_backup_is_whole_as_it_was_or_as_it_is_now_whatever_the_power_does() {
    second_backup().nothing_is_wrong("backup", count(480));
}

/// The second run of a backup: the first one was acknowledged, and more came in.
fn second_backup() -> Act {
    let place = Place::with_locker();
    let (locker, backup) = (place.locker(), place.beside(BACKUP));
    let files: Vec<String> = (0..6)
        .map(|i| place.file(&format!("{i}.bin"), &noise(i, 1 << (9 + 2 * i))))
        .collect();
    let mut expected = place.done(&["import", &locker, FIRST, &files[0], &files[1], &files[2]]);
    place.done(&["backup", &locker, FIRST, &backup]);
    expected.hear("backed-up");
    let more = place.done(&["import", &locker, FIRST, &files[3], &files[4], &files[5]]);
    expected.items.extend(more.items);
    assert_eq!(expected.items.len(), 6);
    place.record(expected, &["backup", &locker, FIRST, &backup])
}

#[test]
fn a_restore_is_a_locker_or_can_be_done_again_whatever_the_power_does() {
    let place = Place::with_locker();
    let (locker, backup, to) = (place.locker(), place.beside(BACKUP), place.beside(RESTORED));
    let (large, small) = (
        place.file("large.bin", &noise(1, 1 << 19)),
        place.file("small.txt", b"small"),
    );
    let mut expected = place.done(&["import", &locker, FIRST, &large, &small]);
    place.done(&["backup", &locker, FIRST, &backup]);
    expected.hear("backed-up");
    let act = place.record(expected, &["restore", &backup, &to, FIRST]);
    act.nothing_is_wrong("restore", count(480));
}

/// The locker of the fixture was made by the first version of the program.
#[test]
fn a_migration_leaves_a_locker_that_opens_with_all_its_items_whatever_the_power_does() {
    let place = Place::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/lockers/version-1.locker");
    copy(&fixture, Path::new(&place.locker()));
    let mut expected = Expected::of(OF_THE_FIXTURE);
    let digests = fs::read_to_string(fixture.with_extension("items")).expect("beside the fixture");
    digests.lines().for_each(|line| expected.hear(&format!("item {line}")));
    assert_eq!(expected.items.len(), 4);
    let locker = place.locker();
    let act = place.record(expected, &["open", &locker, OF_THE_FIXTURE]);
    act.nothing_is_wrong("migration", count(320));
}

#[test]
fn without_the_syncs_of_files_something_is_lost() {
    let act = Act::taking_in();
    let wrong = act.states("no sync of files", count(500), Syncs::NotOfFiles).violations;
    assert!(!wrong.is_empty(), "this proof proves nothing");
    let again = act.recorded.try_one(wrong[0].after, wrong[0].left, Syncs::NotOfFiles);
    assert!(again.is_err(), "a violation is found again by its numbers");
}

#[test]
fn without_the_syncs_of_directories_something_is_lost() {
    let act = Act::taking_in();
    let wrong = act
        .states("no sync of directories", count(500), Syncs::NotOfDirectories)
        .violations;
    assert!(!wrong.is_empty(), "this proof proves nothing");
    assert!(
        wrong.iter().any(|one| one.left != Left::All),
        "a kill alone loses nothing"
    );
}

/// The start after a crash sweeps, brings the log into the database and writes the slots; it may be cut off itself.
#[test]
fn the_start_after_a_crash_can_be_cut_off_too_whatever_the_power_does() {
    let place = Place::with_locker();
    let locker = place.locker();
    let files: Vec<String> = (0..8)
        .map(|i| place.file(&format!("{i}.bin"), &noise(i, 1 << 18)))
        .collect();
    let mut arguments = vec!["import", &locker, FIRST];
    arguments.extend(files.iter().map(String::as_str));
    let mut child = plain(child(), &arguments).spawn().expect("the child starts");
    let mut notes = BufReader::new(child.stdout.take().expect("piped"))
        .lines()
        .map_while(Result::ok);
    let mut expected = Expected::of(FIRST);
    (0..3)
        .filter_map(|_| notes.next())
        .for_each(|note| expected.hear(&note));
    child.kill().expect("it is at work");
    notes.for_each(|note| expected.hear(&note));
    child.wait().expect("it ends");
    assert!(expected.items.len() >= 3 && Path::new(&locker).join("db-wal").exists());
    let after = Place::new(); // a copy, since a worker that was being started has the lock until its own program begins
    copy(Path::new(&locker), Path::new(&after.locker()));
    let locker = after.locker();
    let act = after.record(expected, &["open", &locker, FIRST]);
    act.nothing_is_wrong("start after a crash", count(480));
}

/// Kills at any time; one locker bears fifty of them.
#[test]
fn what_was_acknowledged_survives_kills_at_any_time() {
    let kills: usize = if full() { 500 } else { 25 };
    let mut seed = Seed::new(SEED);
    let mut acknowledged = 0;
    for round in 0..kills.div_ceil(50) {
        let place = Place::with_locker();
        let mut expected = Expected::of(FIRST);
        for kill in 0..(kills - round * 50).min(50) {
            let files: Vec<String> = (0..4)
                .map(|i| {
                    place.file(
                        &format!("{kill}-{i}.bin"),
                        &noise((kill * 10 + i) as u64, 1 << (8 + 3 * i)),
                    )
                })
                .collect();
            let before = expected.items.len();
            kill_within(&place, &files, &mut expected, &mut seed);
            acknowledged += expected.items.len() - before;
            let tried = expected.try_on(Path::new(&place.locker()));
            assert_eq!(tried, Ok(()), "kill {kill} of round {round}, seed {SEED}");
        }
    }
    eprintln!("{kills} kills, {acknowledged} items acknowledged before them");
    assert!(acknowledged > 0, "some kills came after an acknowledgement");
}

/// Starts an import, hears what it acknowledges, and kills it at some time.
fn kill_within(place: &Place, files: &[String], expected: &mut Expected, seed: &mut Seed) {
    let locker = place.locker();
    let mut arguments = vec!["import", &locker, FIRST];
    arguments.extend(files.iter().map(String::as_str));
    let mut child = plain(child(), &arguments).spawn().expect("the child starts");
    let notes = child.stdout.take().expect("piped");
    let listener = thread::spawn(move || BufReader::new(notes).lines().map_while(Result::ok).collect::<Vec<_>>());
    thread::sleep(Duration::from_micros(seed.below(900_000) as u64));
    let _ = child.kill();
    let _ = child.wait();
    let said = listener.join().expect("a listener does not panic");
    said.iter().for_each(|note| expected.hear(note));
}

/// The log of what was written last, just before it is cut or its name goes: header, sync, all of it, sync.
#[test]
fn an_emptied_log_is_overwritten_header_first_and_whole_before_it_is_cut() {
    let words = |locker: &str| ["forget", locker, FIRST].map(str::to_owned).to_vec();
    let recorded = Act::on_a_filled_locker(words).recorded;
    let is_log = |path: &Path| path.to_string_lossy().ends_with("db-wal");
    let log = recorded.acts.iter().find_map(|act| match act {
        Done::Create(inode, path) | Done::Open(inode, path) if is_log(path) => Some(*inode),
        _ => None,
    });
    let log = log.expect("a log");
    let mut state = Emptying::default();
    let mut emptied = 0;
    for act in &recorded.acts {
        match act {
            Done::Write(inode, at, bytes) if *inode == log => state.written(*at, bytes),
            Done::SyncFile(inode) if *inode == log => state.synced(),
            Done::Cut(inode, len) if *inode == log => {
                assert_eq!(*len, 0);
                emptied += u32::from(state.cut("cut"));
            }
            Done::Unlink(path) if is_log(path) => emptied += u32::from(state.cut("unlinked")),
            _ => {}
        }
    }
    assert!(emptied > 0, "a log with something in it was emptied");
}

/// What is known of the log since something was written to it.
#[derive(Default)]
struct Emptying {
    /// Its length.
    len: u64,
    /// How far it is zeros.
    zeros: u64,
    /// Whether its header was made zeros and synced before anything else was.
    header: Header,
    synced: bool,
}

#[derive(Default, PartialEq)]
enum Header {
    #[default]
    Valid,
    Overwritten,
    Gone,
}

impl Emptying {
    fn written(&mut self, at: u64, bytes: &[u8]) {
        let end = at + bytes.len() as u64;
        self.synced = false;
        if bytes.iter().any(|byte| *byte != 0) {
            (self.len, self.zeros, self.header) = (self.len.max(end), 0, Header::Valid);
        } else if self.header == Header::Valid && self.len > 0 {
            assert_eq!((at, bytes.len()), (0, 32), "the header goes first, and alone");
            self.header = Header::Overwritten;
        } else {
            assert!(
                self.header == Header::Gone || self.len == 0,
                "the header is synced first"
            );
            self.zeros = if at <= self.zeros {
                self.zeros.max(end)
            } else {
                self.zeros
            };
        }
    }

    fn synced(&mut self) {
        self.synced = true;
        if self.header == Header::Overwritten {
            self.header = Header::Gone;
        }
    }

    /// True where there was something to be overwritten.
    fn cut(&mut self, how: &str) -> bool {
        let had = self.len > 0;
        assert!(
            !had || self.header == Header::Gone && self.zeros >= self.len && self.synced,
            "{how} with {} of {} bytes overwritten",
            self.zeros,
            self.len
        );
        *self = Self::default();
        had
    }
}
