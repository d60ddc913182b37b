//! Taking in what was picked. The original is sealed before anything parses it; a file that cannot be parsed is kept
//! all the same; what cannot be read or stored is refused with a reason and stops nothing else.
//!
//! Deliberately absent: formats (the `intake` crate's, in another process).

mod attach;
mod parse;
mod take;
mod walk;
mod workers;

pub(crate) use take::{SAME_ELSEWHERE, participants};

use crate::open::Watched;
use crate::views::{ImportReport, ImportRequest};
use crate::{Env, Error, OpenLocker, Result, sources};
use attach::Arrived;
use intake::draft::{DateOrder, Hints};
use model::{EvidenceId, Kind, Progress};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use take::{In, Intake, Place, refused};
use walk::{Picked, Unit, walk};
use workers::Workers;

/// What the derivative that lists show is called.
pub(crate) const THUMBNAIL: &str = "thumbnail";
/// Bytes that the entries of one archive may come to, per byte of the archive, and at least.
const UNPACKED: (u64, u64) = (200, 64 << 20);
/// Bytes of a file that waits for others to be synced with.
const SMALL: u64 = 1 << 20;
/// Files, and bytes of all, that wait for one sync.
const MOST_TOGETHER: (usize, u64) = (64, 16 << 20);

impl OpenLocker {
    /// Takes in files and folders for a source. Stopping keeps what was added. [`Error::NotFound`] where the source is
    /// none, [`Error::BadTimezone`], [`Error::BadRequest`], [`Error::WorkerMissing`].
    pub fn import(
        &self,
        request: &ImportRequest,
        picked: &[PathBuf],
        _env: &Env,
        progress: &dyn Progress,
    ) -> Result<ImportReport> {
        let inside = self.inside()?;
        inside.folder.require_writable()?;
        let hints = read_hints(request)?;
        let watched = self.watched(progress);
        let source = self.read(|reader| Ok(reader.source(sources::find(reader, &request.source)?)?))?;
        let key = self.read(|reader| inside.source_key(reader, source.id))?;
        let units = walk(picked);
        let tally = Tally::new(&watched, &units);
        let intake = Intake {
            open: self,
            inside: &inside,
            source,
            key,
            hints,
            tally,
            workers: Workers::new(&self.env),
        };
        let mut import = Import {
            intake,
            report: ImportReport::default(),
        };
        let done = import.all(units);
        let mut report = import.report;
        report.stopped = done == Err(Error::Stopped);
        sum_up(&mut report);
        inside.db.checkpoint()?;
        match done {
            Err(Error::Stopped) | Ok(()) => Ok(report),
            Err(error) => Err(error),
        }
    }

    /// Parses an item once more, with what the person knows now about zone and order of dates. Links stay.
    pub fn import_again(
        &self,
        evidence: &str,
        request: &ImportRequest,
        _env: &Env,
        progress: &dyn Progress,
    ) -> Result<ImportReport> {
        let inside = self.inside()?;
        let id: EvidenceId = evidence.parse()?;
        let watched = self.watched(progress);
        let (item, source) = self.read(|reader| {
            let item = reader.evidence(id)?;
            let source = reader.source(item.source)?;
            Ok((item, source))
        })?;
        let hints = read_hints(request)?;
        let key = self.read(|reader| inside.source_key(reader, source.id))?;
        let intake = Intake {
            open: self,
            inside: &inside,
            source,
            key,
            hints,
            tally: Tally::new(&watched, &[]),
            workers: Workers::new(&self.env),
        };
        let report = intake.parse_again(id, &item.name)?;
        let mut report = ImportReport {
            items: vec![report],
            ..ImportReport::default()
        };
        sum_up(&mut report);
        Ok(report)
    }
}

fn read_hints(request: &ImportRequest) -> Result<Hints> {
    let timezone = request.timezone.clone().filter(|zone| !zone.is_empty());
    if timezone.as_deref().is_some_and(|zone| !model::is_time_zone(zone)) {
        return Err(Error::BadTimezone);
    }
    let date_order = match request.date_order.as_deref() {
        None | Some("") => None,
        Some("dmy") => Some(DateOrder::Dmy),
        Some("mdy") => Some(DateOrder::Mdy),
        Some("ymd") => Some(DateOrder::Ymd),
        Some(_) => return Err(Error::BadRequest),
    };
    Ok(Hints {
        name: String::new(),
        timezone,
        date_order,
    })
}

struct Import<'a> {
    intake: Intake<'a>,
    report: ImportReport,
}

