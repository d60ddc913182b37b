//! What was not chosen is not in a dossier: neither as it is nor as a digest, a length or a number.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use journeys::Bench;
use locker::views::{ClaimDraft, DossierRequest, LinkDraft, LinkView};
use locker::{Quiet, Relation, Review, ReviewKey, verify};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

const OTHER_CLAIM: &str = "Баржу разгрузили ночью.";
const NAME: &str = "pelican-deck.json";

/// An export of 60 messages, each long and unlike the others, over a million bytes in all.
fn chat(path: &Path) {
    let message = |n: u32| {
        json!({
            "id": 8_800 + n, "type": "message", "date": "2024-07-01T09:00:30",
            "date_unixtime": (1_719_813_600 + n * 60).to_string(), "from": "Ася", "from_id": "user9900000000001",
            "text": format!("слово-{n} ").repeat(1_500),
        })
    };
    let messages: Vec<Value> = (1..=60).map(message).collect();
    let chat = json!({ "name": "Палуба Пеликана", "type": "private_group", "id": 9_900_000_000_777_u64, "messages": messages });
    std::fs::write(path, chat.to_string()).expect("a file");
}

/// A claim that rests on some messages of an item.
fn claim(bench: &Bench, statement: &str, about: Option<&str>, evidence: &str, at: &str) -> LinkView {
    let draft = ClaimDraft {
        statement: statement.to_owned(),
        about: about.map(str::to_owned),
    };
    let claim = bench.open.add_claim(draft).expect("a claim").id;
    let draft = LinkDraft {
        claim,
        evidence: evidence.to_owned(),
        relation: Relation::Supports,
        at: at.to_owned(),
        source_grade: None,
        info_grade: None,
        reason: String::new(),
    };
    bench.open.link(draft).expect("a link")
}

/// Every file of an unsealed dossier.
fn bag(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(File::open(path).expect("a file")).expect("a ZIP");
    let mut files = BTreeMap::new();
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).expect("an entry");
        let (name, mut bytes) = (entry.name().expect("UTF-8").into_owned(), Vec::new());
        entry.read_to_end(&mut bytes).expect("bytes");
        files.insert(name, bytes);
    }
    files
}

/// The files that hold these bytes, or are called so.
fn holding(files: &BTreeMap<String, Vec<u8>>, wanted: &[u8]) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    let found = files
        .iter()
        .filter(|(name, bytes)| holds(name.as_bytes()) || holds(bytes));
    found.map(|(name, _)| name.clone()).collect()
}

/// A digest as hexadecimal digits, as bytes and in both alphabets of Base64.
fn forms(hex: &str) -> Vec<Vec<u8>> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal");
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(digit).collect();
    let base64 = [STANDARD.encode(&bytes), URL_SAFE.encode(&bytes)];
    let bare = base64.map(|text| text.trim_end_matches('=').as_bytes().to_vec());
    [
        vec![hex.as_bytes().to_vec(), hex.to_uppercase().into_bytes(), bytes],
        bare.to_vec(),
    ]
    .concat()
}

fn json_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).expect("JSON")
}

