//! The documents are true as far as a machine can tell: the tests they name exist, and their links lead somewhere.

use std::collections::BTreeSet;
use std::path::Path;
use vouchsafe_tidy::{files_below, text_of, top};

const DOCUMENTS: [&str; 3] = ["README.md", "SECURITY.md", "src-tauri/ARCHITECTURE.md"];

/// Our documents with their texts: those named above, and every decision.
fn documents() -> Vec<(String, String)> {
    let decisions = files_below("src-tauri/decisions", &[".md"]);
    let decisions = decisions
        .iter()
        .filter_map(|path| Some(format!("src-tauri/decisions/{}", path.file_name()?.to_str()?)));
    DOCUMENTS
        .into_iter()
        .map(str::to_owned)
        .chain(decisions)
        .map(|name| (name.clone(), text_of(&name)))
        .collect()
}

/// Names of functions in all our Rust.
fn functions() -> BTreeSet<String> {
    let files = ["src-tauri", "tests"]
        .into_iter()
        .flat_map(|folder| files_below(folder, &[".rs"]));
    let texts = files.filter_map(|path| std::fs::read_to_string(path).ok());
    texts
        .flat_map(|text| text.split("fn ").skip(1).map(name_at_start).collect::<Vec<_>>())
        .collect()
}

fn name_at_start(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

/// What stands in backticks and reads like the name of a test: a sentence of four words or more.
fn named_tests(text: &str) -> Vec<&str> {
    let is_sentence = |code: &&str| {
        code.matches('_').count() >= 3
            && code
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.split('`').skip(1).step_by(2).filter(is_sentence).collect()
}

#[test]
fn every_test_that_a_document_names_exists() {
    let functions = functions();
    for (document, text) in documents() {
        for name in named_tests(&text) {
            assert!(
                functions.contains(name),
                "{document} names {name}, which is no test here"
            );
        }
    }
    assert!(
        named_tests(&text_of("SECURITY.md")).len() > 30,
        "promises name their tests"
    );
}

/// Pictures are passed over: they are taken of the running program.
#[test]
fn links_between_documents_lead_somewhere() {
    for (document, text) in documents() {
        let folder = top().join(Path::new(&document).parent().unwrap_or(Path::new("")));
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.ends_with(".png")) {
            assert!(folder.join(target).exists(), "{document} links to {target}");
        }
    }
}
