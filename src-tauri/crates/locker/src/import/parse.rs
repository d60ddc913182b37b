//! What a worker says about an item, written into the change that adds it. Messages and pages go straight to the
//! database, so that memory does not grow with the file.

use crate::Error;
use crate::frame::count;
use intake::draft::{Found, Hints, Hush, Sink, Unparsed};
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use intake::{ReadSeek, encode};
use model::{EvidenceId, Fact, Kind, Note, Progress};
use store::db::{Change, ParseState};

/// Longest text of one page in bytes; the rest is left out with a note.
const PAGE_LIMIT: usize = 8 << 20;
/// Most facts and notes of one item that are kept.
const LIST_LIMIT: usize = 5_000;
/// Edge of a thumbnail in pixels.
const THUMB: u32 = 320;

/// An entry of an archive that becomes an item of its own.
pub(crate) struct Part {
    pub index: u32,
    pub path: String,
    pub bytes: u64,
}

/// What a parse has brought, besides what is in the database already.
#[derive(Default)]
pub(crate) struct Brought {
    pub kind: Option<Kind>,
    pub media_type: Option<String>,
    pub notes: Vec<Note>,
    pub parts: Vec<Part>,
    pub messages: u32,
    /// Attachments that the export says are not there.
    pub missing: u32,
    /// Whether messages name attachments by path.
    pub names_files: bool,
    /// Why all of it was taken back again, where it was.
    pub taken_back: Option<Error>,
}

impl Brought {
    /// Messages, lines or fields that were not understood.
    pub fn unparsed(&self) -> u32 {
        let counts = self.notes.iter().filter(|note| note.code.ends_with("-unparsed"));
        counts.filter_map(|note| note.count).sum()
    }

    pub fn kind(&self) -> Kind {
        self.kind.unwrap_or(Kind::Other)
    }
}

/// Parses an item into `change`. A file that cannot be parsed is a note, never an error; errors are the locker's own.
pub(crate) fn parse_into(
    mut worker: Worker,
    change: &mut Change<'_>,
    id: EvidenceId,
    bytes: &mut dyn ReadSeek,
    len: u64,
    hints: &Hints,
    progress: &dyn Progress,
) -> Result<(Brought, Option<Worker>), Error> {
    let limits = Limits::of_length(len);
    let mut job = Job {
        bytes,
        len,
        hints,
        limits: &limits,
        progress,
    };
    let (mut brought, parsed) = fill(change, id, |sink| worker.parse(&mut job, sink))?;
    let well = match parsed {
        Ok(()) => brought.taken_back.is_none(),
        Err(WorkerFailure::Stopped) => return Err(Error::Stopped),
        Err(WorkerFailure::NotStarted | WorkerFailure::Unprotected) => return Err(Error::WorkerMissing),
        Err(WorkerFailure::Unreadable) => return Err(Error::Damaged),
        Err(_) if brought.taken_back.is_some() => false,
        Err(failure) => {
            brought.notes.push(note_of(&failure));
            false
        }
    };
    let state = if well && brought.kind.is_some() {
        ParseState::Parsed
    } else {
        ParseState::KeptOnly
    };
    let media_type = brought
        .media_type
        .clone()
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    change.set_parsed(id, brought.kind(), &media_type, state)?;
    change.set_notes(id, &brought.notes)?;
    Ok((brought, well.then_some(worker)))
}

/// Lets `parse` fill an item. What the database cannot hold of it is taken back as a whole and noted: no draft keeps the
/// original out.
fn fill(
    change: &mut Change<'_>,
    id: EvidenceId,
    parse: impl FnOnce(&mut dyn Sink) -> Result<(), WorkerFailure>,
) -> Result<(Brought, Result<(), WorkerFailure>), Error> {
    change.mark()?;
    let mut sink = Into {
        change: &mut *change,
        id,
        brought: Brought::default(),
        facts: Vec::new(),
        page: None,
        failed: None,
    };
    let parsed = parse(&mut sink);
    match sink.finish() {
        Ok(brought) => {
            change.release_mark()?;
            Ok((brought, parsed))
        }
        Err(error) => match note_of_draft(&error) {
            Some(note) => {
                change.back_to_mark()?;
                Ok((
                    Brought {
                        notes: vec![note],
                        taken_back: Some(error.into()),
                        ..Brought::default()
                    },
                    parsed,
                ))
            }
            None => Err(error.into()),
        },
    }
}

/// What is wrong with a draft that the database refuses; nothing where it is the disk or the database itself.
fn note_of_draft(error: &store::Error) -> Option<Note> {
    const CONSTRAINT: i32 = 19; // the low byte of sqlite.org/rescode.html
    match error {
        store::Error::TooLong => Some(Note::with_detail("too-large-to-read", "text")),
        store::Error::Database(code) if code & 0xff == CONSTRAINT => Some(Note::new("unreadable")),
        _ => None,
    }
}

/// A small JPEG of a picture or a document's first page, where the worker can make one.
pub(crate) fn thumbnail(worker: &mut Worker, job: &mut Job<'_>, kind: Kind) -> Option<Vec<u8>> {
    let pixels = match kind {
        Kind::Image => worker.picture(job, THUMB, THUMB),
        Kind::Pdf => worker.page(job, 1, THUMB, THUMB),
        _ => return None,
    };
    encode::jpeg(&pixels.ok()?, 80).ok()
}

