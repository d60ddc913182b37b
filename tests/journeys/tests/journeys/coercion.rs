//! A passphrase given under coercion, wrong ones beyond the limit: the whole way, through the verbs and through `vouchsafe`.

use journeys::{Bench, PASSPHRASE, Program, fixture, passphrase};
use locker::{Env, Error, KeyFile, NewLocker, OpenLocker, Passphrase, Quiet, unlock};
use std::fs;
use std::path::{Path, PathBuf};

const SHOWN: &str = "four quiet sparrows";

fn typed(text: &str) -> Passphrase {
    Passphrase::new(text.as_bytes())
}

/// An ordinary locker with one source and one item.
fn decoy(at: &Path, env: &Env) -> OpenLocker {
    let new = NewLocker {
        folder: at,
        passphrase: &typed("its own"),
        key_file: None,
    };
    let open = locker::create(new, env).expect("a locker");
    let draft = locker::views::SourceDraft {
        codename: "Sparrow".to_owned(),
        protected: Vec::new(),
        notes: String::new(),
    };
    open.add_source(draft).expect("a source");
    let request = locker::views::ImportRequest {
        source: "Sparrow".to_owned(),
        ..Default::default()
    };
    let picked = [fixture("texts/ru.utf-8-bom.txt")];
    open.import(&request, &picked, env, &Quiet).expect("an import");
    open
}

/// A locker with a decoy inside, locked.
fn prepared() -> (tempfile::TempDir, PathBuf, Env) {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    let shown = decoy(&bench.folder.path().join("decoy.locker"), &bench.env);
    let set = bench.open.set_decoy(&shown, &typed(SHOWN), None, &Quiet).expect("room");
    assert!(set.decoy);
    let (folder, locker, env) = (bench.folder, bench.open.folder().to_owned(), bench.env);
    drop(bench.open);
    (folder, locker, env)
}

fn codenames(open: &OpenLocker) -> Vec<String> {
    let sources = open.sources().expect("a list");
    sources.into_iter().map(|source| source.codename).collect()
}

#[test]
fn a_decoy_opens_with_everything_in_it_and_the_real_locker_is_gone() {
    let (_folder, locker, env) = prepared();
    let real = unlock(&locker, &passphrase(), None, &env).expect("opens");
    assert_eq!(codenames(&real), ["Heron"]);
    let report = real.check(&Quiet).expect("a check");
    assert_eq!((report.blobs, report.strays), (1, 0), "a decoy is no stray");
    drop(real);
    let shown = unlock(&locker, &typed(SHOWN), None, &env).expect("opens");
    assert_eq!(codenames(&shown), ["Sparrow"]);
    let report = shown.check(&Quiet).expect("a check");
    assert!(report.database && report.damaged.is_empty() && report.missing.is_empty() && report.log_broken.is_empty());
    assert_eq!((report.blobs, report.strays), (1, 0), "nothing of the real one is left");
    assert_eq!(
        shown.safeguards().expect("set"),
        locker::views::Safeguards {
            tries: 0,
            days: 0,
            decoy: false
        }
    );
    drop(shown);
    assert_eq!(
        unlock(&locker, &passphrase(), None, &env).err(),
        Some(Error::WrongPassphrase)
    );
}

#[test]
fn a_locker_that_came_back_has_no_decoy_counts_its_strays_and_takes_the_same_decoy_again() {
    let (folder, locker, env) = prepared();
    let (stick, back) = (folder.path().join("stick"), folder.path().join("back.locker"));
    let real = unlock(&locker, &passphrase(), None, &env).expect("opens");
    real.back_up(&stick, true, &Quiet).expect("a backup");
    drop(real);
    let (real, view) = locker::restore(&stick, &back, &passphrase(), None, &env, &Quiet).expect("whole");
    assert!(view.sound && !real.safeguards().expect("set").decoy);
    let name = "00112233445566778899aabbccddeeff";
    fs::create_dir_all(back.join("blobs/00")).expect("room");
    fs::write(back.join("blobs/00").join(name), b"of nobody").expect("room");
    assert_eq!(real.check(&Quiet).expect("a check").strays, 1);
    fs::remove_file(back.join("blobs/00").join(name)).expect("there");
    let shown = unlock(&folder.path().join("decoy.locker"), &typed("its own"), None, &env).expect("opens");
    real.set_decoy(&shown, &typed(SHOWN), None, &Quiet).expect("room");
    assert_eq!(real.check(&Quiet).expect("a check").strays, 0);
    drop(real);
    let shown = unlock(&back, &typed(SHOWN), None, &env).expect("opens");
    let report = shown.check(&Quiet).expect("a check");
    assert!(report.is_sound(), "all of the decoy is there: {report:?}");
    assert_eq!(report.blobs, 1);
}

