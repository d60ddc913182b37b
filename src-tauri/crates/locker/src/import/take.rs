//! One file into the locker: sealed first, then looked for among what is there, then parsed, then one transaction.

use super::attach::Arrived;
use super::parse::{Brought, Part, parse_into, thumbnail};
use super::walk::Picked;
use super::workers::Workers;
use super::{Tally, walk};
use crate::frame::count;
use crate::open::{Inside, Silent};
use crate::views::{AttachmentCounts, ImportItem, Participant};
use crate::{Error, OpenLocker, Result};
use intake::ReadSeek;
use intake::draft::Hints;
use intake::limits::Limits;
use intake::parent::{Job, Worker};
use model::{Act, EvidenceId, Kind, Note, Progress, Source, SourceId, ZoneKnown};
use seal::{SourceKey, SystemRandomness};
use std::io::{Cursor, Read};
use std::time::{Duration, Instant};
use store::db::{Change, Derivative, ItemFilter, NewItem, ParseState, Reader};
use store::{Batch, Taken};

/// What all files of one import have in common.
pub(crate) struct Intake<'a> {
    pub open: &'a OpenLocker,
    pub inside: &'a Inside,
    pub source: Source,
    pub key: SourceKey,
    pub hints: Hints,
    pub tally: Tally<'a>,
    pub workers: Workers,
}

/// How long small files hold one change together.
const TOGETHER_FOR: Duration = Duration::from_secs(1);

/// The note on an item whose bytes another source gave too; its detail is that other item.
pub(crate) const SAME_ELSEWHERE: &str = "same-as-other-source";

/// Where an item is a part: of which, and at what path inside.
#[derive(Clone)]
pub(crate) struct Place {
    pub of: EvidenceId,
    pub path: String,
}

/// A file that is in the locker now.
pub(crate) struct In {
    pub id: EvidenceId,
    pub kind: Kind,
    pub new: bool,
    pub names_files: bool,
    pub parts: Vec<Part>,
    pub worker: Option<Worker>,
    pub report: ImportItem,
}

