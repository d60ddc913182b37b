//! Dossiers: planned, exported, verified, opened, and every way of changing one.

use journeys::{Bench, fixture};
use locker::views::{ClaimDraft, DossierRequest, LinkDraft};
use locker::{Error, Passphrase, Quiet, Relation, Review, ReviewKey, how_sealed, verify};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A locker with a chat, a photo with coordinates and a paper, each tied to a claim.
fn case() -> Bench {
    let bench = Bench::new();
    let chat = bench
        .one(fixture("telegram/single/result.json").parent().expect("a folder"))
        .id
        .expect("added");
    let photo = bench.one(&fixture("pictures/gps.jpg")).id.expect("added");
    let paper = bench.one(&fixture("papers/ru-text.pdf")).id.expect("added");
    for (statement, evidence, at) in [
        ("Машина стояла у склада.", &chat, "message=2-3"),
        ("Снимок сделан во дворе.", &photo, "xywh=percent:0,0,50,50"),
        ("Справка выдана водителю.", &paper, "page=1"),
    ] {
        let claim = bench
            .open
            .add_claim(ClaimDraft {
                statement: statement.to_owned(),
                about: None,
            })
            .expect("a claim")
            .id;
        let draft = LinkDraft {
            claim,
            evidence: evidence.clone(),
            relation: Relation::Supports,
            at: at.to_owned(),
            source_grade: None,
            info_grade: None,
            reason: String::new(),
        };
        bench.open.link(draft).expect("a link");
    }
    bench
}

fn request() -> DossierRequest {
    DossierRequest {
        title: "Выдуманное дело".to_owned(),
        all: true,
        ..DossierRequest::default()
    }
}

fn unsealed(bench: &Bench) -> PathBuf {
    let path = bench.folder.path().join("open.zip");
    let request = DossierRequest {
        unsealed: true,
        ..request()
    };
    bench
        .open
        .export_dossier(&request, None, &path, &bench.env, &Quiet)
        .expect("exported");
    path
}

fn outcome(path: &Path) -> String {
    verify(path, ReviewKey::None, None, &Quiet).expect("a report").outcome
}

#[test]
fn a_dossier_for_a_recipient_opens_for_that_one_alone_and_is_intact() {
    let bench = case();
    let path = bench.folder.path().join("case.dossier");
    let keys = bench.open.identity_keys().expect("keys");
    let request = DossierRequest {
        recipients: vec![keys.age],
        ..request()
    };
    let made = bench
        .open
        .export_dossier(&request, None, &path, &bench.env, &Quiet)
        .expect("exported");
    assert_eq!(made.bytes, fs::metadata(&path).expect("a file").len() as f64);
    assert_eq!(how_sealed(&path).map(|sealed| sealed.code()), Ok("recipients"));
    let report = verify(&path, ReviewKey::Locker(&bench.open), Some(&made.fingerprint), &Quiet).expect("a report");
    assert_eq!((report.outcome.as_str(), report.custody.failed), ("intact", 0));
    assert!(report.custody.proofs_checked > 5, "{:?}", report.custody);
    assert!(
        report
            .signer
            .is_some_and(|signer| signer.known && signer.words == made.words)
    );
    assert_eq!(
        verify(&path, ReviewKey::None, None, &Quiet).err(),
        Some(Error::KeyNeeded)
    );
    let other = Bench::new();
    assert_eq!(
        verify(&path, ReviewKey::Locker(&other.open), None, &Quiet).err(),
        Some(Error::WrongKey)
    );
    let listed = bench.open.dossiers().expect("a list");
    assert_eq!(
        (listed.len(), listed[0].digest.as_str(), listed[0].claims),
        (1, made.digest.as_str(), 3)
    );
}