impl Import<'_> {
    /// Takes in all units, in their order. Small files beside each other go together.
    fn all(&mut self, units: Vec<Unit>) -> Result<()> {
        let mut small = Vec::new();
        for unit in units {
            match unit {
                Unit::One(file) if file.bytes <= SMALL => small.push(file),
                other => {
                    self.several(&small)?;
                    small.clear();
                    self.unit(other)?;
                }
            }
        }
        self.several(&small)
    }

    fn several(&mut self, files: &[Picked]) -> Result<()> {
        let files: Vec<(&Picked, Option<Place>)> = files.iter().map(|file| (file, None)).collect();
        self.together(&files, &mut |_, _| {})
    }

    /// Takes in files as many at a time as may wait for one sync; tells `arrived` of each that is in the locker, by its place
    /// in `files`. One that cannot go with others goes by itself, so that it has its own refusal.
    fn together(
        &mut self,
        files: &[(&Picked, Option<Place>)],
        arrived: &mut dyn FnMut(usize, EvidenceId),
    ) -> Result<()> {
        let mut at = 0;
        while at < files.len() {
            self.intake.tally.go_on()?;
            let run = run_of_small(&files[at..]);
            let taken = match run {
                0 | 1 => Vec::new(),
                run => self
                    .intake
                    .take_together(&files[at..at + run])
                    .or_else(|error| match error {
                        Error::Stopped | Error::Locked | Error::WorkerMissing | Error::Internal => Err(error),
                        _ => Ok(Vec::new()),
                    })?,
            };
            let taken = if taken.is_empty() { by_themselves(run) } else { taken };
            for taken in taken {
                let (file, place) = &files[at];
                let done = match taken {
                    Some(taken) => Some(self.settled(taken, file)?),
                    None => self.file(file, place.clone())?,
                };
                if let Some((id, _)) = done {
                    arrived(at, id);
                }
                at += 1;
            }
        }
        Ok(())
    }

    /// Takes in one unit. Only stopping, locking and a missing worker end the import; all else is a refusal.
    fn unit(&mut self, unit: Unit) -> Result<()> {
        self.intake.tally.go_on()?;
        match unit {
            Unit::One(file) => self.file(&file, None).map(|_| ()),
            Unit::Export { main, rest } => self.export(&main, &rest),
            Unit::Refused { shown, error } => {
                self.report.items.push(refused(&shown, 0, error));
                Ok(())
            }
        }
    }

    /// A file and, where it is an archive, what is in it. Nothing where it was refused.
    fn file(&mut self, file: &Picked, place: Option<Place>) -> Result<Option<(EvidenceId, Kind)>> {
        match self.intake.take_file(file, place) {
            Ok(taken) => self.settled(taken, file).map(Some),
            Err(error) => self.refuse(&file.shown, file.bytes, error).map(|()| None),
        }
    }

    /// A file that is in the locker now; then what is in it.
    fn settled(&mut self, mut taken: In, file: &Picked) -> Result<(EvidenceId, Kind)> {
        let answer = (taken.id, taken.kind);
        let place = self.report.items.len();
        let report = taken.report.clone();
        self.report.items.push(report);
        let arrived = self.parts(&mut taken, &file.shown)?;
        if taken.new && taken.names_files && !taken.parts.is_empty() {
            self.report.items[place].attachments = self.intake.attach(taken.id, &arrived)?;
        }
        Ok(answer)
    }

    /// The entries of an archive become items of their own.
    fn parts(&mut self, archive: &mut In, shown: &str) -> Result<Arrived> {
        let mut arrived = Arrived::default();
        let Some(worker) = &mut archive.worker else {
            return Ok(arrived);
        };
        let mut bytes = self
            .intake
            .open
            .read(|reader| self.intake.inside.open_original(reader, archive.id))?;
        let len = bytes.len();
        let mut room = len.saturating_mul(UNPACKED.0).max(UNPACKED.1);
        for part in &archive.parts {
            self.intake.tally.go_on()?;
            let path = format!("{shown}/{}", part.path);
            if part.bytes > room {
                self.report.items.push(refused(&path, part.bytes, Error::TooLarge));
                continue;
            }
            room -= part.bytes;
            let place = Place {
                of: archive.id,
                path: part.path.clone(),
            };
            match self.intake.take_part(worker, (&mut bytes, len), part, place, shown) {
                Ok(taken) => {
                    arrived.add(&part.path, taken.id);
                    self.report.items.push(taken.report);
                }
                Err(error) => self.refuse(&path, part.bytes, error)?,
            }
        }
        Ok(arrived)
    }

    /// An export in a folder: if its main file is a chat, the others belong to it.
    fn export(&mut self, main: &Picked, rest: &[(String, Picked)]) -> Result<()> {
        let at = self.report.items.len();
        let chat = self
            .file(main, None)?
            .filter(|(_, kind)| *kind == Kind::Chat)
            .map(|(id, _)| id);
        let mut arrived = Arrived::default();
        let place = |path: &String| chat.map(|of| Place { of, path: path.clone() });
        let files: Vec<_> = rest.iter().map(|(path, file)| (file, place(path))).collect();
        let mut others = Vec::new();
        let stopped = self.together(&files, &mut |at, id| {
            arrived.add(&rest[at].0, id);
            others.push(id);
        });
        if let Some(chat) = chat {
            self.report.items[at].attachments = self.intake.attach(chat, &arrived)?;
            self.attach_pages(&others, &arrived)?;
        }
        stopped
    }

    /// The other pages of a chat name files beside them too.
    fn attach_pages(&self, others: &[EvidenceId], arrived: &Arrived) -> Result<()> {
        for id in others {
            let item = self.intake.open.read(|reader| Ok(reader.evidence(*id)?))?;
            if item.kind == Kind::Chat {
                self.intake.attach(*id, arrived)?;
            }
        }
        Ok(())
    }

    fn refuse(&mut self, shown: &str, bytes: u64, error: Error) -> Result<()> {
        match error {
            Error::Stopped | Error::Locked | Error::WorkerMissing | Error::Internal => Err(error),
            error => {
                self.report.items.push(refused(shown, bytes, error));
                Ok(())
            }
        }
    }
}