impl Intake<'_> {
    /// Takes in a picked file. [`Error::Stopped`] leaves nothing of it.
    pub fn take_file(&self, file: &Picked, place: Option<Place>) -> Result<In> {
        let (mut from, len) = walk::open(&file.path)?;
        self.tally.expect(len);
        let taken = self.seal(&mut from, len)?;
        drop(from);
        self.settle(taken, &name_of(file), &file.shown, place)
    }

    /// Takes in small files together: one sync and one transaction for all of them. Answers for the first of them, at least
    /// one: what became of it, or nothing where it has to be taken in by itself, because its bytes are here already. An
    /// error leaves nothing of any of them.
    pub fn take_together(&self, files: &[(&Picked, Option<Place>)]) -> Result<Vec<Option<In>>> {
        let started = Instant::now();
        let mut batch = self.inside.folder.blobs().batch();
        self.tally.expect(files.iter().map(|(file, _)| file.bytes).sum());
        self.inside.db.have_names(2 * files.len(), &SystemRandomness)?; // an original and a thumbnail each
        let sealed = files.iter().map(|(file, _)| self.seal_later(&mut batch, file));
        let sealed: Vec<Taken> = sealed.collect::<Result<_>>()?;
        let mut change = self.inside.db.begin()?;
        let mut prepared = Vec::new();
        for ((file, place), taken) in files.iter().zip(&sealed) {
            self.tally.go_on()?;
            let twin = twin(&change, self.source.id, taken)?;
            prepared.push(match twin {
                Twin::Here(_) => {
                    batch.discard(taken.id);
                    None
                }
                twin => Some(self.prepare(
                    &mut change,
                    taken,
                    &name_of(file),
                    place.clone(),
                    &twin,
                    Some(&mut batch),
                )?),
            });
            if started.elapsed() > TOGETHER_FOR {
                break; // other acts wait for this change; what was sealed and not parsed goes with the batch
            }
        }
        sealed
            .iter()
            .skip(prepared.len())
            .for_each(|taken| batch.discard(taken.id));
        if prepared.iter().any(Option::is_some) {
            batch.commit()?;
            change.commit()?;
        }
        let taken = prepared.into_iter().zip(files).map(|(prepared, (file, _))| {
            let added = prepared.map(|(id, brought, worker)| self.added(id, &file.shown, brought, worker));
            added.transpose()
        });
        let taken = taken.collect();
        self.tally.finished();
        taken
    }

    fn seal_later(&self, batch: &mut Batch, file: &Picked) -> Result<Taken> {
        let (mut from, _) = walk::open(&file.path)?;
        let name = self.inside.db.blob_name(&SystemRandomness)?;
        Ok(batch.take_in(name, &mut from, &SystemRandomness, &Silent(&self.tally))?)
    }

    /// Takes in an entry of an archive, as the archive's own worker unpacks it.
    pub fn take_part(
        &self,
        worker: &mut Worker,
        archive: (&mut dyn ReadSeek, u64),
        part: &Part,
        place: Place,
        shown: &str,
    ) -> Result<In> {
        let limits = Limits::of_length(archive.1);
        let mut job = Job {
            bytes: archive.0,
            len: archive.1,
            hints: &self.hints,
            limits: &limits,
            progress: &self.tally,
        };
        let taken = worker.extract(&mut job, part.index, part.bytes, |from| self.seal(from, part.bytes));
        let taken = taken.map_err(|_| Error::WorkerFailed)??;
        let name = part.path.rsplit('/').next().unwrap_or(&part.path).to_owned();
        self.settle(taken, &name, &format!("{shown}/{}", part.path), Some(place))
    }

    fn seal(&self, from: &mut dyn Read, expected: u64) -> Result<Taken> {
        let (blobs, name) = (self.inside.folder.blobs(), self.inside.db.blob_name(&SystemRandomness)?);
        Ok(blobs.take_in(name, from, &SystemRandomness, &self.tally, expected)?)
    }

    /// A sealed file becomes an item, unless its source gave the same bytes before.
    fn settle(&self, taken: Taken, name: &str, shown: &str, place: Option<Place>) -> Result<In> {
        let found = twin(&self.inside.db.read(), self.source.id, &taken);
        let outcome = match found {
            Ok(Twin::Here(id)) => match self.open.is_whole(id, &self.tally) {
                Ok(true) => {
                    self.inside.discard(&taken.id.to_string());
                    self.found_again(id, shown)
                }
                Ok(false) => self.heal(id, &taken, shown),
                Err(error) => {
                    self.inside.discard(&taken.id.to_string());
                    Err(error)
                }
            },
            Ok(twin) => self.add(&taken, name, shown, place, twin),
            Err(error) => Err(error),
        };
        self.tally.finished();
        outcome
    }

    /// What is stored of an item is damaged, and its bytes came once more: they take the place of the damaged ones.
    fn heal(&self, id: EvidenceId, taken: &Taken, shown: &str) -> Result<In> {
        let blob = self.inside.sealed(taken, &self.key)?;
        let damaged = self.open.change(|_, change| {
            let damaged = change.heal(id, &taken.sha256, &blob)?;
            let details = [("sha256", taken.sha256.to_string())];
            self.open.log_in(change, Act::Healed, id, &details)?;
            Ok(damaged)
        })?;
        self.inside.discard(&damaged);
        let mut report = self.found(id, shown)?;
        report.outcome = "healed".to_owned();
        Ok(here(id, report))
    }

    fn found_again(&self, id: EvidenceId, shown: &str) -> Result<In> {
        self.open
            .change(|_, change| self.open.log_in(change, Act::FoundAgain, id, &[]))?;
        let report = if self.knows_more(id)? {
            self.parse_again(id, shown)?
        } else {
            self.found(id, shown)?
        };
        Ok(here(id, report))
    }

    /// Whether the person says something now that the last parse of a chat wanted to know.
    fn knows_more(&self, id: EvidenceId) -> Result<bool> {
        let reader = self.inside.db.read();
        let first = reader.messages(id, 1, 1)?.pop();
        let zoneless = first
            .as_ref()
            .is_some_and(|message| message.time.zone == ZoneKnown::Unknown);
        let asked = reader
            .evidence(id)?
            .notes
            .iter()
            .any(|note| note.code.contains("date-order"));
        Ok(self.hints.date_order.is_some() && asked || self.hints.timezone.is_some() && zoneless)
    }

    /// Parses an item once more with what the person knows now. Its title, group, links and parts stay.
    pub fn parse_again(&self, id: EvidenceId, shown: &str) -> Result<ImportItem> {
        let item = self.open.read(|reader| Ok(reader.evidence(id)?))?;
        let mut bytes = self.open.read(|reader| self.inside.open_original(reader, id))?;
        let hints = Hints {
            name: item.name.clone(),
            ..self.hints.clone()
        };
        self.tally.expect(item.bytes);
        let brought = self.open.change(|_, change| {
            change.clear_parsed(id)?;
            let (brought, _) = parse_into(
                self.workers.take()?,
                change,
                id,
                &mut bytes,
                item.bytes,
                &hints,
                &self.tally,
            )?;
            if let Some(error) = brought.taken_back {
                return Err(error); // what an earlier parse brought stays
            }
            let details = [("messages", brought.messages.to_string())];
            self.open.log_in(change, Act::Parsed, id, &details)?;
            Ok(brought)
        })?;
        let mut report = self.found(id, shown)?;
        report.attachments.missing = brought.missing;
        report.unparsed = brought.unparsed();
        if brought.names_files {
            report.attachments = self.attach(id, &self.arrived(id)?)?;
        }
        Ok(report)
    }

    /// The parts that an item has already.
    fn arrived(&self, id: EvidenceId) -> Result<Arrived> {
        let filter = ItemFilter {
            part_of: Some(id),
            ..ItemFilter::default()
        };
        let parts = self.open.read(|reader| Ok(reader.items(&filter, None, u32::MAX)?))?;
        let mut arrived = Arrived::default();
        let path = |part: &model::Evidence| part.part_path.clone().unwrap_or_else(|| part.name.clone());
        parts.iter().for_each(|part| arrived.add(&path(part), part.id));
        Ok(arrived)
    }

    /// The report of an item that is here.
    pub fn found(&self, id: EvidenceId, shown: &str) -> Result<ImportItem> {
        let reader = self.inside.db.read();
        let item = reader.evidence(id)?;
        let mut report = report_of(&item, shown, "already-here");
        report.messages = (item.kind == Kind::Chat).then_some(reader.message_count(id)?);
        report.participants = participants(&reader.participants(id)?);
        report.notes = item.notes;
        Ok(report)
    }

    fn add(&self, taken: &Taken, name: &str, shown: &str, place: Option<Place>, twin: Twin) -> Result<In> {
        let prepared = self
            .inside
            .db
            .have_names(1, &SystemRandomness)
            .and_then(|()| self.inside.db.begin());
        let prepared = prepared.map_err(Error::from).and_then(|mut change| {
            let (id, brought, worker) = self.prepare(&mut change, taken, name, place, &twin, None)?;
            Ok((change, id, brought, worker))
        });
        let (change, id, brought, worker) = prepared.inspect_err(|_| self.inside.discard(&taken.id.to_string()))?;
        // From here on a row may name the blob, whatever the answer is: a commit that reports a failure can have reached the
        // disk. An orphan is swept at the next start; an original that is gone stays gone.
        change.commit()?;
        self.added(id, shown, brought, worker)
    }

    /// The item and all that its parse brings, in a change that waits to be kept. What is made from it goes into `batch`,
    /// where there is one.
    fn prepare(
        &self,
        change: &mut Change<'_>,
        taken: &Taken,
        name: &str,
        place: Option<Place>,
        twin: &Twin,
        batch: Option<&mut Batch>,
    ) -> Result<(EvidenceId, Brought, Option<Worker>)> {
        let more = batch.is_some(); // small files come together
        let mut bytes = self
            .inside
            .open_blob(&self.inside.sealed(taken, &self.key)?, &self.key)?;
        let hints = Hints {
            name: name.chars().take(255).collect(),
            ..self.hints.clone()
        };
        let id = change.add_item(&self.new_item(taken, &hints.name, place, twin)?)?;
        let details = [("sha256", taken.sha256.to_string()), ("bytes", taken.bytes.to_string())];
        self.open.log_in(change, Act::TakenIn, id, &details)?;
        let worker = self.workers.take()?;
        if more {
            self.workers.expect_another();
        }
        let (mut brought, mut worker) = parse_into(worker, change, id, &mut bytes, taken.bytes, &hints, &self.tally)?;
        if let Twin::Elsewhere { id: other, .. } = twin {
            brought
                .notes
                .push(Note::with_detail(SAME_ELSEWHERE, &other.to_string()));
            change.set_notes(id, &brought.notes)?;
        }
        if let Some(worker) = &mut worker {
            let limits = Limits::of_a_look();
            let mut job = Job {
                bytes: &mut bytes,
                len: taken.bytes,
                hints: &hints,
                limits: &limits,
                progress: &Silent(&self.tally),
            };
            let thumb = thumbnail(worker, &mut job, brought.kind());
            thumb
                .map(|thumb| self.keep_thumbnail(change, id, &thumb, batch))
                .transpose()?;
        }
        let worker = worker.filter(|_| !brought.parts.is_empty()); // only an archive is asked again
        Ok((id, brought, worker))
    }

    fn added(&self, id: EvidenceId, shown: &str, brought: Brought, worker: Option<Worker>) -> Result<In> {
        let reader = self.inside.db.read();
        let item = reader.evidence(id)?;
        let mut report = report_of(&item, shown, "added");
        report.messages = (brought.kind() == Kind::Chat).then_some(brought.messages);
        report.participants = participants(&reader.participants(id)?);
        report.attachments.missing = brought.missing;
        report.unparsed = brought.unparsed();
        report.notes = item.notes;
        Ok(In {
            id,
            kind: item.kind,
            new: true,
            names_files: brought.names_files,
            parts: brought.parts,
            worker,
            report,
        })
    }

    fn new_item(&self, taken: &Taken, name: &str, place: Option<Place>, twin: &Twin) -> Result<NewItem> {
        let (part_of, part_path) = place.map(|place| (place.of, place.path)).unzip();
        Ok(NewItem {
            source: self.source.id,
            kind: Kind::Other,
            media_type: "application/octet-stream".to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            sha256: taken.sha256,
            bytes: taken.bytes,
            taken_in: self.open.now(),
            part_of,
            part_path,
            group: match twin {
                Twin::Elsewhere { group, .. } => group.clone(), // two copies of one story count once
                Twin::Here(_) | Twin::None => self.source.codename.to_string(),
            },
            parse_state: ParseState::Pending,
            original: self.inside.sealed(taken, &self.key)?,
        })
    }

    fn keep_thumbnail(
        &self,
        change: &mut Change<'_>,
        id: EvidenceId,
        jpeg: &[u8],
        batch: Option<&mut Batch>,
    ) -> Result<()> {
        let (name, mut from) = (change.blob_name(&SystemRandomness)?, Cursor::new(jpeg));
        let taken = match batch {
            Some(batch) => batch.take_in(name, &mut from, &SystemRandomness, &model::Quiet)?,
            None => {
                let blobs = self.inside.folder.blobs();
                blobs.take_in(name, &mut from, &SystemRandomness, &model::Quiet, jpeg.len() as u64)?
            }
        };
        let derivative = Derivative {
            purpose: super::THUMBNAIL.to_owned(),
            media_type: "image/jpeg".to_owned(),
            bytes: taken.bytes,
            blob: self.inside.sealed(&taken, &self.key)?,
        };
        change.set_derivative(id, &derivative)?;
        Ok(())
    }
}