/// Why a file could not be read to its end, as a note on it.
pub(crate) fn note_of(failure: &WorkerFailure) -> Note {
    match failure {
        WorkerFailure::Unparsed(unparsed) => match unparsed {
            Unparsed::Malformed { what, .. } => Note::with_detail("malformed", what),
            Unparsed::TooLarge { what } => Note::with_detail("too-large-to-read", what),
            Unparsed::Encrypted => Note::new("encrypted"),
            Unparsed::Unsupported { what } => Note::with_detail("unsupported", what),
            Unparsed::Ambiguous { what } => Note::new(&format!("ambiguous-{what}")),
            Unparsed::Unreadable | Unparsed::Hush => Note::new("unreadable"),
        },
        other => Note::new(&other.code()),
    }
}

struct Into<'a, 'c> {
    change: &'a mut Change<'c>,
    id: EvidenceId,
    brought: Brought,
    facts: Vec<Fact>,
    page: Option<(u32, String)>,
    failed: Option<store::Error>,
}

impl Sink for Into<'_, '_> {
    fn found(&mut self, found: Found) -> Result<(), Hush> {
        self.take(found).map_err(|error| {
            self.failed = Some(error);
            Hush
        })
    }
}

impl Into<'_, '_> {
    fn take(&mut self, found: Found) -> Result<(), store::Error> {
        match found {
            Found::Format {
                kind,
                media_type,
                format: _,
            } => {
                (self.brought.kind, self.brought.media_type) = (Some(kind), Some(media_type));
            }
            Found::Fact(fact) if self.facts.len() < LIST_LIMIT => self.facts.push(fact),
            Found::Note(note) if self.brought.notes.len() < LIST_LIMIT => self.brought.notes.push(note),
            Found::Fact(_) | Found::Note(_) | Found::Beside { .. } => {}
            Found::Messages(messages) => {
                self.count(&messages);
                self.change.add_messages(self.id, &messages)?;
            }
            Found::Text { page, text } => self.text(page, &text)?,
            Found::Part { index, path, bytes } => self.brought.parts.push(Part { index, path, bytes }),
        }
        Ok(())
    }

    fn count(&mut self, messages: &[model::Message]) {
        self.brought.messages = self.brought.messages.saturating_add(count(messages.len()));
        for attachment in messages.iter().flat_map(|message| &message.attachments) {
            let missing = attachment.missing.is_some();
            self.brought.missing += u32::from(missing);
            self.brought.names_files |= !missing && attachment.path.is_some();
        }
    }

    fn text(&mut self, page: u32, text: &str) -> Result<(), store::Error> {
        if self.page.as_ref().is_some_and(|(open, _)| *open != page) {
            self.end_page()?;
        }
        let (_, held) = self.page.get_or_insert_with(|| (page, String::new()));
        if held.len() + text.len() <= PAGE_LIMIT {
            held.push_str(text);
        } else if !self.brought.notes.iter().any(|note| note.code == "text-cut") {
            self.brought.notes.push(Note::new("text-cut"));
        }
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), store::Error> {
        match self.page.take() {
            Some((page, text)) if !text.is_empty() => self.change.add_text(self.id, page, &text, None),
            _ => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Brought, store::Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.end_page()?;
        self.change.set_facts(self.id, &self.facts)?;
        Ok(self.brought)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::SourceDraft;
    use crate::{Cost, Env, NewLocker, Passphrase};
    use model::{Act, Clock, Sha256Digest, SystemClock};
    use std::sync::Arc;
    use store::db::{NewItem, SealedBlob};

    fn page(page: u32) -> Found {
        Found::Text {
            page,
            text: "слово".to_owned(),
        }
    }

    fn item(source: model::SourceId) -> NewItem {
        NewItem {
            source,
            kind: Kind::Other,
            media_type: "application/octet-stream".to_owned(),
            name: "order.pdf".to_owned(),
            title: "order.pdf".to_owned(),
            sha256: Sha256Digest([1; 32]),
            bytes: 3,
            taken_in: SystemClock.now(),
            part_of: None,
            part_path: None,
            group: "Heron".to_owned(),
            parse_state: ParseState::Pending,
            original: SealedBlob {
                name: "ab".repeat(16),
                wrapped_key: vec![0; 8],
            },
        }
    }

    #[test]
    fn a_draft_that_the_database_refuses_does_not_keep_the_item_out() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let worker = folder.path().join("none");
        let env = Env {
            clock: Arc::new(SystemClock),
            home: folder.path().to_owned(),
            worker,
            cost: Cost::OfATest,
        };
        let passphrase = Passphrase::new("липа двір човен".as_bytes());
        let new = NewLocker {
            folder: &folder.path().join("case.locker"),
            passphrase: &passphrase,
            key_file: None,
        };
        let open = crate::create(new, &env).expect("creates");
        open.add_source(SourceDraft {
            codename: "Heron".to_owned(),
            protected: Vec::new(),
            notes: String::new(),
        })
        .expect("adds");
        let kept = open.change(|_, change| {
            let id = change.add_item(&item("S-1".parse()?))?;
            open.log_in(change, Act::TakenIn, id, &[])?;
            let (brought, _) = fill(change, id, |sink| {
                let all = [page(1), page(2), page(1)]
                    .into_iter()
                    .try_for_each(|found| sink.found(found));
                all.map_err(|_| WorkerFailure::Unparsed(Unparsed::Hush))
            })?;
            assert_eq!(brought.taken_back, Some(Error::DiskFailed));
            assert_eq!(change.text_pages(id)?, [], "half a draft is no draft");
            Ok(id)
        });
        assert!(kept.is_ok_and(|id| open.evidence(&id.to_string()).is_ok()));
    }
}