#[test]
fn a_dossier_under_a_passphrase_shows_its_claims_and_pictures() {
    let bench = case();
    let (path, passphrase) = (
        bench.folder.path().join("case.dossier"),
        Passphrase::new(b"told over the phone"),
    );
    bench
        .open
        .export_dossier(&request(), Some(&passphrase), &path, &bench.env, &Quiet)
        .expect("exported");
    assert_eq!(how_sealed(&path).map(|sealed| sealed.code()), Ok("passphrase"));
    let wrong = Passphrase::new(b"something else");
    assert_eq!(
        Review::open(&path, ReviewKey::Passphrase(&wrong), &bench.env).err(),
        Some(Error::WrongKey)
    );
    let review = Review::open(&path, ReviewKey::Passphrase(&passphrase), &bench.env).expect("opened");
    let view = review.view().expect("a view");
    assert_eq!(
        (view.report.outcome.as_str(), view.claims.len(), view.items.len()),
        ("intact", 3, 3)
    );
    assert!(
        !view.claims[0].links[0].quote.is_empty(),
        "the words of the chat came along"
    );
    let photo = view
        .items
        .iter()
        .find(|item| item.media_type == "image/jpeg")
        .expect("the photo");
    assert!(
        review
            .picture(&photo.id, locker::Picture::Image { max: 500 }, &bench.env)
            .is_ok()
    );
    let bytes = review.bytes(&photo.id, 0, u64::MAX).expect("bytes").bytes;
    assert!(
        bytes == fs::read(fixture("pictures/gps.jpg")).expect("a fixture"),
        "the original came byte for byte"
    );
    assert_eq!(
        review
            .unpack(&bench.folder.path().join("unpacked"), &Quiet)
            .map(|files| files > 10),
        Ok(true)
    );
}

#[test]
fn a_dossier_is_sealed_in_exactly_one_way() {
    let bench = case();
    let path = bench.folder.path().join("case.dossier");
    let passphrase = Passphrase::new(b"told over the phone");
    let export = |request: DossierRequest, passphrase| {
        bench
            .open
            .export_dossier(&request, passphrase, &path, &bench.env, &Quiet)
            .err()
    };
    let recipient = || vec![bench.open.identity_keys().expect("keys").age];
    assert_eq!(export(request(), None), Some(Error::NoRecipient));
    assert_eq!(
        export(
            DossierRequest {
                recipients: recipient(),
                ..request()
            },
            Some(&passphrase)
        ),
        Some(Error::NoRecipient)
    );
    assert_eq!(
        export(
            DossierRequest {
                recipients: recipient(),
                unsealed: true,
                ..request()
            },
            None
        ),
        Some(Error::NoRecipient)
    );
    assert_eq!(
        export(
            DossierRequest {
                recipients: vec!["age1nonsense".to_owned()],
                ..request()
            },
            None
        ),
        Some(Error::BadRecipient)
    );
    assert_eq!(
        export(
            DossierRequest {
                all: false,
                unsealed: true,
                ..request()
            },
            None
        ),
        Some(Error::NothingChosen)
    );
    assert!(
        !path.exists() && bench.open.dossiers().expect("a list").is_empty(),
        "nothing was left behind"
    );
}

#[test]
fn the_plan_names_what_to_look_at_before_it_leaves() {
    let bench = case();
    bench
        .open
        .edit_source(
            "Heron",
            locker::views::SourceDraft {
                codename: "Heron".to_owned(),
                protected: vec!["водитель".to_owned()],
                notes: String::new(),
            },
        )
        .expect("changed");
    let plan = bench
        .open
        .dossier_plan(&DossierRequest {
            whole_chats: true,
            ..request()
        })
        .expect("a plan");
    let codes: Vec<&str> = plan.warnings.iter().map(|warning| warning.code.as_str()).collect();
    for code in ["protected-term-found", "gps-in-photo", "whole-chat-leaves"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    assert_eq!((plan.claims, plan.evidence[0], plan.excerpts), ([3, 3], 3, 3));
    let without = bench.open.dossier_plan(&request()).expect("a plan");
    assert!(
        without
            .warnings
            .iter()
            .all(|warning| warning.code != "whole-chat-leaves"),
        "only the linked messages leave"
    );
}

#[test]
fn only_the_linked_messages_and_those_around_them_leave() {
    let bench = case();
    let path = unsealed(&bench);
    let mut zip = zip::ZipArchive::new(File::open(&path).expect("a file")).expect("a ZIP");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
    let name = names
        .iter()
        .find(|name| name.ends_with("messages.json"))
        .expect("messages");
    let mut json = String::new();
    zip.by_name(name)
        .expect("messages")
        .read_to_string(&mut json)
        .expect("text");
    let messages: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (messages.get("total"), messages["runs"][0]["to"].as_u64()),
        (None, Some(6)),
        "2–3 and three after, of how many is not said"
    );
    assert!(
        names.iter().all(|name| !name.ends_with("result.json")),
        "the export itself stays"
    );
}

