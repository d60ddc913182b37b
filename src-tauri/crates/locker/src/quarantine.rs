//! What a check found damaged is marked, so that nobody relies on it unknowing and everything else goes on as before.
//!
//! Nothing is moved or deleted: a mark is a note on the item and an entry in the custody log. What of a damaged original can
//! still be read is measured, piece by piece. An item that is whole again loses its mark.
//!
//! Deliberately absent: the check itself (`check`); mending, which is taking the same file in again, or a backup.

use crate::views::CheckReport;
use crate::{Error, OpenLocker, Result};
use model::{Act, EvidenceId, Note, Progress};
use seal::CHUNK_LEN;
use serde::Serialize;
use std::io::{Read, Seek, SeekFrom};
use store::db::ItemFilter;

/// What a check with quarantine found and did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QuarantineReport {
    /// What the check found.
    #[serde(flatten)]
    pub check: CheckReport,
    /// Items that are marked now.
    pub set_apart: Vec<SetApart>,
    /// Items that were marked and are whole again.
    pub whole_again: Vec<String>,
}

/// An item that is not what was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetApart {
    /// The item.
    pub id: String,
    /// Its bytes.
    pub bytes: u64,
    /// How many of them can still be read.
    pub readable: u64,
}

pub(crate) const DAMAGED: &str = "original-damaged";
pub(crate) const MISSING: &str = "original-missing";

impl OpenLocker {
    /// [`OpenLocker::check`], and marks what is damaged or missing.
    pub fn check_and_set_apart(&self, progress: &dyn Progress) -> Result<QuarantineReport> {
        let check = self.check(progress)?;
        let mut report = QuarantineReport {
            set_apart: Vec::new(),
            whole_again: Vec::new(),
            check,
        };
        for item in self.read(|reader| Ok(reader.items(&ItemFilter::default(), None, u32::MAX)?))? {
            progress.go_on()?;
            let id = item.id.to_string();
            let mark = match () {
                () if report.check.damaged.contains(&id) => Some(DAMAGED),
                () if report.check.missing.contains(&id) => Some(MISSING),
                () => None,
            };
            let was_marked = match self.mark(item.id, &item.notes, mark) {
                Err(Error::ReadOnly | Error::DiskFull | Error::DiskFailed) => false, // it is told all the same
                marked => marked?,
            };
            match mark {
                None => report.whole_again.extend(was_marked.then_some(id)),
                Some(_) => report.set_apart.push(SetApart {
                    id,
                    bytes: item.bytes,
                    readable: self.readable(item.id, item.bytes, progress)?,
                }),
            }
        }
        Ok(report)
    }

    /// Sets or takes away the mark of an item; says whether there was one.
    pub(crate) fn mark(&self, id: EvidenceId, before: &[Note], mark: Option<&str>) -> Result<bool> {
        let is_mark = |note: &Note| note.code == DAMAGED || note.code == MISSING;
        let was_marked = before.iter().any(is_mark);
        let mut after: Vec<Note> = mark.map(Note::new).into_iter().collect();
        after.extend(before.iter().filter(|note| !is_mark(note)).cloned());
        if after != before {
            self.change(|_, change| {
                change.set_notes(id, &after)?;
                self.log_in(change, Act::Quarantined, id, &[("marked", mark.is_some().to_string())])
            })?;
        }
        Ok(was_marked)
    }

    /// Bytes in pieces that still authenticate; 0 where the original cannot be opened at all.
    fn readable(&self, id: EvidenceId, bytes: u64, progress: &dyn Progress) -> Result<u64> {
        let inside = self.inside()?;
        let opened = inside.open_original(&inside.db.read(), id);
        let Ok(mut original) = opened else { return Ok(0) };
        let (mut readable, mut piece) = (0, vec![0; CHUNK_LEN]);
        for start in (0..bytes).step_by(CHUNK_LEN) {
            progress.go_on()?;
            let len = (bytes - start).min(CHUNK_LEN as u64);
            let read = original
                .seek(SeekFrom::Start(start))
                .and_then(|_| original.read_exact(&mut piece[..len as usize]));
            readable += if read.is_ok() { len } else { 0 };
        }
        Ok(readable)
    }
}
