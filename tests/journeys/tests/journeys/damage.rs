//! Wrong keys, damaged lockers, a locker that is open elsewhere, and wiping.

use journeys::{Bench, PASSPHRASE, fixture, passphrase};
use locker::{Env, Error, Passphrase, Quiet, unlock, wipe};
use std::fs;
use std::path::{Path, PathBuf};

fn try_unlock(folder: &Path, env: &Env) -> Result<(), Error> {
    unlock(folder, &passphrase(), None, env).map(|_| ())
}

/// A locker with two items, locked.
fn locked() -> (tempfile::TempDir, PathBuf, Env) {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    bench.one(&fixture("texts/ru.utf-8-bom.txt"));
    let (folder, locker, env) = (bench.folder, bench.open.folder().to_owned(), bench.env);
    drop(bench.open);
    (folder, locker, env)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    entries
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_a_right_one_still_does() {
    let (_folder, locker, env) = locked();
    for wrong in [
        "",
        "seven invented heron",
        "SEVEN INVENTED HERONS",
        "\u{feff}seven invented herons",
    ] {
        let tried = unlock(&locker, &Passphrase::new(wrong.as_bytes()), None, &env).err();
        assert_eq!(tried, Some(Error::WrongPassphrase), "{wrong:?}");
    }
    assert_eq!(try_unlock(&locker, &env), Ok(()));
}

#[test]
fn a_locker_that_is_open_is_not_opened_a_second_time() {
    let bench = Bench::new();
    assert_eq!(try_unlock(&bench.locker(), &bench.env), Err(Error::AlreadyOpen));
    bench.open.lock();
    assert_eq!(bench.open.view().err(), Some(Error::Locked));
    assert_eq!(try_unlock(&bench.locker(), &bench.env), Ok(()));
}

#[test]
fn passphrases_are_changed_added_and_removed_and_the_last_one_stays() {
    let (_folder, locker, env) = locked();
    let open = unlock(&locker, &passphrase(), None, &env).expect("open");
    let (second, third) = (Passphrase::new(b"a second one"), Passphrase::new(b"a third one"));
    open.add_passphrase(&second, None, "Colleague").expect("added");
    assert_eq!(open.passphrases().expect("a list").len(), 2);
    open.change_passphrase(&passphrase(), &third, None).expect("changed");
    drop(open);
    assert_eq!(try_unlock(&locker, &env), Err(Error::WrongPassphrase));
    let open = unlock(&locker, &third, None, &env).expect("the changed one opens");
    open.remove_passphrase(&second, None).expect("removed");
    assert_eq!(open.remove_passphrase(&third, None), Err(Error::LastPassphrase));
    drop(open);
    assert_eq!(unlock(&locker, &second, None, &env).err(), Some(Error::WrongPassphrase));
}

#[test]
fn slots_cut_or_flipped_in_both_copies_are_said_to_be_damaged() {
    let (_folder, locker, env) = locked();
    let slots = locker.join("slots");
    let good = fs::read(&slots).expect("slots");
    let half = good.len() / 2;
    let mut one_copy = good.clone();
    one_copy[100] ^= 1;
    fs::write(&slots, &one_copy).expect("write");
    assert_eq!(try_unlock(&locker, &env), Ok(()), "the other copy is whole");
    let mut both = good.clone();
    both[100] ^= 1;
    both[half + 100] ^= 1;
    fs::write(&slots, &both).expect("write");
    assert_eq!(try_unlock(&locker, &env), Err(Error::SlotsDamaged));
    for length in [0, 1, 4_096, half - 1] {
        fs::write(&slots, &good[..length]).expect("write");
        let tried = try_unlock(&locker, &env);
        assert!(
            matches!(tried, Err(Error::SlotsDamaged | Error::NotALocker)),
            "{length}: {tried:?}"
        );
    }
    fs::write(&slots, &good).expect("write");
    assert_eq!(try_unlock(&locker, &env), Ok(()));
}

#[test]
fn a_damaged_database_is_an_error_and_no_panic() {
    let (_folder, locker, env) = locked();
    let db = locker.join("db");
    let good = fs::read(&db).expect("a database");
    for at in [0, 20, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 0x40;
        fs::write(&db, &bad).expect("write");
        let found = match unlock(&locker, &passphrase(), None, &env) {
            Err(error) => error == Error::Damaged,
            Ok(open) => !open.check(&Quiet).is_ok_and(|report| report.database),
        };
        assert!(found, "byte {at}");
    }
    fs::write(&db, &good[..good.len() / 2]).expect("write");
    let tried = unlock(&locker, &passphrase(), None, &env)
        .and_then(|open| open.check(&Quiet))
        .map(|report| report.database);
    assert_ne!(tried, Ok(true), "half a database");
}

#[test]
fn a_check_names_the_items_whose_blobs_are_damaged_or_gone() {
    let (_folder, locker, env) = locked();
    let blobs = files_below(&locker.join("blobs"));
    for blob in &blobs {
        let mut bytes = fs::read(blob).expect("a blob");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(blob, bytes).expect("write");
    }
    let open = unlock(&locker, &passphrase(), None, &env).expect("open");
    assert_eq!(open.check(&Quiet).expect("a check").damaged, ["E-001", "E-002"]);
    assert!(open.bytes("E-001", 0, 10).is_err(), "altered bytes are not given out");
    blobs.iter().for_each(|blob| fs::remove_file(blob).expect("removed"));
    let report = open.check(&Quiet).expect("a check");
    assert_eq!(
        (report.missing, report.database, report.log_broken),
        (vec!["E-001".to_owned(), "E-002".to_owned()], true, Vec::new())
    );
}

#[test]
fn a_wiped_locker_is_gone_and_cannot_be_opened() {
    let (folder, locker, env) = locked();
    let wiped = wipe(&locker, &env);
    assert!(
        !wiped
            .left
            .iter()
            .any(|code| code.ends_with("-left") || code.starts_with("slots")),
        "{:?}",
        wiped.left
    );
    assert!(!locker.exists());
    assert_eq!(try_unlock(&locker, &env), Err(Error::NotALocker));
    assert_eq!(
        wipe(folder.path(), &env).left,
        ["not-a-locker"],
        "a folder that is no locker is not touched"
    );
    assert!(folder.path().exists());
}

#[test]
fn an_open_locker_is_wiped_all_the_same() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    wipe(&bench.locker(), &bench.env);
    assert!(bench.import_fails(), "nothing works on a wiped locker");
    assert!(!bench.locker().join("slots").exists());
}