/// Writes the ZIP anew with some of its files changed; `None` leaves one out.
fn rewritten(path: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, extra: Option<(&str, &[u8])>) -> PathBuf {
    let mut from = zip::ZipArchive::new(File::open(path).expect("a file")).expect("a ZIP");
    let to = path.with_file_name("changed.zip");
    let mut out = zip::ZipWriter::new(File::create(&to).expect("a file"));
    let stored = || zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for i in 0..from.len() {
        let mut entry = from.by_index(i).expect("an entry");
        let (name, mut bytes) = (entry.name().expect("UTF-8").into_owned(), Vec::new());
        entry.read_to_end(&mut bytes).expect("bytes");
        if let Some(bytes) = change(&name, bytes) {
            out.start_file(name, stored()).expect("an entry");
            out.write_all(&bytes).expect("bytes");
        }
    }
    if let Some((name, bytes)) = extra {
        out.start_file(name, stored()).expect("an entry");
        out.write_all(bytes).expect("bytes");
    }
    out.finish().expect("a ZIP");
    to
}

#[test]
fn no_way_of_changing_a_dossier_passes_and_the_report_names_the_file() {
    let bench = case();
    let path = unsealed(&bench);
    assert_eq!(outcome(&path), "intact");
    let is_photo =
        |name: &str| name.ends_with("gps.jpg") || (name.starts_with("data/evidence/") && name.ends_with(".jpg"));
    let flipped = rewritten(
        &path,
        |name, mut bytes| {
            if is_photo(name) {
                bytes[100] ^= 1;
            }
            Some(bytes)
        },
        None,
    );
    assert_eq!(outcome(&flipped), "altered");
    let report = verify(&flipped, ReviewKey::None, None, &Quiet).expect("a report");
    assert_eq!(report.files.altered.len(), 1, "{:?}", report.files);
    let report_of = |path: &Path| verify(path, ReviewKey::None, None, &Quiet).expect("a report");
    let missing = report_of(&rewritten(
        &path,
        |name, bytes| (!is_photo(name)).then_some(bytes),
        None,
    ));
    assert_eq!(
        (missing.files.missing.len(), missing.files.altered.len()),
        (1, 0),
        "{:?}",
        missing.files
    );
    assert_ne!(missing.outcome, "intact");
    let added = report_of(&rewritten(
        &path,
        |_, bytes| Some(bytes),
        Some(("data/evidence/extra.txt", b"not signed")),
    ));
    assert_eq!((added.outcome.as_str(), added.files.extra.len()), ("altered", 1));
    let bare = report_of(&rewritten(
        &path,
        |name, bytes| (!name.ends_with(".sig")).then_some(bytes),
        None,
    ));
    assert!(bare.signer.is_none() && bare.outcome != "intact", "{}", bare.outcome);
    let other = Bench::new().open.identity_keys().expect("keys").fingerprint;
    assert_eq!(
        verify(&path, ReviewKey::None, Some(&other), &Quiet)
            .expect("a report")
            .outcome,
        "unknown-signer"
    );
}

#[test]
fn nothing_is_shown_of_a_dossier_that_is_not_intact_unless_it_is_asked_for() {
    let bench = case();
    let path = unsealed(&bench);
    let changed = rewritten(&path, |name, bytes| (!name.ends_with(".jpg")).then_some(bytes), None);
    let review = Review::open(&changed, ReviewKey::None, &bench.env).expect("opened");
    assert!(review.view().expect("a view").claims.is_empty());
    assert_eq!(review.view_anyway().expect("a view").claims.len(), 3);
}

#[test]
fn a_sealed_dossier_that_was_cut_or_changed_does_not_pass() {
    let bench = case();
    let path = bench.folder.path().join("case.dossier");
    let request = DossierRequest {
        recipients: vec![bench.open.identity_keys().expect("keys").age],
        ..request()
    };
    bench
        .open
        .export_dossier(&request, None, &path, &bench.env, &Quiet)
        .expect("exported");
    let good = fs::read(&path).expect("bytes");
    let tried = |bytes: &[u8]| {
        let changed = bench.folder.path().join("changed.dossier");
        fs::write(&changed, bytes).expect("a file");
        verify(&changed, ReviewKey::Locker(&bench.open), None, &Quiet).map(|report| report.outcome)
    };
    for at in [good.len() / 3, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        assert_ne!(tried(&bad), Ok("intact".to_owned()), "byte {at}");
        assert_ne!(tried(&good[..at]), Ok("intact".to_owned()), "cut at {at}");
    }
    assert_eq!(tried(b"not a dossier at all"), Err(Error::NotADossier));
    assert_eq!(tried(&good).as_deref(), Ok("intact"));
}
