//! What was written is read back, from verified bytes only.

use crate::sample::*;
use dossier::*;
use model::{ClaimStatus, Quiet};
use seal::{OpenWith, Passphrase, SealTo};
use std::io::Cursor;

fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_dossier_as_written_is_intact_and_says_who_signed() {
    let report = report(&unsealed());
    assert_eq!(codes(&report), Vec::<&str>::new());
    assert_eq!(report.outcome, Outcome::Intact);
    let signed = report.signer.expect("signed");
    assert_eq!(
        (signed.fingerprint, signed.words.len(), signed.expected),
        (signer(1).public_key().fingerprint(), 8, None)
    );
    assert_eq!(report.files.checked, 15);
    assert_eq!(
        report.custody,
        CustodyFound {
            proofs_checked: 5,
            failed: 0,
            withheld: 4
        }
    );
}

#[test]
fn an_open_dossier_may_move_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Opened<std::fs::File>>();
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert_eq!(unsealed(), unsealed());
}

#[test]
fn contents_are_shown_only_after_verification_and_as_planned() {
    let bytes = sealed();
    let key = [identity(5)];
    let mut opened = open(Cursor::new(&bytes), Some(&OpenWith::Identities(&key))).expect("the recipient");
    assert!(matches!(opened.contents(), Err(Error::NotVerified)));
    assert_eq!(
        verify(&mut opened, None, &Quiet).expect("verifies").outcome,
        Outcome::Intact
    );
    let contents = opened.contents().expect("verified");
    let statuses: Vec<_> = contents.claims.iter().map(|claim| claim.status).collect();
    assert_eq!(statuses, [ClaimStatus::Corroborated, ClaimStatus::SingleWitness]);
    let [photo, chat, order] = &contents.evidence[..] else {
        panic!("three items")
    };
    assert_eq!(photo.file.as_deref(), Some("data/evidence/E-001/IMG_0001.png"));
    assert_eq!(order.file.as_deref(), Some("data/evidence/E-003/original.txt"));
    assert_eq!(chat.file, None, "the whole chat was not disclosed");
    assert_eq!(opened.read(photo, Part::Original, 1..4).expect("verified"), b"PNG");
    assert!(matches!(
        opened.read(chat, Part::Original, 0..4),
        Err(Error::NotVerified)
    ));
    let messages = opened.messages(chat).expect("verified");
    assert_eq!(
        messages.runs.iter().map(|run| (run.from, run.to)).collect::<Vec<_>>(),
        [(12, 13), (40, 40)]
    );
    let told = (chat.sha256, chat.bytes, &chat.name, &chat.title, messages.total);
    assert_eq!(told, (None, None, &None, &None, None), "nothing tells which file it is");
    assert_eq!(photo.sha256, Some(seal::sha256(&files().0[&evidence_id(1)])));
}

#[test]
fn a_dossier_with_more_links_than_a_reader_takes_is_not_written() {
    let mut plan = plan();
    let link = plan.claims[0].links[0].clone();
    plan.claims[0].links = vec![link; 50_001];
    let written = write(&plan, &files(), &signer(1), &Sealing::Unsealed, Vec::new(), &Quiet);
    assert!(matches!(written, Err(Error::TooLarge)), "{written:?}");
}

#[test]
fn a_range_is_cut_at_the_end_and_crosses_pieces() {
    let mut plan = plan();
    let mut files = files();
    let long: Vec<u8> = (0..2_500_000_u32).map(|i| (i % 251) as u8).collect();
    plan.evidence[0].item.bytes = long.len() as u64;
    plan.evidence[0].item.sha256 = seal::sha256(&long);
    files.0.insert(evidence_id(1), long.clone());
    let mut out = Vec::new();
    write(&plan, &files, &signer(1), &Sealing::Unsealed, &mut out, &Quiet).expect("a plan without fault");
    let mut opened = open(Cursor::new(&out), None).expect("opens");
    verify(&mut opened, None, &Quiet).expect("verifies");
    let photo = opened.contents().expect("verified").evidence[0].clone();
    for (start, end) in [
        (0, 10),
        (1_048_570, 1_048_580),
        (1_000_000, 2_200_000),
        (2_499_990, 9_000_000),
        (2_500_000, 2_500_001),
    ] {
        let wanted = &long[start.min(long.len())..end.min(long.len())];
        assert_eq!(
            opened
                .read(&photo, Part::Original, start as u64..end as u64)
                .expect("verified"),
            wanted
        );
    }
}

