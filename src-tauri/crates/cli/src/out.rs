//! What is printed, and with which code the program ends: 0 done, 1 failed, 2 wrong usage, 3 wrong passphrase or no such
//! key, 4 altered or damaged, 5 stopped by a gate, 6 stopped by the person or a limit.

use crate::words;
use locker::Error;
use serde::Serialize;
use serde_json::json;
use std::io::Write;
use std::process::ExitCode;

/// Why a command did not do what it was asked.
pub struct Failure {
    code: String,
    figures: Vec<u32>,
    exit: u8,
}

/// How a command ended that did what it was asked.
pub enum Outcome {
    /// As wished.
    Done,
    /// It looked, and what it found is not as it should be.
    Altered,
    /// Part of it was refused or failed.
    Partly,
    /// The person stopped it.
    Stopped,
}

impl Outcome {
    /// The program's exit code.
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Done => 0,
            Outcome::Partly => 1,
            Outcome::Altered => 4,
            Outcome::Stopped => 6,
        })
    }
}

impl Failure {
    /// Wrong usage.
    pub fn usage(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            figures: Vec::new(),
            exit: 2,
        }
    }

    /// Something failed.
    pub fn failed(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            figures: Vec::new(),
            exit: 1,
        }
    }

    /// The program's exit code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            exit: exit_of(error),
            figures: error.figures(),
            code: error.code(),
        }
    }
}

fn exit_of(error: Error) -> u8 {
    match error {
        Error::WrongPassphrase | Error::WrongKey | Error::KeyNeeded | Error::BadIdentity => 3,
        Error::ShareLength(..) | Error::ShareWordUnknown(..) | Error::ShareWordWrong(..) | Error::ShareWrong(_) => 3,
        Error::ShareOfAnotherSet(_) | Error::ShareTwice(_) | Error::SharesTooFew(..) | Error::SharesOpenNothing => 3,
        Error::BackupDamaged | Error::BackupUnfinished | Error::BackupNotVerified => 4,
        Error::SlotsDamaged | Error::Damaged | Error::DossierDamaged | Error::NotVerified | Error::TooCostly => 4,
        Error::BadRequest
        | Error::BadSelector
        | Error::BadName
        | Error::BadCodename
        | Error::BadTimezone
        | Error::QueryEmpty
        | Error::BadRecipient
        | Error::NoRecipient => 2,
        Error::Stopped | Error::TooLarge | Error::TooDeep | Error::TooManyFiles => 6,
        _ => 1,
    }
}

/// One JSON document on standard output. What could steer a terminal is escaped as JSON allows, so that it reads the same.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let plain = serde_json::to_string_pretty(value).map_err(|_| Failure::failed("output-failed"))?;
    let mut document = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        if steers(c) && c != '\n' {
            document.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            document.push(c);
        }
    }
    document.push('\n');
    let written = std::io::stdout().lock().write_all(document.as_bytes());
    written.map_err(|_| Failure::failed("output-failed"))
}

/// A line for people on standard output. A reader that went away is no failure of ours.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{}", visible(text));
}

/// Text from evidence as a terminal may safely show it: control characters (but tab and the end of a line) and characters
/// that turn the direction of writing are shown as their code, so that a name cannot move the cursor or turn a line around.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) && !matches!(c, '\t' | '\n') {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Control characters of both sets, bidirectional marks and overrides, and separators that some terminals take for an end of line.
fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A name from evidence on one line: an end of line in it is shown as its code too.
pub fn name(text: &str) -> String {
    visible(&text.replace('\n', "\\n"))
}

/// Aligned columns for people; the last is not padded.
pub fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let pad = if column + 1 == row.len() {
                0
            } else {
                widths[column].saturating_sub(cell.chars().count())
            };
            format!("{cell}{}", " ".repeat(pad))
        });
        line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Says what happened and what to do, on standard error; with `--json` also as a document.
pub fn failure(failure: &Failure, as_json: bool) {
    let (what, help) = words::of_error(&failure.code);
    let what = filled(what, &failure.figures);
    eprintln!("error: {}: {what}", failure.code);
    eprintln!("help: {help}");
    if as_json {
        let _ = json(&json!({ "error": { "code": failure.code, "what": what, "help": help } }));
    }
}

/// A sentence with its figures at `{0}`, `{1}`.
fn filled(sentence: &str, figures: &[u32]) -> String {
    let mut sentence = sentence.to_owned();
    for (i, figure) in figures.iter().enumerate() {
        sentence = sentence.replace(&format!("{{{i}}}"), &figure.to_string());
    }
    sentence
}

/// Says what is not as it should be, and goes on.
pub fn warning(code: &str) {
    let (what, help) = words::of_error(code);
    eprintln!("warning: {code}: {what}");
    eprintln!("help: {help}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_evidence_cannot_steer_a_terminal() {
        assert_eq!(visible("a\x1b[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(visible("gpj\u{202e}exe"), "gpj\\u{202e}exe");
        assert_eq!(visible("a\u{200f}b\u{2028}c\u{9b}2J"), "a\\u{200f}b\\u{2028}c\\u{9b}2J");
        assert_eq!(name("Ann\nadmin"), "Ann\\nadmin");
        assert_eq!(visible("Привіт\tсвіт"), "Привіт\tсвіт");
    }

    #[test]
    fn exit_codes_tell_wrong_keys_from_damage() {
        assert_eq!(exit_of(Error::WrongPassphrase), 3);
        assert_eq!(exit_of(Error::WrongKey), 3);
        assert_eq!(exit_of(Error::SlotsDamaged), 4);
        assert_eq!(exit_of(Error::Stopped), 6);
        assert_eq!(exit_of(Error::DiskFull), 1);
    }
}