fn name_of(file: &Picked) -> String {
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_default()
}

/// The item with the same bytes: the source's own, or else another's.
fn twin(reader: &Reader, source: SourceId, taken: &Taken) -> Result<Twin> {
    let mut twin = Twin::None;
    for id in reader.items_with_digest(&taken.sha256)? {
        let item = reader.evidence(id)?;
        if item.source == source {
            return Ok(Twin::Here(id));
        }
        twin = Twin::Elsewhere { id, group: item.group };
    }
    Ok(twin)
}

/// An item that was in the locker before.
fn here(id: EvidenceId, report: ImportItem) -> In {
    In {
        id,
        kind: report.kind.unwrap_or(Kind::Other),
        new: false,
        names_files: false,
        parts: Vec::new(),
        worker: None,
        report,
    }
}

enum Twin {
    None,
    Here(EvidenceId),
    Elsewhere { id: EvidenceId, group: String },
}

fn report_of(item: &model::Evidence, shown: &str, outcome: &str) -> ImportItem {
    ImportItem {
        path: shown.to_owned(),
        outcome: outcome.to_owned(),
        id: Some(item.id.to_string()),
        kind: Some(item.kind),
        media_type: Some(item.media_type.clone()),
        sha256: Some(item.sha256.to_string()),
        bytes: item.bytes as f64,
        messages: None,
        participants: Vec::new(),
        attachments: AttachmentCounts::default(),
        unparsed: 0,
        part_of: item.part_of.map(|id| id.to_string()),
        notes: Vec::new(),
        refusal: None,
    }
}

/// The report of a file that was not taken in.
pub(crate) fn refused(shown: &str, bytes: u64, error: Error) -> ImportItem {
    ImportItem {
        path: shown.to_owned(),
        outcome: "refused".to_owned(),
        id: None,
        kind: None,
        media_type: None,
        sha256: None,
        bytes: bytes as f64,
        messages: None,
        participants: Vec::new(),
        attachments: AttachmentCounts::default(),
        unparsed: 0,
        part_of: None,
        notes: Vec::new(),
        refusal: Some(error.code()),
    }
}

pub(crate) fn participants(people: &[store::db::Participant]) -> Vec<Participant> {
    let most = count(people.len()).min(1_000) as usize;
    let view = |one: &store::db::Participant| Participant {
        name: one.name.clone(),
        messages: one.messages,
    };
    people[..most].iter().map(view).collect()
}
