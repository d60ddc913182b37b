//! Items of evidence: facts, notes, and where their sealed originals are. Written once; a person may later
//! give an item another title or independence group, and a parse may be repeated.

use super::passages::Passage;
use super::rows::{evidence_id, from_json, source_id, timestamp, to_json, within};
use super::sources::one;
use super::{Change, Reader};
use crate::search::Class;
use crate::{Error, Result};
use model::{Evidence, EvidenceId, Fact, Kind, Note, Sha256Digest, SourceId, Timestamp};
use rusqlite::{Row, params};

/// Where a sealed blob is and the key that opens it, wrapped by its source's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBlob {
    /// The blob's random name.
    pub name: String,
    /// Its key, wrapped.
    pub wrapped_key: Vec<u8>,
}

/// How far the parse of an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParseState {
    /// Not parsed yet.
    Pending,
    /// Parsed; notes say what was left out.
    Parsed,
    /// Kept as a sealed original only; a note says why.
    KeptOnly,
}

impl ParseState {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            ParseState::Pending => "pending",
            ParseState::Parsed => "parsed",
            ParseState::KeptOnly => "kept-only",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [ParseState::Pending, ParseState::Parsed, ParseState::KeptOnly]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// An item to be added; it gets the next number.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// Who entrusted it.
    pub source: SourceId,
    /// What it is to a person.
    pub kind: Kind,
    /// Media type found by content.
    pub media_type: String,
    /// File name as it came, at most 1,000 characters.
    pub name: String,
    /// What lists call it, at most 1,000 characters.
    pub title: String,
    /// Digest of the original.
    pub sha256: Sha256Digest,
    /// Length of the original in bytes.
    pub bytes: u64,
    /// When it comes in.
    pub taken_in: Timestamp,
    /// The item it is part of.
    pub part_of: Option<EvidenceId>,
    /// Its path in there.
    pub part_path: Option<String>,
    /// Independence group.
    pub group: String,
    /// How far its parse is.
    pub parse_state: ParseState,
    /// Where the sealed original is.
    pub original: SealedBlob,
}

/// Where the original of an item is, and how far its parse is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Whose key opens the blob's.
    pub source: SourceId,
    /// The sealed original.
    pub original: SealedBlob,
    /// How far its parse is.
    pub parse_state: ParseState,
}

/// Which items a list shows; empty means all.
#[derive(Debug, Clone, Copy, Default)]
pub struct ItemFilter {
    /// Of one source.
    pub source: Option<SourceId>,
    /// Of one kind.
    pub kind: Option<Kind>,
    /// Parts of one item.
    pub part_of: Option<EvidenceId>,
    /// Only items that are not part of another.
    pub whole_only: bool,
}

/// What passages repeat of their item.
#[derive(Clone, Copy)]
pub(crate) struct Brief {
    pub id: u32,
    pub source: u32,
    pub kind: u8,
    pub taken_in: i64,
}

const COLUMNS: &str =
    "id, source, kind, media_type, name, title, sha256, bytes, taken_in, part_of, part_path, grouping";

impl Reader {
    /// One item. [`Error::NoSuchItem`].
    pub fn evidence(&self, id: EvidenceId) -> Result<Evidence> {
        let mut select = self
            .conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM evidence WHERE id = ?1"))?;
        let mut rows = select.query([id.number()])?;
        self.read_item(rows.next()?.ok_or(Error::NoSuchItem)?)
    }