/// How many files from the first on may wait for one sync: small ones, not too many, not too much.
fn run_of_small(files: &[(&Picked, Option<Place>)]) -> usize {
    let mut bytes = 0;
    let fits = |(file, _): &&(&Picked, Option<Place>)| {
        bytes += file.bytes;
        file.bytes <= SMALL && bytes <= MOST_TOGETHER.1
    };
    files.iter().take(MOST_TOGETHER.0).take_while(fits).count()
}

/// Each of a run goes alone.
fn by_themselves(run: usize) -> Vec<Option<In>> {
    (0..run.max(1)).map(|_| None).collect()
}

fn sum_up(report: &mut ImportReport) {
    let totals = &mut report.totals;
    for item in &report.items {
        match item.outcome.as_str() {
            "added" => {
                totals.added += 1;
                totals.bytes += item.bytes;
                totals.messages += item.messages.unwrap_or(0);
            }
            "already-here" | "healed" => totals.already_here += 1,
            _ => totals.refused += 1,
        }
    }
}

/// Progress over all files. Each byte is counted twice: once when it is sealed, once when it was parsed.
pub(crate) struct Tally<'a> {
    to: &'a Watched<'a>,
    total: AtomicU64,
    before: AtomicU64,
    current: AtomicU64,
    high: AtomicU64,
}

impl<'a> Tally<'a> {
    fn new(to: &'a Watched<'a>, units: &[Unit]) -> Self {
        let bytes = units.iter().map(|unit| match unit {
            Unit::One(file) => file.bytes,
            Unit::Export { main, rest } => main.bytes + rest.iter().map(|(_, file)| file.bytes).sum::<u64>(),
            Unit::Refused { .. } => 0,
        });
        let zero = AtomicU64::default;
        Self {
            to,
            total: AtomicU64::new(bytes.sum::<u64>() * 2),
            before: zero(),
            current: zero(),
            high: zero(),
        }
    }

    /// A file of this length begins.
    pub fn expect(&self, bytes: u64) {
        self.current.store(bytes, Ordering::Relaxed);
        self.high.store(0, Ordering::Relaxed);
    }

    /// A file is done.
    pub fn finished(&self) {
        let bytes = self.current.swap(0, Ordering::Relaxed);
        self.before.fetch_add(bytes * 2, Ordering::Relaxed);
        self.high.store(0, Ordering::Relaxed);
        self.to
            .report(self.before.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
    }
}

impl Progress for Tally<'_> {
    /// Sealing reports from nothing to all, then parsing does so again: whichever is behind what was said is the second.
    fn report(&self, done: u64, _total: u64) {
        let current = self.current.load(Ordering::Relaxed);
        let high = self.high.load(Ordering::Relaxed);
        let within = if high >= current {
            current + done.min(current)
        } else {
            done.min(current)
        };
        self.high.fetch_max(within, Ordering::Relaxed);
        let before = self.before.load(Ordering::Relaxed);
        let total = self.total.load(Ordering::Relaxed).max(before + current * 2);
        self.to.report(before + self.high.load(Ordering::Relaxed), total);
    }

    fn stop_asked(&self) -> bool {
        self.to.stop_asked()
    }
}
