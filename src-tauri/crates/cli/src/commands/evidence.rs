//! Looking at items, and finding things in them.

use super::Context;
use crate::args::{EvidenceCommand, SearchArgs};
use crate::out::{self, Failure, Outcome};
use crate::progress::Line;
use crate::words;
use locker::views::{EvidenceRow, EvidenceView, HitView, MessageView, SearchRequest};
use locker::{Error, OpenLocker};
use serde_json::{Value, json};
use std::io::Write;

/// Messages are read in pages of this many.
const PAGE: u32 = 500;

pub fn run(context: &mut Context, command: EvidenceCommand) -> Result<Outcome, Failure> {
    match command {
        EvidenceCommand::List { locker, source } => {
            let rows = context.unlock(&locker)?.evidence_list(source.as_deref())?;
            if context.json {
                out::json(&rows)?;
            } else if rows.is_empty() {
                out::line(words::now().no_evidence);
            } else {
                out::table(&rows.iter().map(list_row).collect::<Vec<_>>());
            }
        }
        EvidenceCommand::Show { locker, id } => {
            let item = context.unlock(&locker)?.evidence(&id)?;
            if context.json { out::json(&item)? } else { show(&item) }
        }
        EvidenceCommand::Cat { locker, id } => cat(&context.unlock(&locker)?, &id)?,
        EvidenceCommand::Messages {
            locker,
            id,
            limit,
            from,
        } => {
            let open = context.unlock(&locker)?;
            messages(context, &open, &id, from, limit)?;
        }
        EvidenceCommand::Text { locker, id } => {
            let text = context.unlock(&locker)?.text(&id)?;
            if context.json {
                out::json(&text)?;
            } else {
                text.pages.iter().for_each(|page| out::line(&page.text));
            }
        }
    }
    Ok(Outcome::Done)
}

fn list_row(row: &EvidenceRow) -> Vec<String> {
    let about = row.messages.map(|count| format!("{count} {}", words::now().messages));
    vec![
        row.id.clone(),
        row.kind.code().to_owned(),
        out::name(&row.title),
        about.unwrap_or_default(),
    ]
}

fn show(item: &EvidenceView) {
    let words = words::now();
    out::line(&format!(
        "{}  {}  {}",
        item.row.id,
        item.row.kind.code(),
        out::name(&item.row.title)
    ));
    out::line(&format!(
        "{}  {} B  SHA-256 {}",
        item.row.media_type, item.row.bytes, item.sha256
    ));
    if let Some(whole) = &item.row.part_of {
        out::line(&format!("{} {whole}", words.part_of));
    }
    out::line(&format!("{}:", words.claimed));
    out::table(
        &item
            .claimed
            .iter()
            .map(|fact| vec![format!("  {}", fact.key), fact.value.clone()])
            .collect::<Vec<_>>(),
    );
    let proved: Vec<String> = item.proved.iter().map(|note| note.code.clone()).collect();
    out::line(&format!(
        "{}: {}",
        words.proved,
        if proved.is_empty() {
            words.nothing_proved.to_owned()
        } else {
            proved.join(", ")
        }
    ));
    item.notes.iter().for_each(|note| {
        out::line(&format!(
            "  {} {}",
            note.code,
            note.count.map(|count| count.to_string()).unwrap_or_default()
        ))
    });
}

fn cat(open: &OpenLocker, id: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    open.copy_out(id, &mut out, &Line::new())?;
    out.flush().map_err(|_| Failure::failed("output-failed"))
}

fn messages(context: &Context, open: &OpenLocker, id: &str, from: u32, limit: u32) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let failed = |_| Failure::failed("output-failed");
    let (mut at, mut left, mut first) = (from.max(1), limit, true);
    if context.json {
        write!(out, "[").map_err(failed)?;
    }
    while left > 0 {
        let page = open.messages(id, at, left.min(PAGE))?;
        for message in &page.messages {
            if context.json {
                let comma = if first { "\n" } else { ",\n" };
                write!(out, "{comma}{}", document(message)?).map_err(failed)?;
            } else {
                writeln!(out, "{}", out::visible(&told(message))).map_err(failed)?;
            }
            first = false;
        }
        let got = u32::try_from(page.messages.len()).unwrap_or(u32::MAX);
        if got == 0 {
            break;
        }
        (at, left) = (at + got, left - got);
    }
    if context.json {
        writeln!(out, "\n]").map_err(failed)?;
    }
    Ok(())
}

fn document(message: &MessageView) -> Result<Value, Failure> {
    serde_json::to_value(message).map_err(|_| Error::Internal.into())
}

fn told(view: &MessageView) -> String {
    let message = &view.message;
    let time = message.time.utc.map_or(message.time.raw.clone(), |utc| utc.to_string());
    let author = out::name(message.author.as_deref().unwrap_or("–"));
    let attached: Vec<String> = message
        .attachments
        .iter()
        .map(|attachment| out::name(&attachment.name))
        .collect();
    let attached = if attached.is_empty() {
        String::new()
    } else {
        format!(" [{}]", attached.join(", "))
    };
    let text = message.text.replace('\n', "\n        "); // a line of a message never looks like a message
    format!("{:>6}  {time}  {author}: {text}{attached}", message.n)
}

pub fn search(context: &mut Context, args: SearchArgs) -> Result<Outcome, Failure> {
    let open = context.unlock(&args.locker)?;
    let found = open.search(&SearchRequest {
        query: args.query,
        source: args.source,
        kind: args.kind,
        author: args.author,
        from: args.from,
        to: args.to,
        order: args.order,
        limit: Some(args.limit),
        ..SearchRequest::default()
    })?;
    if context.json {
        out::json(&json!({ "total": found.total, "hits": found.hits, "took_ms": found.took_ms }))?;
    } else if found.hits.is_empty() {
        out::line(words::now().nothing_found);
    } else {
        found.hits.iter().for_each(|hit| out::line(&told_hit(hit)));
        out::line(&format!(
            "{} {} ({:.1} ms)",
            found.total,
            words::now().hits,
            found.took_ms
        ));
    }
    Ok(Outcome::Done)
}

fn told_hit(hit: &HitView) -> String {
    let author = hit
        .author
        .as_deref()
        .map(|author| format!("{}: ", out::name(author)))
        .unwrap_or_default();
    format!(
        "{}  {}  {author}{}",
        hit.evidence,
        hit.at,
        hit.snippet.replace('\n', " ")
    )
}