#[test]
fn a_passphrase_of_coercion_does_nothing_where_another_is_asked_for() {
    let (_folder, locker, env) = prepared();
    let real = unlock(&locker, &passphrase(), None, &env).expect("opens");
    let changed = real.change_passphrase(&typed(SHOWN), &typed("new"), None);
    assert_eq!(changed, Err(Error::WrongPassphrase));
    assert_eq!(real.remove_passphrase(&typed(SHOWN), None), Err(Error::WrongPassphrase));
    assert_eq!(
        real.passphrases().expect("a list").len(),
        1,
        "the list does not tell of it"
    );
    assert!(!real.remove_decoy().expect("taken away").decoy);
    drop(real);
    assert_eq!(
        unlock(&locker, &typed(SHOWN), None, &env).err(),
        Some(Error::WrongPassphrase)
    );
    let real = unlock(&locker, &passphrase(), None, &env).expect("opens");
    assert_eq!(
        real.check(&Quiet).expect("a check").strays,
        0,
        "the decoy's files went with it"
    );
}

#[test]
fn a_decoy_cannot_have_a_passphrase_that_opens_the_locker() {
    let bench = Bench::new();
    let shown = decoy(&bench.folder.path().join("decoy.locker"), &bench.env);
    let refused = bench.open.set_decoy(&shown, &passphrase(), None, &Quiet);
    assert_eq!(refused, Err(Error::PassphraseInUse));
    assert_eq!(codenames(&bench.open), ["Heron"]);
}

#[test]
fn no_other_passphrase_can_be_that_of_coercion_and_a_newer_decoy_takes_its_place() {
    let (folder, locker, env) = prepared();
    let real = unlock(&locker, &passphrase(), None, &env).expect("opens");
    assert_eq!(
        real.add_passphrase(&typed(SHOWN), None, "").err(),
        Some(Error::PassphraseInUse)
    );
    let changed = real.change_passphrase(&passphrase(), &typed(SHOWN), None);
    assert_eq!(changed, Err(Error::PassphraseInUse));
    let shown = unlock(&folder.path().join("decoy.locker"), &typed("its own"), None, &env).expect("opens");
    let draft = locker::views::SourceDraft {
        codename: "Wren".to_owned(),
        protected: Vec::new(),
        notes: String::new(),
    };
    shown.add_source(draft).expect("a source");
    let refused = real.set_decoy(&shown, &passphrase(), None, &Quiet);
    assert_eq!(refused, Err(Error::PassphraseInUse));
    assert!(real.safeguards().expect("set").decoy, "the earlier one still holds");
    real.set_decoy(&shown, &typed("another"), None, &Quiet).expect("room");
    assert_eq!(real.check(&Quiet).expect("a check").strays, 0);
    drop(real);
    assert_eq!(
        unlock(&locker, &typed(SHOWN), None, &env).err(),
        Some(Error::WrongPassphrase)
    );
    let open = unlock(&locker, &typed("another"), None, &env).expect("opens");
    assert_eq!(codenames(&open), ["Sparrow", "Wren"]);
    let report = open.check(&Quiet).expect("a check");
    assert_eq!((report.blobs, report.strays, report.missing.len()), (1, 0, 0));
}