#[test]
fn an_original_that_is_not_what_its_item_says_is_not_handed_over() {
    let mut longer = files();
    longer.0.get_mut(&evidence_id(1)).expect("there").push(0);
    let mut other = files();
    other.0.get_mut(&evidence_id(1)).expect("there")[20] ^= 1;
    for files in [longer, other] {
        let done = write(&plan(), &files, &signer(1), &Sealing::Unsealed, std::io::sink(), &Quiet);
        assert!(matches!(done, Err(Error::OriginalDiffers)));
    }
}

#[test]
fn a_plan_that_contradicts_itself_is_refused() {
    let mut without_item = plan();
    without_item.evidence.remove(0);
    let mut twice = plan();
    twice.evidence.push(twice.evidence[0].clone());
    for plan in [without_item, twice] {
        let done = write(&plan, &files(), &signer(1), &Sealing::Unsealed, std::io::sink(), &Quiet);
        assert!(matches!(done, Err(Error::BadPlan)));
    }
}

#[test]
fn a_wrong_key_and_a_wrong_passphrase_are_told_from_damage() {
    let bytes = sealed();
    let (right, other) = ([identity(5)], [identity(6)]);
    assert!(matches!(open(Cursor::new(&bytes), None), Err(Error::KeyNeeded)));
    assert!(matches!(
        open(Cursor::new(&bytes), Some(&OpenWith::Identities(&other))),
        Err(Error::WrongKey)
    ));
    let mut damaged = bytes.clone();
    *damaged.last_mut().expect("not empty") ^= 1;
    assert!(matches!(
        open(Cursor::new(&damaged), Some(&OpenWith::Identities(&right))),
        Err(Error::Damaged)
    ));
    assert!(matches!(
        open(Cursor::new(b"not a dossier"), None),
        Err(Error::NotADossier)
    ));

    let (phrase, wrong) = (
        Passphrase::copy_of("right").expect("short"),
        Passphrase::copy_of("wrong").expect("short"),
    );
    let bytes = written(&plan(), 1, &Sealing::Sealed(SealTo::PassphraseWithCost(&phrase, 4)));
    assert!(open(Cursor::new(&bytes), Some(&OpenWith::Passphrase(&phrase))).is_ok());
    let refused = open(Cursor::new(&bytes), Some(&OpenWith::Passphrase(&wrong))).err();
    assert!(matches!(refused, Some(Error::WrongKey)), "{refused:?}");
}

#[test]
fn an_absurd_passphrase_cost_is_refused_before_it_is_spent() {
    let phrase = Passphrase::copy_of("right").expect("short");
    let bytes = written(&plan(), 1, &Sealing::Sealed(SealTo::PassphraseWithCost(&phrase, 4)));
    let at = bytes
        .windows(3)
        .position(|w| w == b" 4\n")
        .expect("the cost stands in the header");
    let absurd = [&bytes[..at], b" 40\n", &bytes[at + 3..]].concat();
    assert!(matches!(
        open(Cursor::new(&absurd), Some(&OpenWith::Passphrase(&phrase))),
        Err(Error::WorkFactorTooHigh)
    ));
}

#[test]
fn unpacking_fills_an_empty_folder_and_replaces_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bytes = unsealed();
    let mut opened = open(Cursor::new(&bytes), None).expect("opens");
    assert!(matches!(
        unpack(&mut opened, folder.path(), &Quiet),
        Err(Error::NotVerified)
    ));
    verify(&mut opened, None, &Quiet).expect("verifies");
    assert_eq!(
        unpack(&mut opened, &folder.path().join("a/b"), &Quiet).expect("new"),
        15
    );
    let photo = std::fs::read(folder.path().join("a/b/data/evidence/E-001/IMG_0001.png")).expect("unpacked");
    assert_eq!(photo, files().0[&evidence_id(1)]);
    assert!(matches!(
        unpack(&mut opened, &folder.path().join("a/b"), &Quiet),
        Err(Error::AlreadyThere)
    ));
}

#[test]
fn a_file_that_changes_after_verification_is_noticed() {
    struct Swapped(Cursor<Vec<u8>>, std::rc::Rc<std::cell::Cell<bool>>);
    impl std::io::Read for Swapped {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.read(out)?;
            if self.1.get() {
                out[..n].iter_mut().for_each(|byte| *byte ^= 1);
            }
            Ok(n)
        }
    }
    impl std::io::Seek for Swapped {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }
    let swap = std::rc::Rc::new(std::cell::Cell::new(false));
    let mut opened = open(Swapped(Cursor::new(unsealed()), swap.clone()), None).expect("opens");
    verify(&mut opened, None, &Quiet).expect("verifies");
    swap.set(true);
    assert!(matches!(opened.custody(), Err(Error::ChangedWhileOpen)));
}
