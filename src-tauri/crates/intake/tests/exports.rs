//! Every parser of chats against `exports/FORMAT/valid` and `invalid`: what is said of a case is compared whole with the
//! `.expected.json` beside it. A folder whose name ends in `.zip` is packed first; `.hints.json` is what a person says.
//!
//! All cases are made up. After a change that is meant, `VOUCHSAFE_WRITE_EXPECTED=1` writes what is said now; read it
//! before you keep it.

mod support;

use support::cases::{Case, all_cases};
use support::told::told;

#[test]
fn every_export_says_what_its_expectation_says() {
    let cases = all_cases();
    assert!(cases.len() >= 2, "the cases are there");
    let write = std::env::var_os("VOUCHSAFE_WRITE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for case in &cases {
        let said = told(&case.bytes(), &case.hints());
        if write {
            std::fs::write(case.expected_path(), said.clone() + "\n").expect("the folder of the cases");
        } else if said != case.expected() {
            wrong.push(first_difference(case, &said));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_case_cut_off_anywhere_loses_no_message_that_stood_whole_before() {
    for case in all_cases().iter().filter(|case| case.is_valid && !case.is_packed()) {
        let (bytes, hints) = (case.bytes(), case.hints());
        let step = (bytes.len() / 40).max(1);
        let mut before = 0;
        for cut in (0..bytes.len()).step_by(step) {
            let count = support::told::messages(&bytes[..cut], &hints).len();
            assert!(
                count + 1 >= before,
                "{}: {count} messages of {cut} bytes, {before} of fewer",
                case.name()
            );
            before = before.max(count);
        }
    }
}

#[test]
fn no_key_that_an_export_holds_is_told() {
    for case in all_cases() {
        // All invented keys of the cases are the word "secret" and more, in base64.
        let said = told(&case.bytes(), &case.hints());
        assert!(
            !said.contains("c2VjcmV0") && !said.contains("svrPin"),
            "{}",
            case.name()
        );
    }
}

/// The first line that differs, with the one wanted.
fn first_difference(case: &Case, said: &str) -> String {
    let expected = case.expected();
    let mut lines = said.lines().zip(expected.lines()).enumerate();
    match lines.find(|(_, (said, expected))| said != expected) {
        Some((at, (said, expected))) => {
            format!(
                "{} line {}:\n  said     {said}\n  expected {expected}",
                case.name(),
                at + 1
            )
        }
        None => format!(
            "{}: {} lines said, {} expected",
            case.name(),
            said.lines().count(),
            expected.lines().count()
        ),
    }
}