#[test]
fn the_terminal_does_not_give_way_where_a_passphrase_is_changed_or_removed() {
    let (folder, locker, env) = prepared();
    let program = Program::new();
    fs::write(program.at("shown"), format!("{SHOWN}\nnew one\n")).expect("a file");
    let at = locker.to_string_lossy().into_owned();
    for act in ["remove", "change"] {
        let args = ["--json", "--passphrase-file", "shown", "passphrase", act, at.as_str()];
        let done = program.command(&args).output().expect("it starts");
        assert_eq!(done.status.code(), Some(3), "{act}");
    }
    let real = unlock(&locker, &passphrase(), None, &env).expect("opens");
    assert_eq!(codenames(&real), ["Heron"]);
    drop(folder);
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let bench = Bench::new();
    for (tries, days) in [(1, 0), (2, 0), (101, 0), (0, 3_651), (70_000, 0)] {
        assert_eq!(
            bench.open.set_limits(tries, days),
            Err(Error::BadRequest),
            "{tries} {days}"
        );
    }
    let set = bench.open.set_limits(10, 60).expect("sensible");
    assert_eq!((set.tries, set.days), (10, 60));
}

/// A locker of its own with these words and perhaps a key file, and a decoy to be set in it.
fn with_key_file(words: &str, with: bool) -> (Bench, PathBuf, KeyFile) {
    let bench = Bench::new();
    let file = bench.folder.path().join("key");
    fs::write(&file, b"a key file").expect("room");
    let key_file = KeyFile::read(&file).expect("small");
    let at = bench.folder.path().join("own.locker");
    let new = NewLocker {
        folder: &at,
        passphrase: &typed(words),
        key_file: with.then_some(&key_file),
    };
    drop(locker::create(new, &bench.env).expect("a locker"));
    (bench, at, key_file)
}

#[test]
fn a_key_file_that_is_forgotten_or_given_too_often_does_not_erase_a_locker() {
    for with in [true, false] {
        let (bench, at, key_file) = with_key_file("the same words", with);
        let shown = decoy(&bench.folder.path().join("decoy.locker"), &bench.env);
        let (own, other) = (with.then_some(&key_file), (!with).then_some(&key_file));
        let real = unlock(&at, &typed("the same words"), own, &bench.env).expect("opens");
        for key_file in [None, Some(&key_file)] {
            let set = real.set_decoy(&shown, &typed("the same words"), key_file, &Quiet);
            assert_eq!(set.err(), Some(Error::PassphraseInUse), "{with}");
        }
        drop(real);
        let forgotten = unlock(&at, &typed("the same words"), other, &bench.env).err();
        assert_eq!(forgotten, Some(Error::WrongPassphrase));
        let real = unlock(&at, &typed("the same words"), own, &bench.env).expect("still there");
        assert!(!real.safeguards().expect("set").decoy);

        real.set_decoy(&shown, &typed(SHOWN), other, &Quiet)
            .expect("other words");
        if with {
            let added = real.add_passphrase(&typed(SHOWN), own, "");
            assert_eq!(added.err(), Some(Error::PassphraseInUse));
            let changed = real.change_passphrase(&typed("the same words"), &typed(SHOWN), own);
            assert_eq!(changed.err(), Some(Error::PassphraseInUse));
        }
        real.set_decoy(&shown, &typed(SHOWN), other, &Quiet)
            .expect("the same words for a newer decoy");
        real.add_passphrase(&typed("others"), own, "").expect("apart from it");
    }
}

#[test]
fn the_terminal_sets_a_decoy_and_the_limits() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    program.ok(&["source", "add", "x.locker", "Heron"]);
    program.ok(&["create", "decoy.locker"]);
    program.ok(&["source", "add", "decoy.locker", "Sparrow"]);
    let lines = format!("{PASSPHRASE}\n{PASSPHRASE}\n{SHOWN}\n");
    fs::write(program.at("three"), lines).expect("a file");
    let args = [
        "--json",
        "--passphrase-file",
        "three",
        "passphrase",
        "duress",
        "x.locker",
        "--decoy",
        "decoy.locker",
    ];
    let done = program.command(&args).output().expect("it starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(program.ok(&["limits", "x.locker", "--tries", "3"])["tries"], 3);
    fs::write(program.at("shown"), format!("{SHOWN}\n")).expect("a file");
    let args = ["--json", "--passphrase-file", "shown", "source", "list", "x.locker"];
    let listed = program.command(&args).output().expect("it starts");
    let listed = String::from_utf8(listed.stdout).expect("JSON");
    assert!(listed.contains("Sparrow") && !listed.contains("Heron"), "{listed}");
    assert_eq!(
        program.run(&["source", "list", "x.locker"]).code,
        3,
        "the real passphrase opens nothing"
    );
}
