//! The custody log.

use super::Context;
use crate::args::LogCommand;
use crate::out::{self, Failure, Outcome};
use crate::words;
use locker::views::LogEntry;

pub fn run(context: &mut Context, command: LogCommand) -> Result<Outcome, Failure> {
    match command {
        LogCommand::Show { locker, id, limit } => {
            let page = context.unlock(&locker)?.log(id.as_deref(), None, limit)?;
            if context.json {
                out::json(&page)?;
            } else {
                out::table(&page.entries.iter().map(row).collect::<Vec<_>>());
            }
        }
        LogCommand::Head { locker } => {
            let head = context.unlock(&locker)?.view()?.head;
            if context.json {
                out::json(&head)?
            } else {
                out::line(&format!("{} · {}", head.line, head.entries))
            }
        }
        LogCommand::Verify { locker } => {
            let check = context.unlock(&locker)?.log_verify()?;
            let sound = check.broken.is_empty();
            if context.json {
                out::json(&check)?;
            } else if sound {
                out::line(&format!("{} {}", words::now().log_holds, check.entries));
                out::line(&format!(
                    "{}: {} · {}",
                    words::now().head,
                    check.head.line,
                    check.head.entries
                ));
            } else {
                out::line(&format!("{} {:?}", words::now().log_broken, check.broken));
            }
            return Ok(if sound { Outcome::Done } else { Outcome::Altered });
        }
    }
    Ok(Outcome::Done)
}

fn row(entry: &LogEntry) -> Vec<String> {
    let details: Vec<String> = entry
        .details
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    vec![
        entry.n.to_string(),
        entry.at.clone(),
        entry.act.clone(),
        entry.item.clone(),
        entry.hash.clone(),
        details.join(" "),
    ]
}