trait Fails {
    fn import_fails(&self) -> bool;
}

impl Fails for Bench {
    fn import_fails(&self) -> bool {
        let request = locker::views::ImportRequest {
            source: "Heron".to_owned(),
            ..Default::default()
        };
        let done = self
            .open
            .import(&request, &[fixture("papers/ru-text.pdf")], &self.env, &Quiet);
        !done.is_ok_and(|report| report.totals.added > 0)
    }
}

#[test]
fn no_word_of_what_is_inside_stands_in_the_folder() {
    let (_folder, locker, _env) = locked();
    let words = ["Показания", "gps.jpg", "Heron", "Верболозов", PASSPHRASE];
    for file in files_below(&locker) {
        let bytes = fs::read(&file).expect("a file");
        for word in words {
            assert!(
                !bytes.windows(word.len()).any(|window| window == word.as_bytes()),
                "{word:?} in {}",
                file.display()
            );
        }
    }
}

#[test]
fn a_file_whose_stored_bytes_are_damaged_is_stored_anew_when_it_comes_again() {
    let bench = Bench::new();
    let file = fixture("texts/ru.utf-8-bom.txt");
    let id = bench.one(&file).id.expect("taken in");
    for damage in 0..2 {
        let stored = files_below(&bench.locker().join("blobs")).pop().expect("one blob");
        if damage == 0 {
            let mut bytes = fs::read(&stored).expect("there");
            *bytes.last_mut().expect("some") ^= 1;
            fs::write(&stored, bytes).expect("writable");
        } else {
            fs::remove_file(&stored).expect("there");
        }
        let report = bench.open.check(&Quiet).expect("a report");
        assert!(report.damaged.contains(&id) || report.missing.contains(&id));
        let again = bench.one(&file);
        assert_eq!((again.outcome.as_str(), again.id.as_deref()), ("healed", Some(&*id)));
        let report = bench.open.check(&Quiet).expect("a report");
        assert!(report.damaged.is_empty() && report.missing.is_empty() && report.strays == 0);
        assert_eq!(
            bench.open.log(Some(&id), None, 1).expect("a log").entries[0].act,
            "healed"
        );
    }
    assert_eq!(
        files_below(&bench.locker().join("blobs")).len(),
        1,
        "what was damaged is gone"
    );
    assert_eq!(bench.one(&file).outcome, "already-here", "what is whole stays");
}

#[test]
fn an_older_database_put_back_is_said_and_costs_no_evidence() {
    let (folder, locker, env) = locked();
    let old = fs::read(locker.join("db")).expect("a closed locker has no log beside it");
    let open = unlock(&locker, &passphrase(), None, &env).expect("opens");
    let request = journeys::for_heron();
    let file = fixture("pictures/gps.jpg");
    let other = folder.path().join("other.txt");
    fs::write(&other, "came in later").expect("room");
    let report = open.import(&request, &[file, other], &env, &Quiet).expect("an import");
    assert_eq!((report.totals.added, report.totals.already_here), (1, 1));
    drop(open);
    let (before, new) = (
        files_below(&locker.join("blobs")),
        fs::read(locker.join("db")).expect("there"),
    );
    fs::write(locker.join("db"), old).expect("writable");
    let open = unlock(&locker, &passphrase(), None, &env).expect("opens");
    assert_eq!(open.standing(), Some("database-older"));
    assert_eq!(open.view().expect("a view").standing.as_deref(), Some("database-older"));
    assert_eq!(open.check(&Quiet).expect("a report").strays, 1);
    assert_eq!(
        open.log(None, None, 2).expect("a log").entries[1].act,
        "older-part-found"
    );
    drop(open);
    assert_eq!(files_below(&locker.join("blobs")), before, "nothing was deleted");
    fs::write(locker.join("db"), new).expect("writable");
    let open = unlock(&locker, &passphrase(), None, &env).expect("opens");
    let report = open.check(&Quiet).expect("a report");
    assert!(report.damaged.is_empty() && report.missing.is_empty() && report.strays == 0);
}
