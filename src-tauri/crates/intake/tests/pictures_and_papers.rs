//! The pictures and papers of `tests/fixtures` against what their maker says of them.

use intake::draft::{Found, Hints};
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use model::{Fact, Quiet};
use serde_json::{Map, Value};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

struct Seen {
    found: Vec<Found>,
    result: Result<(), WorkerFailure>,
    shown: Result<(u32, u32), WorkerFailure>,
}

impl Seen {
    fn fact(&self, key: &str) -> Option<&Fact> {
        self.found.iter().find_map(|one| match one {
            Found::Fact(fact) if fact.key == key => Some(fact),
            _ => None,
        })
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.fact(key).map(|fact| fact.value.as_str())
    }

    fn note(&self, code: &str) -> Option<u32> {
        self.found.iter().find_map(|one| match one {
            Found::Note(note) if note.code == code => Some(note.count.unwrap_or(1)),
            _ => None,
        })
    }

    fn page(&self, wanted: u32) -> String {
        let texts = self.found.iter().map(|one| match one {
            Found::Text { page, text } if *page == wanted => text.as_str(),
            _ => "",
        });
        texts.collect()
    }
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures")
}

fn look(path: &str) -> Seen {
    let bytes = fs::read(fixtures().join(path)).expect(path);
    let hints = Hints {
        name: path.rsplit('/').next().unwrap_or(path).to_owned(),
        ..Hints::default()
    };
    let (limits, mut cursor) = (Limits::default(), Cursor::new(&bytes));
    let mut job = Job {
        bytes: &mut cursor,
        len: bytes.len() as u64,
        hints: &hints,
        limits: &limits,
        progress: &Quiet,
    };
    let mut worker = Worker::start(Command::new(env!("CARGO_BIN_EXE_vouchsafe-worker"))).expect("the worker starts");
    let mut found = Vec::new();
    let result = worker.parse(&mut job, &mut found);
    let shown = match path.starts_with("papers") {
        true => worker.page(&mut job, 1, 400, 400),
        false => worker.picture(&mut job, 400, 400),
    };
    Seen {
        found,
        result,
        shown: shown.map(|pixels| (pixels.width, pixels.height)),
    }
}

fn expected(folder: &str) -> Map<String, Value> {
    let text = fs::read_to_string(fixtures().join("expected.json")).expect("the fixtures are there");
    let all: Map<String, Value> = serde_json::from_str(&text).expect("the maker writes JSON");
    let mine: Map<_, _> = all.into_iter().filter(|(path, _)| path.starts_with(folder)).collect();
    assert!(mine.len() > 5, "the fixtures of {folder} are there");
    mine
}

#[test]
fn pictures_say_what_their_maker_wrote_into_them() {
    for (path, wanted) in expected("pictures/") {
        let seen = look(&path);
        for (key, value) in wanted.as_object().expect("an object of expectations") {
            check_picture(&path, key, value, &seen);
        }
    }
}

fn check_picture(path: &str, key: &str, value: &Value, seen: &Seen) {
    let text = value.to_string();
    match key {
        "upright" => {
            let sides: Vec<u32> = [0, 1].map(|i| value[i].as_u64().unwrap_or(0) as u32).to_vec();
            assert_eq!(seen.shown, Ok((sides[0], sides[1])), "{path}");
            assert_eq!(seen.value("width"), Some(sides[0].to_string().as_str()), "{path}");
        }
        "orientation" => assert_eq!(seen.value("orientation").unwrap_or("1"), text, "{path}"),
        "taken_wall" => assert_eq!(wall(seen), value.as_str().map(str::to_owned), "{path}"),
        "taken_utc" => {
            let utc = seen
                .fact("date-taken")
                .and_then(|fact| fact.time.as_ref()?.utc)
                .map(|utc| utc.to_string());
            assert_eq!(utc.as_deref(), value.as_str(), "{path}");
        }
        "latitude" if value.is_null() => {
            assert_eq!(seen.value("gps"), None, "{path}: no place is better than a wrong one")
        }
        "latitude" => assert_eq!(seen.value("gps"), Some("46.51500,-29.80000"), "{path}"),
        "make" => assert_eq!(seen.value("camera"), Some("Lumeo Orchid 5"), "{path}"),
        "trailing_bytes" => assert_eq!(seen.note("trailing-data").map(u64::from), value.as_u64(), "{path}"),
        "pages" => assert_eq!(seen.value("pages"), Some(text.as_str()), "{path}"),
        "refused" => assert!(
            matches!(seen.shown, Err(WorkerFailure::Unparsed(_))),
            "{path}: {:?}",
            seen.shown
        ),
        "kind" => {
            let kind =
                |found: &Found| matches!(found, Found::Format { kind, .. } if Some(kind.code()) == value.as_str());
            assert!(kind(&seen.found[0]), "{path}");
        }
        "note" | "stored" | "declared" | "model" | "zone" | "longitude" | "exif" => {}
        other => panic!("{path} expects {other}, which nobody checks"),
    }
}

fn wall(seen: &Seen) -> Option<String> {
    let millis = seen.fact("date-taken")?.time.as_ref()?.wall?;
    let text = model::Timestamp::from_millis(millis).ok()?.to_string();
    Some(text.trim_end_matches('Z').to_owned())
}

#[test]
fn a_picture_that_ends_early_is_said_to() {
    assert_eq!(look("pictures/truncated.jpg").note("cut-off"), Some(1));
    assert_eq!(look("pictures/plain.jpg").note("cut-off"), None);
}

#[test]
fn papers_are_read_shown_and_judged_as_their_maker_made_them() {
    for (path, wanted) in expected("papers/") {
        let seen = look(&path);
        if wanted["encrypted"] == true {
            assert_eq!(
                seen.result,
                Err(WorkerFailure::Unparsed(intake::draft::Unparsed::Encrypted)),
                "{path}"
            );
            continue;
        }
        assert!(
            matches!(seen.result, Ok(()) | Err(WorkerFailure::Unparsed(_))),
            "{path}: {:?}",
            seen.result
        );
        if let Some(pages) = wanted["pages"].as_u64() {
            assert_eq!(seen.value("pages"), Some(pages.to_string().as_str()), "{path}");
        }
        let cropped = seen.note("characters-outside-page").is_some();
        assert_eq!(
            cropped,
            path == "papers/cropped.pdf",
            "{path}: text that nobody sees is counted, not shown"
        );
        let first = if cropped { 2 } else { 1 };
        for (page, words) in (1..)
            .zip(wanted["words"].as_array().into_iter().flatten())
            .skip(first - 1)
        {
            let text = seen.page(page);
            for word in words.as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(text.contains(word), "{path}, page {page}: {word} in {text:?}");
            }
        }
    }
    assert_eq!(look("papers/open-action.pdf").note("open-action"), Some(1));
    assert_eq!(
        look("papers/rotated.pdf").shown.map(|(width, height)| width > height),
        Ok(true)
    );
}
