//! The way back for whoever lost the passphrase: shares of a recovery secret, on a locker and on its backup.

use journeys::{Bench, PASSPHRASE, Program, fixture, passphrase};
use locker::{Error, Passphrase, Quiet, Quorum, Recovered, recover, restore, unlock};
use std::fs;

fn typed(words: &str) -> Passphrase {
    Passphrase::new(words.as_bytes())
}

fn quorum(shares: &[&str]) -> Quorum {
    let mut quorum = Quorum::default();
    shares
        .iter()
        .for_each(|share| quorum.add(&typed(share)).expect("a share"));
    quorum
}

#[test]
fn every_quorum_opens_the_locker_and_sets_a_passphrase_and_fewer_do_not() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    let made = bench.open.make_shares(2, 3).expect("shares");
    bench.open.lock();
    let words: Vec<&str> = made.words.iter().map(|share| share.as_str()).collect();
    let mut last = passphrase();
    for (i, pair) in [[0, 1], [0, 2], [2, 1]].into_iter().enumerate() {
        let new = typed(&format!("passphrase number {i}"));
        let few = recover(&bench.locker(), &quorum(&[words[pair[0]]]), &new, None, &bench.env);
        assert_eq!(few, Err(Error::SharesTooFew(1, 2)));
        assert!(
            unlock(&bench.locker(), &last, None, &bench.env).is_ok(),
            "nothing was changed"
        );
        let done = recover(
            &bench.locker(),
            &quorum(&pair.map(|i| words[i])),
            &new,
            None,
            &bench.env,
        );
        assert_eq!(done, Ok(Recovered::Locker));
        let old = unlock(&bench.locker(), &last, None, &bench.env).err();
        assert_eq!(old, Some(Error::WrongPassphrase), "the new one took its place");
        let open = unlock(&bench.locker(), &new, None, &bench.env).expect("opens");
        assert_eq!(open.standing(), None);
        assert_eq!(open.evidence_list(None).expect("a list").len(), 1);
        last = new;
    }
}

#[test]
fn shares_that_open_nothing_are_not_counted_as_wrong_passphrases() {
    let (bench, other) = (Bench::new(), Bench::new());
    bench.open.set_limits(3, 0).expect("sensible");
    bench.open.lock();
    let made = other.open.make_shares(2, 2).expect("shares");
    let words: Vec<&str> = made.words.iter().map(|share| share.as_str()).collect();
    let new = typed("never to be set");
    for _try in 0..4 {
        let refused = recover(&bench.locker(), &quorum(&words), &new, None, &bench.env);
        assert_eq!(refused, Err(Error::SharesOpenNothing));
    }
    let left = || locker::locker_ref(&bench.locker(), "a".to_owned(), false, &bench.env).tries_left;
    assert_eq!(left(), Some(3));
    let guess = unlock(&bench.locker(), &typed("a guess"), None, &bench.env).err();
    assert_eq!(
        (guess, left()),
        (Some(Error::WrongPassphrase), Some(2)),
        "a passphrase is"
    );
    locker::require_locker(&bench.locker()).expect("it is there");
    assert_eq!(left(), Some(2), "asking whether it is there is no try");
    assert!(unlock(&bench.locker(), &passphrase(), None, &bench.env).is_ok());
}

#[test]
fn shares_of_a_set_that_was_removed_open_nothing_and_another_set_still_does() {
    let bench = Bench::new();
    let (one, other) = (bench.open.make_shares(2, 2), bench.open.make_shares(3, 3));
    let (one, other) = (one.expect("shares"), other.expect("shares"));
    assert_eq!(bench.open.share_sets().expect("a list").len(), 2);
    assert_eq!(bench.open.remove_shares(Some(&one.set.set)), Ok(1));
    assert_eq!(bench.open.remove_shares(Some(&one.set.set)), Err(Error::NotFound));
    assert_eq!(
        bench.open.share_sets().expect("a list"),
        std::slice::from_ref(&other.set)
    );
    bench.open.lock();
    let new = typed("a new passphrase");
    let all = |made: &locker::MadeShares| quorum(&made.words.iter().map(|share| share.as_str()).collect::<Vec<_>>());
    let gone = recover(&bench.locker(), &all(&one), &new, None, &bench.env);
    assert_eq!(gone, Err(Error::SharesOpenNothing));
    assert!(
        unlock(&bench.locker(), &passphrase(), None, &bench.env).is_ok(),
        "nothing was changed"
    );
    assert_eq!(
        recover(&bench.locker(), &all(&other), &new, None, &bench.env),
        Ok(Recovered::Locker)
    );
}

