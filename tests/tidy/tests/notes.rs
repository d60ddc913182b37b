//! Every code that a parser or the locker can say of an item has its sentence: in the window in three languages, and in the terminal.

use std::collections::BTreeSet;
use vouchsafe_tidy::{files_below, top};

/// What stands before a code that is said to people.
const SAID_BY: [&str; 7] = [
    ".add(\"",
    ".once(\"",
    "Note::new(\"",
    "Note::counted(\"",
    "Note::with_detail(\"",
    "count_note(\"",
    "noted(\"",
];

/// Facts of an item that a face shows by a sign of their own.
const SHOWN_BY_SIGN: [&str; 2] = ["same-bytes-since-intake", "sha256"];

#[test]
fn every_note_of_a_parser_has_its_sentence_everywhere() {
    let mut codes = codes();
    codes.retain(|code| !SHOWN_BY_SIGN.contains(&code.as_str()));
    assert!(codes.len() > 50, "the codes are found");
    let catalogues = [
        "ui/src/words/en/notes.ts",
        "ui/src/words/ru/notes.ts",
        "ui/src/words/uk/notes.ts",
        "src-tauri/crates/cli/src/words/notes.rs",
    ];
    for catalogue in catalogues {
        let text = std::fs::read_to_string(top().join(catalogue)).expect("a catalogue");
        let has = |code: &String| text.contains(&format!("\"{code}\"")) || text.contains(&format!("  {code}: "));
        let silent: Vec<&String> = codes.iter().filter(|code| !has(code)).collect();
        assert!(silent.is_empty(), "{catalogue} has no sentence for {silent:?}");
    }
}

fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let folders = ["intake/src", "locker/src", "store/src"].map(|folder| format!("src-tauri/crates/{folder}"));
    for path in folders.iter().flat_map(|folder| files_below(folder, &[".rs"])) {
        let text = std::fs::read_to_string(&path).expect("a parser");
        let shipped = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
        let flat: String = shipped.split_whitespace().collect();
        for before in SAID_BY {
            codes.extend(flat.split(before).skip(1).filter_map(first_word));
        }
        for list in ["leaves_out:&[", "LEAVES_OUT:&[&str]=&["] {
            for rest in flat.split(list).skip(1) {
                let list = rest.split(']').next().unwrap_or_default();
                codes.extend(list.split("\",").filter_map(|word| first_word(word.strip_prefix('"')?)));
            }
        }
    }
    codes
}

/// A code up to its quote, if it is one.
fn first_word(text: &str) -> Option<String> {
    let word = text.split('"').next()?;
    let is_code = !word.is_empty()
        && word
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
    is_code.then(|| word.to_owned())
}
