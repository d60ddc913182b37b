//! Outcomes counted by folder and kind.

use crate::trial::{End, Outcome};
use std::collections::BTreeMap;

const ENDS: [End; 5] = [End::Parsed, End::Kept, End::Refused, End::Crashed, End::Hung];

/// A table with a line for each first folder and kind, and a last line for all.
pub fn print(outcomes: &[Outcome]) -> String {
    let mut rows: BTreeMap<(String, &str), [usize; 6]> = BTreeMap::new();
    let mut all = [0; 6];
    for outcome in outcomes {
        let row = rows.entry((folder(outcome), outcome.kind)).or_default();
        for counts in [row, &mut all] {
            counts[place(outcome.end)] += 1;
            counts[5] += outcome.messages;
        }
    }
    let mut text = line(
        "folder",
        "kind",
        &["parsed", "kept", "refused", "crashed", "hung", "messages"].map(String::from),
    );
    for ((folder, kind), counts) in &rows {
        text += &line(folder, kind, &counts.map(|count| count.to_string()));
    }
    text + &line("all", &outcomes.len().to_string(), &all.map(|count| count.to_string()))
}

/// Whether any file ended as it never should.
pub fn any_bad(outcomes: &[Outcome]) -> bool {
    outcomes
        .iter()
        .any(|outcome| matches!(outcome.end, End::Crashed | End::Hung))
}

fn folder(outcome: &Outcome) -> String {
    let mut parts = outcome.path.components();
    let first = parts.next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    match (first, parts.next()) {
        (Some(first), Some(_)) => first,
        _ => ".".to_owned(),
    }
}

fn place(end: End) -> usize {
    ENDS.iter().position(|other| *other == end).unwrap_or(0)
}

fn line(folder: &str, kind: &str, cells: &[String; 6]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>10}")).collect();
    format!("{folder:<14}{kind:<12}{cells}\n")
}