#[test]
fn a_quorum_brings_a_wiped_locker_back_from_its_backup() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    let made = bench.open.make_shares(2, 3).expect("shares");
    let (stick, back) = (
        bench.folder.path().join("stick"),
        bench.folder.path().join("back.locker"),
    );
    bench.open.back_up(&stick, true, &Quiet).expect("a backup");
    bench.open.lock();
    locker::wipe(&bench.locker(), &bench.env);
    let new = typed("a new passphrase");
    let quorum = quorum(&[&made.words[2], &made.words[0]]);
    assert_eq!(recover(&stick, &quorum, &new, None, &bench.env), Ok(Recovered::Backup));
    let old = restore(&stick, &back, &passphrase(), None, &bench.env, &Quiet).err();
    assert_eq!(old, Some(Error::WrongPassphrase));
    let (open, view) = restore(&stick, &back, &new, None, &bench.env, &Quiet).expect("whole");
    assert!(view.sound);
    let mut bytes = Vec::new();
    open.copy_out("E-001", &mut bytes, &Quiet).expect("whole");
    assert_eq!(bytes, fs::read(fixture("pictures/gps.jpg")).expect("a picture"));
}

#[test]
fn what_is_wrong_with_a_share_is_said_by_number() {
    let bench = Bench::new();
    let made = bench.open.make_shares(3, 4).expect("shares");
    let other = bench.open.make_shares(3, 4).expect("shares");
    let mut quorum = quorum(&[&made.words[0]]);
    let mut words: Vec<&str> = made.words[1].split(' ').collect();
    words[6] = if words[6] == "zoo" { "able" } else { "zoo" };
    assert_eq!(quorum.add(&typed(&words.join(" "))), Err(Error::ShareWordWrong(2, 7)));
    words[6] = "heronn";
    assert_eq!(quorum.add(&typed(&words.join(" "))), Err(Error::ShareWordUnknown(2, 7)));
    assert_eq!(
        quorum.add(&typed(&words[..29].join(" "))),
        Err(Error::ShareLength(2, 29))
    );
    assert_eq!(quorum.add(&typed("")), Err(Error::ShareLength(2, 0)));
    assert_eq!(quorum.add(&typed(&made.words[0])), Err(Error::ShareTwice(2)));
    assert_eq!(quorum.add(&typed(&other.words[1])), Err(Error::ShareOfAnotherSet(2)));
    assert_eq!(
        (quorum.have(), quorum.need()),
        (1, 3),
        "what was refused does not count"
    );
    for bad in [(1, 3), (2, 17), (4, 3)] {
        assert_eq!(bench.open.make_shares(bad.0, bad.1).err(), Some(Error::BadRequest));
    }
}

#[test]
fn by_hand_shares_are_printed_typed_back_and_a_wrong_word_is_named() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    let made = program.ok(&["share", "make", "x.locker", "--need", "2", "--of", "3", "--to", "paper"]);
    let paths = made["paths"].as_array().expect("files").clone();
    assert_eq!((paths.len(), &made["need"], &made["of"]), (3, &2.into(), &3.into()));
    let pages: Vec<String> = paths
        .iter()
        .map(|path| fs::read_to_string(program.at(path.as_str().expect("a path"))).expect("a page"))
        .collect();
    assert!(
        pages
            .iter()
            .all(|page| page.contains("thirty words") && !page.contains('{')),
        "{}",
        pages[0]
    );
    let refused = program.run(&["share", "make", "x.locker", "--need", "2", "--of", "2", "--to", "/proc"]);
    assert_ne!(refused.code, 0);
    let sets = program.ok(&["share", "list", "x.locker"]);
    assert_eq!(
        sets.as_array().map(Vec::len),
        Some(1),
        "shares that nobody got are none"
    );
    let line = |page: &str| {
        let mut words: Vec<(u32, String)> = Vec::new();
        let mut parts = page
            .lines()
            .filter(|line| line.starts_with("  "))
            .flat_map(str::split_whitespace);
        while let (Some(number), Some(word)) = (parts.next(), parts.next()) {
            words.push((number.trim_end_matches('.').parse().expect("a number"), word.to_owned()));
        }
        words.sort();
        words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ")
    };
    let answers = |lines: &[&str]| {
        fs::write(program.at("answers"), lines.join("\n")).expect("a file");
        let output = program
            .command(&["--json", "--passphrase-file", "answers", "share", "join", "x.locker"])
            .output();
        journeys::Run::of(output.expect("starts"))
    };
    let (one, two) = (line(&pages[0]), line(&pages[1]));
    let few = answers(&[&one]);
    assert_eq!((few.code, few.error()), (3, "shares-too-few"));
    let wrong = one.split(' ').enumerate().map(|(i, word)| {
        if i == 4 {
            if word == "zoo" { "able" } else { "zoo" }
        } else {
            word
        }
    });
    let wrong = answers(&[&wrong.collect::<Vec<_>>().join(" "), &two, "new one"]);
    assert_eq!((wrong.code, wrong.error()), (3, "share-word-wrong"));
    assert!(wrong.err.contains("share 1, word 5"), "{}", wrong.err);
    assert!(!wrong.err.contains("zoo"), "no word is said");
    assert_eq!(
        program.run(&["share", "list", "x.locker"]).code,
        0,
        "the passphrase still opens"
    );
    let joined = answers(&[&two, &one, "a new passphrase"]);
    assert_eq!(
        (joined.code, &joined.json["recovered"]),
        (0, &"locker".into()),
        "{}",
        joined.err
    );
    assert_eq!(
        program.run(&["share", "list", "x.locker"]).code,
        3,
        "{PASSPHRASE} opens nothing any more"
    );
}
