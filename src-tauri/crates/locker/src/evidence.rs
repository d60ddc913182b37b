//! Items in lists and whole, their titles and groups, and their original bytes.

use crate::frame::count;
use crate::import::{THUMBNAIL, participants};
use crate::links::link_view;
use crate::sources;
use crate::views::{EvidenceRow, EvidenceView, Participant, title_of};
use crate::{Error, OpenLocker, Result};
use model::{Act, Evidence, EvidenceId, Fact, Kind, Moment, Note, Progress, Relation, ZoneKnown};
use std::io::{Read, Write};
use store::db::{ItemFilter, ParseState, Reader};

/// Longest title in characters.
const TITLE: usize = 200;
/// Longest name of an independence group in characters.
const GROUP: usize = 100;

impl OpenLocker {
    /// Items of a source, or of all, in the order in which they came.
    pub fn evidence_list(&self, source: Option<&str>) -> Result<Vec<EvidenceRow>> {
        self.read(|reader| {
            let source = source.map(|text| sources::find(reader, text)).transpose()?;
            let filter = ItemFilter {
                source,
                ..ItemFilter::default()
            };
            let items = reader.items(&filter, None, u32::MAX)?;
            items.iter().map(|item| row(reader, item)).collect()
        })
    }

    /// One item with its facts, notes, links and parts. [`Error::NotFound`].
    pub fn evidence(&self, id: &str) -> Result<EvidenceView> {
        let id: EvidenceId = id.parse()?;
        self.read(|reader| view(reader, id))
    }

    /// Gives an item another title. [`Error::BadName`].
    pub fn set_title(&self, id: &str, title: &str) -> Result<EvidenceView> {
        let (id, title) = (id.parse::<EvidenceId>()?, one_line(title, TITLE)?);
        self.change(|_, change| {
            change.set_title(id, &title)?;
            self.log_in(change, Act::TitleChanged, id, &[])
        })?;
        self.evidence(&id.to_string())
    }

    /// Puts an item into another independence group. [`Error::BadName`].
    pub fn set_group(&self, id: &str, group: &str) -> Result<EvidenceView> {
        let (id, group) = (id.parse::<EvidenceId>()?, one_line(group, GROUP)?);
        self.change(|_, change| {
            change.set_group(id, &group)?;
            self.log_in(change, Act::GroupChanged, id, &[])
        })?;
        self.evidence(&id.to_string())
    }

    /// Writes an item's original, byte for byte as it came. This leaves the locker, and is logged before it does.
    pub fn copy_out(&self, id: &str, out: &mut dyn Write, progress: &dyn Progress) -> Result<u64> {
        let id: EvidenceId = id.parse()?;
        let inside = self.inside()?;
        let mut from = self.read(|reader| inside.open_original(reader, id))?;
        self.change(|_, change| self.log_in(change, Act::OriginalCopiedOut, id, &[]))?;
        let (len, watched, mut done, mut chunk) = (from.len(), self.watched(progress), 0, vec![0; 1 << 18]);
        loop {
            watched.go_on()?;
            let read = from.read(&mut chunk).map_err(|_| Error::Damaged)?;
            if read == 0 {
                out.flush().map_err(|_| Error::DiskFailed)?;
                return Ok(done);
            }
            out.write_all(&chunk[..read]).map_err(Error::from)?;
            done += read as u64;
            watched.report(done, len);
        }
    }
}

fn one_line(text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    let fits = (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(Error::BadName) }
}

fn view(reader: &Reader, id: EvidenceId) -> Result<EvidenceView> {
    let item = reader.evidence(id)?;
    let facts = reader.facts(id)?;
    let links = reader.links_of_item(id)?;
    let filter = ItemFilter {
        part_of: Some(id),
        ..ItemFilter::default()
    };
    let parts = reader.items(&filter, None, u32::MAX)?;
    Ok(EvidenceView {
        row: row_with(reader, &item, &facts)?,
        sha256: item.sha256.to_string(),
        proved: proved(&item),
        notes: item.notes.clone(),
        links: links
            .iter()
            .map(|link| link_view(reader, link))
            .collect::<Result<_>>()?,
        parts: parts.iter().map(|part| row(reader, part)).collect::<Result<_>>()?,
        participants: if item.kind == Kind::Chat {
            people(reader, id)?
        } else {
            Vec::new()
        },
        claimed: facts,
    })
}

fn people(reader: &Reader, id: EvidenceId) -> Result<Vec<Participant>> {
    Ok(participants(&reader.participants(id)?))
}

/// What this program itself vouches for.
fn proved(item: &Evidence) -> Vec<Note> {
    vec![
        Note::with_detail("same-bytes-since-intake", &item.taken_in.to_string()),
        Note::with_detail("sha256", &item.sha256.to_string()),
    ]
}

pub(crate) fn row(reader: &Reader, item: &Evidence) -> Result<EvidenceRow> {
    row_with(reader, item, &reader.facts(item.id)?)
}

fn row_with(reader: &Reader, item: &Evidence, facts: &[Fact]) -> Result<EvidenceRow> {
    let links = reader.links_of_item(item.id)?;
    let linked = |relation| count(links.iter().filter(|link| link.relation == relation).count());
    let number = |key: &str| {
        facts
            .iter()
            .find(|fact| fact.key == key)
            .and_then(|fact| fact.value.parse::<f64>().ok())
    };
    let filter = ItemFilter {
        part_of: Some(item.id),
        ..ItemFilter::default()
    };
    Ok(EvidenceRow {
        id: item.id.to_string(),
        source: item.source.to_string(),
        kind: item.kind,
        media_type: item.media_type.clone(),
        title: title_of(item).to_owned(),
        name: item.name.clone(),
        bytes: item.bytes as f64,
        date: date(reader, item, facts)?,
        taken_in: item.taken_in.to_string(),
        messages: (item.kind == Kind::Chat).then_some(reader.message_count(item.id)?),
        pages: number("pages").map(|pages| pages as u32),
        seconds: number("duration"),
        thumb: reader.derivative(item.id, THUMBNAIL)?.is_some(),
        part_of: item.part_of.map(|id| id.to_string()),
        part_count: reader.count_items(&filter)?,
        group: item.group.clone(),
        supports: linked(Relation::Supports),
        contradicts: linked(Relation::Contradicts),
        context: linked(Relation::Context),
        unread: unread(reader, item)?,
    })
}

/// The time an item is about as far as it says, else when it came in.
fn date(reader: &Reader, item: &Evidence, facts: &[Fact]) -> Result<Option<Moment>> {
    let stated = ["date-taken", "created", "modified"];
    let fact = stated
        .iter()
        .find_map(|key| facts.iter().find(|fact| fact.key == *key)?.time.clone());
    let first = match item.kind {
        Kind::Chat => reader.messages(item.id, 1, 1)?.pop().map(|message| message.time),
        _ => None,
    };
    let taken_in = || Moment {
        utc: Some(item.taken_in),
        raw: String::new(),
        zone: ZoneKnown::ExplicitEpoch,
        wall: None,
    };
    Ok(Some(fact.or(first).unwrap_or_else(taken_in)))
}

/// Why an item could not be read, where it could not.
fn unread(reader: &Reader, item: &Evidence) -> Result<Option<String>> {
    if reader.locate(item.id)?.parse_state == ParseState::Parsed {
        return Ok(None);
    }
    let code = item
        .notes
        .iter()
        .rev()
        .map(|note| note.code.clone())
        .find(|code| code != "same-as-other-source");
    Ok(Some(code.unwrap_or_else(|| "kept-not-parsed".to_owned())))
}
