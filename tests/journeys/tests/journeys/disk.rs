//! A disk that is full, and a folder that may not be written. Both need rights that not every machine gives; where they
//! are not given the test says so and looks at nothing.

use journeys::{Bench, env, fixture, passphrase};
use locker::views::{ImportRequest, SourceDraft};
use locker::{Error, NewLocker, Quiet, create, unlock};
use model::{FixedClock, Timestamp};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// A small file system in memory, gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(at: &Path, size: &str) -> Option<Self> {
        fs::create_dir(at).ok()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at)
            .output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then(|| Self(at.to_owned()))
    }

    fn remount(&self, options: &str) -> bool {
        let output = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .output();
        output.is_ok_and(|output| output.status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

fn skipped() {
    eprintln!("skipped: file systems cannot be mounted here");
}

#[test]
fn a_full_disk_refuses_what_does_not_fit_and_loses_nothing_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(disk) = SmallDisk::new(&folder.path().join("small"), "6m") else {
        return skipped();
    };
    let (env, locker) = (env(), disk.0.join("x.locker"));
    let open = create(
        NewLocker {
            folder: &locker,
            passphrase: &passphrase(),
            key_file: None,
        },
        &env,
    )
    .expect("a locker");
    open.add_source(SourceDraft {
        codename: "Heron".to_owned(),
        protected: Vec::new(),
        notes: String::new(),
    })
    .expect("a source");
    let (large, small) = (folder.path().join("large.bin"), fixture("texts/ru.utf-8-bom.txt"));
    fs::write(&large, vec![7; 12 << 20]).expect("a file");
    let request = ImportRequest {
        source: "Heron".to_owned(),
        ..ImportRequest::default()
    };
    let report = open
        .import(&request, &[small.clone(), large.clone()], &env, &Quiet)
        .expect("a report");
    assert_eq!(report.items[0].outcome, "added");
    assert_eq!(
        (report.items[1].outcome.as_str(), report.items[1].refusal.as_deref()),
        ("refused", Some("disk-full"))
    );
    drop(open);
    let open = unlock(&locker, &passphrase(), None, &env).expect("it opens");
    assert_eq!(open.evidence_list(None).expect("a list").len(), 1);
    let check = open.check(&Quiet).expect("a check");
    assert!(
        check.damaged.is_empty() && check.database && check.log_broken.is_empty(),
        "{check:?}"
    );
    assert!(disk.remount("size=64m"), "more room");
    let report = open.import(&request, &[large], &env, &Quiet).expect("a report");
    assert_eq!(report.items[0].outcome, "added", "once there is room it goes in");
}

#[test]
fn a_folder_that_cannot_be_written_says_so_and_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(disk) = SmallDisk::new(&folder.path().join("small"), "16m") else {
        return skipped();
    };
    let (env, locker) = (env(), disk.0.join("x.locker"));
    drop(
        create(
            NewLocker {
                folder: &locker,
                passphrase: &passphrase(),
                key_file: None,
            },
            &env,
        )
        .expect("a locker"),
    );
    if !disk.remount("ro") {
        return skipped();
    }
    let elsewhere = disk.0.join("y.locker");
    let made = create(
        NewLocker {
            folder: &elsewhere,
            passphrase: &passphrase(),
            key_file: None,
        },
        &env,
    )
    .err();
    assert_eq!(made, Some(Error::ReadOnly));
    match unlock(&locker, &passphrase(), None, &env) {
        Err(error) => assert_eq!(error, Error::ReadOnly),
        Ok(open) => {
            let draft = SourceDraft {
                codename: "Heron".to_owned(),
                protected: Vec::new(),
                notes: String::new(),
            };
            assert_eq!(open.add_source(draft).err(), Some(Error::ReadOnly));
        }
    }
}

#[test]
fn an_unreadable_file_is_refused_alone() {
    let bench = Bench::new();
    let report = bench.import(&bench.folder.path().join("not there.jpg"));
    assert_eq!(report.items[0].refusal.as_deref(), Some("unreadable"));
}