    /// Items in the order of their numbers, from the one after `after`, at most `limit`.
    pub fn items(&self, filter: &ItemFilter, after: Option<EvidenceId>, limit: u32) -> Result<Vec<Evidence>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM evidence
             WHERE id > ?1 AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR kind = ?3)
               AND (?4 IS NULL OR part_of = ?4) AND (?5 = 0 OR part_of IS NULL)
             ORDER BY id LIMIT ?6"
        ))?;
        let mut rows = select.query(params![
            after.map_or(0, EvidenceId::number),
            filter.source.map(SourceId::number),
            filter.kind.map(Kind::code),
            filter.part_of.map(EvidenceId::number),
            filter.whole_only,
            limit
        ])?;
        let mut items = Vec::new();
        while let Some(row) = rows.next()? {
            items.push(self.read_item(row)?);
        }
        Ok(items)
    }

    /// How many items a list would show.
    pub fn count_items(&self, filter: &ItemFilter) -> Result<u32> {
        let mut select = self.conn.prepare_cached(
            "SELECT count(*) FROM evidence
             WHERE (?1 IS NULL OR source = ?1) AND (?2 IS NULL OR kind = ?2)
               AND (?3 IS NULL OR part_of = ?3) AND (?4 = 0 OR part_of IS NULL)",
        )?;
        Ok(select.query_row(
            params![
                filter.source.map(SourceId::number),
                filter.kind.map(Kind::code),
                filter.part_of.map(EvidenceId::number),
                filter.whole_only
            ],
            |row| row.get(0),
        )?)
    }

    /// The items with these original bytes, of any source.
    pub fn items_with_digest(&self, digest: &Sha256Digest) -> Result<Vec<EvidenceId>> {
        let mut select = self
            .conn
            .prepare_cached("SELECT id FROM evidence WHERE sha256 = ?1 ORDER BY id")?;
        let numbers: Vec<u32> = select
            .query_map([&digest.0[..]], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        numbers.into_iter().map(evidence_id).collect()
    }

    /// Where an item's original is. [`Error::NoSuchItem`].
    pub fn locate(&self, id: EvidenceId) -> Result<Located> {
        let mut select = self
            .conn
            .prepare_cached("SELECT source, blob, wrapped_key, parse_state FROM evidence WHERE id = ?1")?;
        let (source, name, wrapped_key, state): (u32, String, Vec<u8>, String) = select
            .query_row([id.number()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        Ok(Located {
            source: source_id(source)?,
            original: SealedBlob { name, wrapped_key },
            parse_state: ParseState::from_code(&state).ok_or(Error::DatabaseDamaged)?,
        })
    }

    /// What an item's file says about itself.
    pub fn facts(&self, id: EvidenceId) -> Result<Vec<Fact>> {
        self.json_list("SELECT fact FROM facts WHERE evidence = ?1 ORDER BY place", id)
    }

    /// How many messages an item has.
    pub fn message_count(&self, id: EvidenceId) -> Result<u32> {
        let mut select = self
            .conn
            .prepare_cached("SELECT messages FROM evidence WHERE id = ?1")?;
        Ok(select.query_row([id.number()], |row| row.get(0))?)
    }

    /// The names of all blobs that rows point at: what is not among them is an orphan.
    pub fn blob_names(&self) -> Result<Vec<String>> {
        let mut select = self
            .conn
            .prepare_cached("SELECT blob FROM evidence UNION ALL SELECT blob FROM derivatives")?;
        Ok(select
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    fn read_item(&self, row: &Row<'_>) -> Result<Evidence> {
        let id = evidence_id(row.get(0)?)?;
        let (kind, part_of): (String, Option<u32>) = (row.get(2)?, row.get(9)?);
        let digest: [u8; 32] = row.get(6)?;
        Ok(Evidence {
            id,
            source: source_id(row.get(1)?)?,
            kind: Kind::from_code(&kind).ok_or(Error::DatabaseDamaged)?,
            media_type: row.get(3)?,
            name: row.get(4)?,
            title: row.get(5)?,
            sha256: Sha256Digest(digest),
            bytes: row.get(7)?,
            taken_in: timestamp(row.get(8)?)?,
            part_of: part_of.map(evidence_id).transpose()?,
            part_path: row.get(10)?,
            group: row.get(11)?,
            notes: self.json_list("SELECT note FROM notes WHERE evidence = ?1 ORDER BY place", id)?,
        })
    }

    fn json_list<T: serde::de::DeserializeOwned>(&self, select: &str, id: EvidenceId) -> Result<Vec<T>> {
        let mut select = self.conn.prepare_cached(select)?;
        let mut rows = select.query([id.number()])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            list.push(from_json(&row.get::<_, String>(0)?)?);
        }
        Ok(list)
    }

    pub(super) fn brief(&self, id: EvidenceId) -> Result<Brief> {
        let mut select = self
            .conn
            .prepare_cached("SELECT source, kind, taken_in FROM evidence WHERE id = ?1")?;
        let (source, kind, taken_in): (u32, String, i64) =
            select.query_row([id.number()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let kind = Kind::from_code(&kind).ok_or(Error::DatabaseDamaged)?;
        Ok(Brief {
            id: id.number(),
            source,
            kind: kind_number(kind),
            taken_in,
        })
    }
}

/// A kind's number in the table of passages: its place in [`Kind::ALL`].
pub(crate) fn kind_number(kind: Kind) -> u8 {
    kind as u8
}

impl Change<'_> {
    /// Adds an item and makes its title and name findable. [`Error::NoSuchItem`] where its source is none.
    pub fn add_item(&mut self, new: &NewItem) -> Result<EvidenceId> {
        within(&new.name, 1_000)?;
        within(&new.title, 1_000)?;
        within(&new.group, 200)?;
        self.source(new.source)?;
        self.conn
            .prepare_cached(
                "INSERT INTO evidence (source, kind, media_type, name, title, sha256, bytes, taken_in, part_of,
                                       part_path, grouping, parse_state, blob, wrapped_key)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                new.source.number(),
                new.kind.code(),
                new.media_type,
                new.name,
                new.title,
                &new.sha256.0[..],
                new.bytes,
                new.taken_in.millis(),
                new.part_of.map(EvidenceId::number),
                new.part_path,
                new.group,
                new.parse_state.code(),
                new.original.name,
                new.original.wrapped_key
            ])?;
        let id = self.last_number().and_then(evidence_id)?;
        self.fasten(&new.original.name)?;
        self.index_title(id)?;
        Ok(id)
    }

    /// Sets what an item is and how far its parse is, once the parse has told.
    pub fn set_parsed(&mut self, id: EvidenceId, kind: Kind, media_type: &str, state: ParseState) -> Result<()> {
        let before = self.brief(id)?;
        self.conn.execute(
            "UPDATE evidence SET kind = ?2, media_type = ?3, parse_state = ?4 WHERE id = ?1",
            params![id.number(), kind.code(), media_type, state.code()],
        )?;
        self.item = None;
        if before.kind != kind_number(kind) {
            self.set_kind_of_passages(id, kind)?;
        }
        Ok(())
    }

    fn set_kind_of_passages(&self, id: EvidenceId, kind: Kind) -> Result<()> {
        for update in [
            "UPDATE passages SET kind = ?2 WHERE class IN (2, 3, 4) AND class <> 1 AND owner = ?1",
            "UPDATE passages SET kind = ?2 WHERE id IN (SELECT passage FROM messages WHERE evidence = ?1)",
        ] {
            self.conn.execute(update, params![id.number(), kind_number(kind)])?;
        }
        Ok(())
    }

    /// Takes away what the last parse said, so that an item can be parsed again. Its title, its links and what was made
    /// from it stay.
    pub fn clear_parsed(&mut self, id: EvidenceId) -> Result<()> {
        self.brief(id)?;
        for class in [Class::Message, Class::Page, Class::Fact] {
            self.remove_passages(class, id.number())?;
        }
        for statement in PARSED {
            self.conn.execute(statement, [id.number()])?;
        }
        self.item = None;
        self.interned = super::messages::Interned::default();
        Ok(())
    }

    /// Gives an item another title. [`Error::TooLong`], [`Error::NoSuchItem`].
    pub fn set_title(&mut self, id: EvidenceId, title: &str) -> Result<()> {
        within(title, 1_000)?;
        one(self.conn.execute(
            "UPDATE evidence SET title = ?2 WHERE id = ?1",
            params![id.number(), title],
        )?)?;
        self.remove_passages(Class::Title, id.number())?;
        self.index_title(id)
    }

    /// Puts an item into another independence group. [`Error::TooLong`], [`Error::NoSuchItem`].
    pub fn set_group(&mut self, id: EvidenceId, group: &str) -> Result<()> {
        within(group, 200)?;
        one(self.conn.execute(
            "UPDATE evidence SET grouping = ?2 WHERE id = ?1",
            params![id.number(), group],
        )?)
    }

    /// Sets what an item's file says about itself, in place of what was there. At most 10,000 facts.
    pub fn set_facts(&mut self, id: EvidenceId, facts: &[Fact]) -> Result<()> {
        if facts.len() > 10_000 {
            return Err(Error::TooLong);
        }
        self.conn
            .execute("DELETE FROM facts WHERE evidence = ?1", [id.number()])?;
        self.remove_passages(Class::Fact, id.number())?;
        for (place, fact) in (0u32..).zip(facts) {
            within(&fact.value, 2_000)?;
            self.conn
                .prepare_cached("INSERT INTO facts (evidence, place, fact) VALUES (?1, ?2, ?3)")?
                .execute(params![id.number(), place, to_json(fact)])?;
            self.index_of_item(id, Class::Fact, place, &fact.value)?;
        }
        Ok(())
    }

    /// Sets what the import has to say about an item, in place of what was there. At most 10,000 notes.
    pub fn set_notes(&mut self, id: EvidenceId, notes: &[Note]) -> Result<()> {
        if notes.len() > 10_000 {
            return Err(Error::TooLong);
        }
        self.conn
            .execute("DELETE FROM notes WHERE evidence = ?1", [id.number()])?;
        let mut insert = self
            .conn
            .prepare_cached("INSERT INTO notes (evidence, place, note) VALUES (?1, ?2, ?3)")?;
        for (place, note) in (0u32..).zip(notes) {
            insert.execute(params![id.number(), place, to_json(note)])?;
        }
        Ok(())
    }

    /// Gives an item whose sealed original is damaged another blob with the same bytes; answers the name of the blob that
    /// is replaced. What was taken in stays what it was: [`Error::NoSuchItem`] where the digest is another.
    pub fn heal(&mut self, id: EvidenceId, sha256: &Sha256Digest, blob: &SealedBlob) -> Result<String> {
        if self.evidence(id)?.sha256 != *sha256 {
            return Err(Error::NoSuchItem);
        }
        let before = self.locate(id)?.original.name;
        self.conn.execute(
            "UPDATE evidence SET blob = ?2, wrapped_key = ?3 WHERE id = ?1",
            params![id.number(), blob.name, blob.wrapped_key],
        )?;
        self.fasten(&blob.name)?;
        self.loosen(&before)?;
        Ok(before)
    }

    /// The item that is being filled, remembered so that batches of messages need not ask again.
    pub(super) fn brief_of(&mut self, id: EvidenceId) -> Result<Brief> {
        match self.item {
            Some(item) if item.id == id.number() => Ok(item),
            _ => {
                let item = self.brief(id)?;
                self.item = Some(item);
                Ok(item)
            }
        }
    }

    fn index_title(&mut self, id: EvidenceId) -> Result<()> {
        let item = self.evidence(id)?;
        let text = if item.title == item.name {
            item.title
        } else {
            format!("{}\n{}", item.title, item.name)
        };
        self.index_of_item(id, Class::Title, 0, &text)
    }

    fn index_of_item(&mut self, id: EvidenceId, class: Class, place: u32, text: &str) -> Result<()> {
        let item = self.brief_of(id)?;
        self.add_passage(&Passage {
            class,
            owner: item.id,
            source: Some(item.source),
            kind: Some(item.kind),
            place,
            start: 0,
            time: Some(item.taken_in),
            author: None,
            text,
        })
    }

    /// Takes an item out with all that hangs on it; answers the names of its blobs.
    pub(super) fn remove_item(&mut self, item: u32) -> Result<Vec<String>> {
        let blobs: Vec<String> = self
            .conn
            .prepare(
                "SELECT blob FROM evidence WHERE id = ?1 UNION ALL SELECT blob FROM derivatives WHERE evidence = ?1",
            )?
            .query_map([item], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        blobs.iter().try_for_each(|name| self.loosen(name))?;
        for class in [Class::Message, Class::Page, Class::Title, Class::Fact] {
            self.remove_passages(class, item)?;
        }
        for statement in HANGING {
            self.conn.execute(statement, [item])?;
        }
        self.item = None;
        Ok(blobs)
    }
}

/// Deletes what a parse has put there.
const PARSED: &[&str] = &[
    "DELETE FROM days WHERE chat IN (SELECT id FROM chats WHERE evidence = ?1)",
    "DELETE FROM messages WHERE evidence = ?1",
    "DELETE FROM chats WHERE evidence = ?1",
    "DELETE FROM authors WHERE evidence = ?1",
    "DELETE FROM pages WHERE evidence = ?1",
    "DELETE FROM facts WHERE evidence = ?1",
    "DELETE FROM notes WHERE evidence = ?1",
    "UPDATE evidence SET messages = 0 WHERE id = ?1",
];

/// Deletes what hangs on an item, the item last.
const HANGING: &[&str] = &[
    "DELETE FROM days WHERE chat IN (SELECT id FROM chats WHERE evidence = ?1)",
    "DELETE FROM messages WHERE evidence = ?1",
    "DELETE FROM chats WHERE evidence = ?1",
    "DELETE FROM authors WHERE evidence = ?1",
    "DELETE FROM pages WHERE evidence = ?1",
    "DELETE FROM facts WHERE evidence = ?1",
    "DELETE FROM notes WHERE evidence = ?1",
    "DELETE FROM links WHERE evidence = ?1",
    "DELETE FROM derivatives WHERE evidence = ?1",
    "UPDATE evidence SET part_of = NULL WHERE part_of = ?1",
    "DELETE FROM evidence WHERE id = ?1",
];
