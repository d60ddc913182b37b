//! Sources by codename.

use super::Context;
use crate::args::SourceCommand;
use crate::out::{self, Failure, Outcome};
use crate::words;
use locker::views::{SourceDraft, SourceView};
use serde_json::json;

pub fn run(context: &mut Context, command: SourceCommand) -> Result<Outcome, Failure> {
    match command {
        SourceCommand::Add {
            locker,
            codename,
            protect,
            notes,
        } => {
            let open = context.unlock(&locker)?;
            let added = open.add_source(SourceDraft {
                codename,
                protected: protect,
                notes,
            })?;
            print(context, &added, |added| {
                out::line(&format!(
                    "{} {} {}",
                    words::now().source_added,
                    added.row.id,
                    added.row.codename
                ))
            })
        }
        SourceCommand::List { locker } => {
            let rows = context.unlock(&locker)?.sources()?;
            if context.json {
                out::json(&rows)?;
            } else if rows.is_empty() {
                out::line(words::now().no_sources);
            } else {
                out::table(
                    &rows
                        .iter()
                        .map(|row| vec![row.id.clone(), row.codename.clone(), row.evidence.to_string()])
                        .collect::<Vec<_>>(),
                );
            }
            Ok(Outcome::Done)
        }
        SourceCommand::Show { locker, codename } => {
            let source = context.unlock(&locker)?.source(&codename)?;
            print(context, &source, show)
        }
        SourceCommand::Forget { locker, codename, yes } => {
            if !yes {
                return Err(Failure::usage("say-yes"));
            }
            let items = context.unlock(&locker)?.forget_source(&codename)?;
            if context.json {
                out::json(&json!({ "items": items }))?;
            } else {
                out::line(&format!("{} {items}", words::now().source_forgotten));
            }
            Ok(Outcome::Done)
        }
    }
}

fn print(context: &Context, source: &SourceView, tell: impl Fn(&SourceView)) -> Result<Outcome, Failure> {
    if context.json {
        out::json(source)?;
    } else {
        tell(source);
    }
    Ok(Outcome::Done)
}

fn show(source: &SourceView) {
    out::line(&format!("{} {}", source.row.id, source.row.codename));
    if !source.protected.is_empty() {
        out::line(&format!("{}: {}", words::now().protected, source.protected.join(", ")));
    }
    if !source.notes.is_empty() {
        out::line(&format!("{}: {}", words::now().notes, source.notes));
    }
}