#[test]
fn nothing_of_what_was_not_chosen_is_in_a_dossier_in_any_form() {
    let bench = Bench::new();
    bench.source("Cormorant", &[]);
    let file = bench.folder.path().join(NAME);
    chat(&file);
    let first = bench.import_with(&file, |request| request.source = "Cormorant".to_owned());
    let item = bench.one(&file);
    let (theirs, ours) = (
        first.items[0].id.clone().expect("added"),
        item.id.clone().expect("added"),
    );
    let chosen = claim(&bench, "Машина стояла у склада.", Some("Heron"), &ours, "message=20-21");
    let other = claim(&bench, OTHER_CLAIM, Some("Cormorant"), &ours, "message=50");
    claim(&bench, "Третьего не было.", Some("Cormorant"), &theirs, "message=3");
    let untied = claim(&bench, "Передумали.", None, &ours, "message=40");
    bench.open.unlink(&untied.id).expect("untied");
    let export = |name: &str, request: DossierRequest| {
        let path = bench.folder.path().join(name);
        let request = DossierRequest {
            title: "Выдуманное дело".to_owned(),
            unsealed: true,
            ..request
        };
        let made = bench
            .open
            .export_dossier(&request, None, &path, &bench.env, &Quiet)
            .expect("exported");
        (path, made)
    };
    let everything = DossierRequest {
        all: true,
        ..DossierRequest::default()
    };
    let (_, earlier) = export("earlier.zip", everything);
    let one = || DossierRequest {
        claims: vec![chosen.claim.clone()],
        ..DossierRequest::default()
    };
    let planned = bench.open.dossier_plan(&one()).expect("a plan").custody;
    let (path, _) = export("chosen.zip", one());
    let files = bag(&path);

    let length = (item.bytes as u64).to_string();
    assert!(length.len() > 6, "found by chance otherwise");
    let mut hidden: Vec<Vec<u8>> = [
        OTHER_CLAIM,
        NAME,
        "pelican",
        "Палуба",
        "9900000000",
        "Cormorant",
        "слово-50",
        "слово-40",
        &length,
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    hidden.extend(forms(&item.sha256.expect("a digest")));
    hidden.extend(forms(&earlier.digest));
    for wanted in hidden {
        assert_eq!(
            holding(&files, &wanted),
            Vec::<String>::new(),
            "{}",
            String::from_utf8_lossy(&wanted)
        );
    }
    let page = String::from_utf8(files["data/open-me.html"].clone()).expect("text");
    let (_, data) = page.split_once("id=\"dossier\">").expect("its data");
    let mut told = files.clone();
    told.insert(
        "data/open-me.html".to_owned(),
        data.split("</script>").next().unwrap_or_default().into(),
    );
    for number in [&other.claim, &other.id, &untied.claim, &untied.id, &theirs] {
        assert_eq!(
            holding(&told, format!("\"{number}\"").as_bytes()),
            Vec::<String>::new(),
            "{number}"
        );
    }

    let report = verify(&path, ReviewKey::None, None, &Quiet).expect("a report");
    assert_eq!((report.outcome.as_str(), report.custody.failed), ("intact", 0));
    assert_eq!(
        planned,
        [report.custody.proofs_checked, report.custody.withheld],
        "the plan said so"
    );
    let custody = json_of(&files, "data/custody.json");
    let acts: Vec<_> = custody["entries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["entry"]["act"].clone())
        .collect();
    assert_eq!(acts, ["claim-added", "linked"], "{custody:#}");
    let head = custody["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|head| head["item"] == ours.as_str());
    let head = head.expect("the chat's head");
    assert_eq!(
        (&head["entries"], &head["withheld"]),
        (&json!(6), &json!(5)),
        "taken in, two links, one untied, one dossier"
    );
    let messages = json_of(&files, &format!("data/evidence/{ours}/messages.json"));
    assert_eq!(
        (messages.get("total"), &messages["runs"][0]["from"]),
        (None, &json!(17))
    );
    assert!(
        !holding(&files, "слово-20 ".as_bytes()).is_empty(),
        "what was chosen is there"
    );
    let view = Review::open(&path, ReviewKey::None, &bench.env)
        .expect("opened")
        .view()
        .expect("a view");
    assert_eq!(
        (
            view.items[0].name.as_str(),
            view.items[0].title.as_str(),
            view.items[0].supports
        ),
        ("", "", 1)
    );
}

#[test]
fn a_chat_that_leaves_whole_says_its_digest_and_its_count() {
    let bench = Bench::new();
    let file = bench.folder.path().join(NAME);
    chat(&file);
    let item = bench.one(&file);
    let id = item.id.clone().expect("added");
    claim(&bench, "Машина стояла у склада.", None, &id, "message=20-21");
    let path = bench.folder.path().join("whole.zip");
    let request = DossierRequest {
        title: "Выдуманное дело".to_owned(),
        all: true,
        whole_chats: true,
        unsealed: true,
        ..DossierRequest::default()
    };
    bench
        .open
        .export_dossier(&request, None, &path, &bench.env, &Quiet)
        .expect("exported");
    let files = bag(&path);
    let contents = json_of(&files, "data/dossier.json");
    let (listed, messages) = (
        &contents["evidence"][0],
        json_of(&files, &format!("data/evidence/{id}/messages.json")),
    );
    assert_eq!(
        (listed["sha256"].as_str(), listed["name"].as_str()),
        (item.sha256.as_deref(), Some(NAME))
    );
    assert_eq!(
        (listed["bytes"].as_f64(), &messages["total"]),
        (Some(item.bytes), &json!(60))
    );
    assert_eq!(
        verify(&path, ReviewKey::None, None, &Quiet).expect("a report").outcome,
        "intact"
    );
}
