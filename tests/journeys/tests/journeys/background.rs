//! A few items a day are read in the background: which, how many, and what is said of them.

use journeys::{Bench, Program, fixture};
use locker::views::SomeChecked;
use locker::{OpenLocker, Quiet, unlock};
use model::{FixedClock, Timestamp};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// The locker opened on a later day.
fn on_day(bench: &Bench, day: i64) -> OpenLocker {
    let mut env = bench.env.clone();
    let now = Timestamp::from_millis(1_800_000_000_000 + day * 86_400_000).expect("in range");
    env.clock = Arc::new(FixedClock(now));
    unlock(&bench.locker(), &journeys::passphrase(), None, &env).expect("opens")
}

fn look(bench: &Bench, day: i64) -> SomeChecked {
    on_day(bench, day).check_some(&Quiet).expect("a report")
}

/// Changes a bit in every sealed file that holds so many bytes.
fn spoil(bench: &Bench, bytes: u64, at: usize) {
    const HEADER: u64 = 72;
    let sealed = HEADER + bytes + 16 * bytes.div_ceil(262_144);
    let shelves = fs::read_dir(bench.locker().join("blobs")).expect("a folder").flatten();
    let files = shelves.flat_map(|shelf| fs::read_dir(shelf.path()).expect("a shelf").flatten());
    let is_it = |path: &PathBuf| path.metadata().is_ok_and(|meta| meta.len() == sealed);
    let found: Vec<PathBuf> = files.map(|file| file.path()).filter(is_it).collect();
    assert!(!found.is_empty());
    for path in found {
        let mut bytes = fs::read(&path).expect("there");
        bytes[at] ^= 1;
        fs::write(&path, bytes).expect("writable");
    }
}

#[test]
fn twenty_items_a_day_are_read_each_in_its_turn_and_none_twice_before_all_were() {
    let bench = Bench::new();
    let many = bench.folder.path().join("many");
    fs::create_dir(&many).expect("room");
    (0..45).for_each(|i| fs::write(many.join(format!("{i}.txt")), format!("file {i}")).expect("room"));
    bench.import(&many);
    bench.open.lock();
    let counts: Vec<u32> = [0, 0, 1, 2, 3].map(|day| look(&bench, day).checked).into();
    assert_eq!(
        counts,
        [20, 0, 20, 20, 20],
        "not again on the same day; then on from the beginning"
    );
    spoil(&bench, "file 1".len() as u64, 80);
    let looks: Vec<SomeChecked> = (4..10).map(|day| look(&bench, day)).collect();
    let mut found: Vec<String> = looks.iter().flat_map(|look| look.damaged.clone()).collect();
    let news: u32 = looks.iter().map(|look| look.news).sum();
    assert!(
        found.len() > 10 && news == 10,
        "found each time, news once: {found:?}, {news}"
    );
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 10, "those of one digit, within the days that all take");
}

#[test]
fn a_large_item_is_read_over_several_days_and_damage_at_its_end_is_found() {
    let bench = Bench::new();
    let large = bench.folder.path().join("large.bin");
    fs::write(&large, vec![7; 150 << 20]).expect("room");
    bench.one(&large);
    bench.one(&fixture("pictures/gps.jpg"));
    bench.open.lock();
    let (first, second, third) = (look(&bench, 0), look(&bench, 1), look(&bench, 2));
    assert_eq!((first.checked, first.bytes), (0, 64 << 20));
    assert_eq!((second.checked, second.bytes), (0, 64 << 20));
    assert_eq!(third.checked, 2, "the rest of it, and the picture");
    spoil(&bench, 150 << 20, 140 << 20);
    let found: Vec<_> = (3..6).map(|day| look(&bench, day)).collect();
    let damaged: Vec<_> = found.iter().flat_map(|report| report.damaged.clone()).collect();
    assert_eq!(damaged, ["E-001"]);
    let open = on_day(&bench, 6);
    let notes = open.evidence("E-001").expect("shown").notes;
    assert!(notes.iter().any(|note| note.code == "original-damaged"), "{notes:?}");
}

#[test]
fn a_check_of_everything_leaves_nothing_due_before_the_others_and_a_lock_ends_a_look() {
    let bench = Bench::new();
    let many = bench.folder.path().join("many");
    fs::create_dir(&many).expect("room");
    (0..25).for_each(|i| fs::write(many.join(format!("{i}.txt")), format!("file {i}")).expect("room"));
    bench.import(&many);
    bench.open.lock();
    on_day(&bench, 0).check(&Quiet).expect("a check");
    let open = on_day(&bench, 1);
    let request = journeys::for_heron();
    let new = fixture("pictures/gps.jpg");
    let bytes = fs::metadata(&new).expect("there").len();
    open.import(&request, &[new], &bench.env, &Quiet).expect("an import");
    spoil(&bench, bytes, 100);
    let report = open.check_some(&Quiet).expect("a report");
    assert_eq!(report.damaged, ["E-026"], "what never was verified comes first");
    open.lock();
    assert_eq!(open.check_some(&Quiet).err(), Some(locker::Error::Locked));
}

#[test]
fn the_terminal_looks_at_some_items() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    program.ok(&["source", "add", "x.locker", "Heron"]);
    let picture = fixture("pictures/gps.jpg");
    program.ok(&[
        "import",
        "x.locker",
        "--source",
        "Heron",
        picture.to_str().expect("a path"),
    ]);
    assert_eq!(program.ok(&["check", "x.locker", "--some"])["checked"], 1);
    assert_eq!(program.run(&["check", "x.locker", "--some", "--quarantine"]).code, 2);
}