#[test]
fn a_backup_that_does_not_fit_is_refused_and_the_one_before_it_stays_whole() {
    let bench = journeys::Bench::new();
    let Some(disk) = SmallDisk::new(&bench.folder.path().join("small"), "8m") else {
        return skipped();
    };
    let (stick, large) = (disk.0.join("stick"), bench.folder.path().join("large.bin"));
    bench.one(&fixture("texts/ru.utf-8-bom.txt"));
    bench.open.back_up(&stick, true, &Quiet).expect("room");
    fs::write(&large, vec![7; 12 << 20]).expect("a file");
    bench.one(&large);
    assert_eq!(bench.open.back_up(&stick, true, &Quiet).err(), Some(Error::DiskFull));
    let back = bench.folder.path().join("back.locker");
    let (open, view) = locker::restore(&stick, &back, &passphrase(), None, &bench.env, &Quiet).expect("whole");
    assert!(view.sound);
    assert_eq!(
        open.evidence_list(None).expect("a list").len(),
        1,
        "what was there before"
    );
    assert!(disk.remount("size=40m"), "room is made");
    bench.open.back_up(&stick, true, &Quiet).expect("room");
    assert!(disk.remount("ro"), "write-protected");
    assert_eq!(bench.open.back_up(&stick, true, &Quiet).err(), Some(Error::ReadOnly));
}

#[test]
fn a_stick_that_vanishes_in_the_middle_is_told_and_the_locker_is_as_it_was() {
    struct Pulled(SmallDisk);
    impl locker::Progress for Pulled {
        fn report(&self, _done: u64, _total: u64) {
            let _ = Command::new("umount").arg("-l").arg(&self.0.0).output();
        }
        fn stop_asked(&self) -> bool {
            false
        }
    }
    let bench = journeys::Bench::new();
    let Some(disk) = SmallDisk::new(&bench.folder.path().join("small"), "8m") else {
        return skipped();
    };
    bench.one(&fixture("texts/ru.utf-8-bom.txt"));
    let stick = disk.0.join("stick");
    assert_eq!(
        bench.open.back_up(&stick, true, &Pulled(disk)).err(),
        Some(Error::BackupGone)
    );
    assert!(bench.open.check(&Quiet).expect("a report").damaged.is_empty());
    assert!(!stick.exists(), "nothing was made in its place");
}

#[test]
fn a_locker_that_waited_too_long_on_a_disk_that_cannot_be_written_says_so_and_does_not_open() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(disk) = SmallDisk::new(&folder.path().join("small"), "16m") else {
        return skipped();
    };
    let (mut env, locker) = (env(), disk.0.join("x.locker"));
    let new = NewLocker {
        folder: &locker,
        passphrase: &passphrase(),
        key_file: None,
    };
    let open = create(new, &env).expect("a locker");
    open.set_limits(0, 2).expect("sensible");
    open.lock();
    drop(open);
    if !disk.remount("ro") {
        return skipped();
    }
    let late = env.clock.now().millis() + 3 * 86_400_000;
    env.clock = Arc::new(FixedClock(Timestamp::from_millis(late).expect("in range")));
    let opened = unlock(&locker, &passphrase(), None, &env);
    assert_eq!(
        opened.err(),
        Some(Error::ReadOnly),
        "its keys are still there, and it was to be gone"
    );
    assert!(locker.join("slots").is_file());
    assert!(disk.remount("rw"));
    let opened = unlock(&locker, &passphrase(), None, &env);
    assert_eq!(opened.err(), Some(Error::Wiped));
    assert!(!locker.exists());
}

#[test]
fn a_locker_on_a_disk_that_became_full_is_checked_and_its_damage_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(disk) = SmallDisk::new(&folder.path().join("small"), "16m") else {
        return skipped();
    };
    let (env, locker) = (env(), disk.0.join("x.locker"));
    let new = NewLocker {
        folder: &locker,
        passphrase: &passphrase(),
        key_file: None,
    };
    let open = create(new, &env).expect("a locker");
    let draft = SourceDraft {
        codename: "Heron".to_owned(),
        protected: Vec::new(),
        notes: String::new(),
    };
    open.add_source(draft).expect("a source");
    let picture = fixture("pictures/gps.jpg");
    open.import(&journeys::for_heron(), &[picture], &env, &Quiet)
        .expect("an import");
    fs::remove_dir_all(locker.join("blobs")).expect("there");
    fs::create_dir(locker.join("blobs")).expect("room");
    let mut filler = fs::File::create(disk.0.join("filler")).expect("room");
    while filler.write_all(&[0; 4096]).is_ok() {}
    let report = open.check_and_set_apart(&Quiet).expect("a report");
    assert_eq!(report.check.missing, ["E-001"]);
    assert_eq!((report.set_apart.len(), report.set_apart[0].readable), (1, 0));
    assert_eq!(open.check_some(&Quiet).expect("a report").missing, ["E-001"]);
}
