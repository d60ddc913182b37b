//! Taking in files and folders.

use super::Context;
use crate::args::ImportArgs;
use crate::out::{self, Failure, Outcome};
use crate::progress::Line;
use crate::words;
use locker::views::{ImportItem, ImportReport, ImportRequest};
use serde_json::{Value, json};

pub fn run(context: &mut Context, args: ImportArgs) -> Result<Outcome, Failure> {
    let open = context.unlock(&args.locker)?;
    let request = ImportRequest {
        source: args.source,
        timezone: args.timezone,
        date_order: args.date_order,
    };
    let report = open.import(&request, &args.paths, &context.env, &Line::new())?;
    if context.json {
        out::json(&document(&report))?;
    } else {
        tell(&report);
    }
    Ok(match report.totals.refused {
        _ if report.stopped => Outcome::Stopped,
        0 => Outcome::Done,
        _ => Outcome::Partly,
    })
}

/// The report as scripts read it: notes are codes, a refusal carries its sentences.
fn document(report: &ImportReport) -> Value {
    let items: Vec<Value> = report.items.iter().map(item_document).collect();
    json!({ "items": items, "totals": report.totals, "stopped": report.stopped })
}

fn item_document(item: &ImportItem) -> Value {
    let mut document = serde_json::to_value(item).unwrap_or_default();
    document["notes"] = item.notes.iter().map(|note| note.code.as_str()).collect();
    document["note_details"] = json!(item.notes);
    document["refusal"] = item.refusal.as_ref().map_or(Value::Null, |code| {
        let (what, help) = words::of_error(code);
        json!({ "code": code, "what": what, "help": help })
    });
    document
}

fn tell(report: &ImportReport) {
    for item in &report.items {
        out::line(&told(item));
    }
    let (words, totals) = (words::now(), report.totals);
    out::line(&format!(
        "{}: {}  {}: {}  {}: {}",
        words.added, totals.added, words.already_here, totals.already_here, words.refused, totals.refused
    ));
    if report.stopped {
        out::line(words.stopped);
    }
}

fn told(item: &ImportItem) -> String {
    let words = words::now();
    let outcome = match item.outcome.as_str() {
        "added" => words.added,
        "already-here" => words.already_here,
        "healed" => words.healed,
        _ => words.refused,
    };
    let mut told = format!(
        "{}  {outcome}  {}",
        item.id.as_deref().unwrap_or("     "),
        out::name(&item.path)
    );
    if let Some(messages) = item.messages {
        told.push_str(&format!("  {messages} {}", words.messages));
    }
    if item.attachments.found + item.attachments.missing > 0 {
        told.push_str(&format!(
            "  {}: {}, {}: {}",
            words.attachments, item.attachments.found, words.missing, item.attachments.missing
        ));
    }
    if let Some(code) = &item.refusal {
        let (what, help) = words::of_error(code);
        told.push_str(&format!("\n       {what} {help}"));
    }
    for note in &item.notes {
        let figures = [note.count.map(|count| count.to_string()), note.detail.clone()];
        let figures = figures.into_iter().flatten().collect::<Vec<_>>().join(", ");
        told.push_str(format!("\n       {} {figures}", words::of_note(&note.code)).trim_end());
    }
    for asked in asked(item) {
        told.push_str(&format!("\n       {asked}"));
    }
    told
}

/// What a person can say so that the file is read better.
fn asked(item: &ImportItem) -> Vec<&'static str> {
    let says = |code: &str| item.notes.iter().any(|note| note.code == code);
    let words = words::now();
    let asked = [
        ("date-order-ambiguous", words.ask_date_order),
        ("times-without-zone", words.ask_timezone),
    ];
    asked
        .into_iter()
        .filter(|(code, _)| says(code))
        .map(|(_, sentence)| sentence)
        .collect()
}
