//! The custody log as faces show it.

use crate::frame::{count, head_view};
use crate::views::{LogCheck, LogEntry, LogPage};
use crate::{OpenLocker, Result};
use store::custody::LogRow;
use store::db::Reader;

/// Most entries in one answer.
const PAGE: u32 = 500;

impl OpenLocker {
    /// Entries of the log, or of one item, newest first: those before entry `before`.
    pub fn log(&self, item: Option<&str>, before: Option<u32>, limit: u32) -> Result<LogPage> {
        let limit = limit.min(PAGE) as usize;
        self.read(|reader| {
            let head = reader.log_head()?;
            let before = before.unwrap_or(u32::MAX).min(head.n + 1);
            let (rows, total) = match item {
                Some(item) => of_item(reader, item, before)?,
                None => (reader.log_entries(None, before.saturating_sub(PAGE + 1), PAGE)?, head.n),
            };
            let rows = rows.iter().rev().filter(|row| row.entry.n < before);
            Ok(LogPage {
                total,
                entries: rows.take(limit).map(entry_view).collect(),
                head: head_view(&head),
            })
        })
    }

    /// Computes every hash of the log anew.
    pub fn log_verify(&self) -> Result<LogCheck> {
        self.read(|reader| {
            let report = reader.verify_log()?;
            Ok(LogCheck {
                entries: report.head.n,
                broken: report.altered,
                head: head_view(&report.head),
            })
        })
    }
}

fn of_item(reader: &Reader, item: &str, before: u32) -> Result<(Vec<LogRow>, u32)> {
    let item = item
        .parse::<model::EvidenceId>()
        .map_or(item.to_owned(), |id| id.to_string());
    let all = reader.log_entries(Some(&item), 0, 100_000)?;
    let total = count(all.len());
    Ok((all.into_iter().filter(|row| row.entry.n < before).collect(), total))
}

fn entry_view(row: &LogRow) -> LogEntry {
    let act = serde_json::to_value(row.entry.act).ok();
    LogEntry {
        n: row.entry.n,
        at: row.entry.at.to_string(),
        act: act.as_ref().and_then(|act| act.as_str()).unwrap_or_default().to_owned(),
        item: row.entry.item.clone(),
        details: row.entry.details.clone().into_iter().collect(),
        hash: row.chain.to_string()[..16].to_owned(),
    }
}
