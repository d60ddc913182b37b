//! Sources: codename, protected terms, notes; the identity and the source's key arrive sealed and leave sealed.

use super::passages::Passage;
use super::rows::{from_json, source_id, timestamp, to_json, within};
use super::{Change, Reader};
use crate::search::Class;
use crate::{Error, Result};
use model::{Codename, Source, SourceId, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

/// A source to be added.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// How everybody calls it; unique without regard to letter case.
    pub codename: Codename,
    /// Names, numbers and handles that must not leave: at most 1,000 of 200 characters each.
    pub protected: Vec<String>,
    /// The journalist's notes, at most 100,000 characters.
    pub notes: String,
    /// When it is added.
    pub added: Timestamp,
    /// The source's key, wrapped by the locker's.
    pub wrapped_key: Vec<u8>,
}

/// What of a source is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSecrets {
    /// The source's key, wrapped by the locker's; empty once the source is forgotten.
    pub wrapped_key: Vec<u8>,
    /// The sealed identity, where one is set.
    pub identity: Option<Vec<u8>>,
}

/// How much of a source there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceCount {
    /// Items of evidence.
    pub items: u32,
    /// Messages in its chats.
    pub messages: u64,
    /// Length of the originals in bytes.
    pub bytes: u64,
    /// When the last item came in.
    pub last_taken_in: Option<Timestamp>,
}

const COLUMNS: &str = "id, codename, protected, notes, added";

impl Reader {
    /// Every source, in the order of their numbers.
    pub fn sources(&self) -> Result<Vec<Source>> {
        let mut select = self
            .conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM sources ORDER BY id"))?;
        let mut rows = select.query([])?;
        let mut sources = Vec::new();
        while let Some(row) = rows.next()? {
            sources.push(read_source(row)?);
        }
        Ok(sources)
    }

    /// One source. [`Error::NoSuchItem`].
    pub fn source(&self, id: SourceId) -> Result<Source> {
        let mut select = self
            .conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM sources WHERE id = ?1"))?;
        let mut rows = select.query([id.number()])?;
        read_source(rows.next()?.ok_or(Error::NoSuchItem)?)
    }

    /// The source of this codename, in any letter case.
    pub fn source_named(&self, codename: &str) -> Result<Option<SourceId>> {
        let number: Option<u32> = self
            .conn
            .prepare_cached("SELECT id FROM sources WHERE codename_key = ?1")?
            .query_row([codename.to_lowercase()], |row| row.get(0))
            .optional()?;
        number.map(source_id).transpose()
    }

    /// What of a source is sealed. [`Error::NoSuchItem`].
    pub fn source_secrets(&self, id: SourceId) -> Result<SourceSecrets> {
        let mut select = self
            .conn
            .prepare_cached("SELECT wrapped_key, identity FROM sources WHERE id = ?1")?;
        Ok(select.query_row([id.number()], |row| {
            Ok(SourceSecrets {
                wrapped_key: row.get(0)?,
                identity: row.get(1)?,
            })
        })?)
    }

    /// How much of a source there is.
    pub fn source_count(&self, id: SourceId) -> Result<SourceCount> {
        let mut select = self.conn.prepare_cached(
            "SELECT count(*), coalesce(sum(messages), 0), coalesce(sum(bytes), 0), max(taken_in)
             FROM evidence WHERE source = ?1",
        )?;
        let (items, messages, bytes, last): (u32, u64, u64, Option<i64>) = select.query_row([id.number()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        Ok(SourceCount {
            items,
            messages,
            bytes,
            last_taken_in: last.map(timestamp).transpose()?,
        })
    }
}

fn read_source(row: &Row<'_>) -> Result<Source> {
    let codename: String = row.get(1)?;
    Ok(Source {
        id: source_id(row.get(0)?)?,
        codename: Codename::new(&codename).map_err(|_| Error::DatabaseDamaged)?,
        protected: from_json(row.get_ref(2)?.as_str().map_err(|_| Error::DatabaseDamaged)?)?,
        notes: row.get(3)?,
        added: timestamp(row.get(4)?)?,
    })
}

impl Change<'_> {
    /// Adds a source. [`Error::CodenameTaken`], [`Error::TooLong`].
    pub fn add_source(&mut self, new: &NewSource) -> Result<SourceId> {
        check_bounds(&new.protected, &new.notes)?;
        if self.source_named(new.codename.as_str())?.is_some() {
            return Err(Error::CodenameTaken);
        }
        self.conn.execute(
            "INSERT INTO sources (codename, codename_key, protected, notes, added, wrapped_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                new.codename.as_str(),
                new.codename.as_str().to_lowercase(),
                to_json(&new.protected),
                new.notes,
                new.added.millis(),
                new.wrapped_key
            ],
        )?;
        let id = self.last_number().and_then(source_id)?;
        self.index_source_notes(id, &new.notes, new.added)?;
        Ok(id)
    }

    /// Gives a source another codename, other protected terms, other notes. [`Error::CodenameTaken`], [`Error::NoSuchItem`].
    pub fn change_source(
        &mut self,
        id: SourceId,
        codename: &Codename,
        protected: &[String],
        notes: &str,
    ) -> Result<()> {
        check_bounds(protected, notes)?;
        let before = self.source(id)?;
        if self.source_named(codename.as_str())?.is_some_and(|other| other != id) {
            return Err(Error::CodenameTaken);
        }
        self.conn.execute(
            "UPDATE sources SET codename = ?2, codename_key = ?3, protected = ?4, notes = ?5 WHERE id = ?1",
            params![
                id.number(),
                codename.as_str(),
                codename.as_str().to_lowercase(),
                to_json(&protected),
                notes
            ],
        )?;
        if before.notes != notes {
            self.remove_passages(Class::Note, id.number())?;
            self.index_source_notes(id, notes, before.added)?;
        }
        Ok(())
    }

    /// Sets the source's key, wrapped by the locker's under the number that the source got. [`Error::NoSuchItem`].
    pub fn set_source_key(&mut self, id: SourceId, wrapped_key: &[u8]) -> Result<()> {
        one(self.conn.execute(
            "UPDATE sources SET wrapped_key = ?2 WHERE id = ?1",
            params![id.number(), wrapped_key],
        )?)
    }

    /// Sets or takes away the sealed identity. [`Error::NoSuchItem`].
    pub fn set_identity(&mut self, id: SourceId, sealed: Option<&[u8]>) -> Result<()> {
        let rows = self.conn.execute(
            "UPDATE sources SET identity = ?2 WHERE id = ?1",
            params![id.number(), sealed],
        )?;
        one(rows)
    }

    /// Forgets a source: its items, their texts, the links to them, its identity and its wrapped key are gone from the
    /// database. Answers the names of the blobs that can be removed. The custody log stays; it holds no names.
    pub fn forget_source(&mut self, id: SourceId) -> Result<Vec<String>> {
        self.source(id)?;
        let items: Vec<u32> = self
            .conn
            .prepare("SELECT id FROM evidence WHERE source = ?1 ORDER BY id DESC")?
            .query_map([id.number()], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut blobs = Vec::new();
        for item in items {
            blobs.extend(self.remove_item(item)?);
        }
        self.remove_passages(Class::Note, id.number())?;
        self.conn
            .execute("UPDATE claims SET about = NULL WHERE about = ?1", [id.number()])?;
        self.conn.execute("DELETE FROM sources WHERE id = ?1", [id.number()])?;
        Ok(blobs)
    }

    fn index_source_notes(&mut self, id: SourceId, notes: &str, added: Timestamp) -> Result<()> {
        for (start, piece) in super::passages::pieces(notes) {
            self.add_passage(&Passage {
                class: Class::Note,
                owner: id.number(),
                source: Some(id.number()),
                kind: None,
                place: 0,
                start,
                time: Some(added.millis()),
                author: None,
                text: piece,
            })?;
        }
        Ok(())
    }

    /// The number that the last insertion gave.
    pub(super) fn last_number(&self) -> Result<u32> {
        u32::try_from(self.conn.last_insert_rowid()).map_err(|_| Error::TooLong)
    }
}

/// An update that must have met one row.
pub(super) fn one(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NoSuchItem) }
}

fn check_bounds(protected: &[String], notes: &str) -> Result<()> {
    if protected.len() > 1_000 {
        return Err(Error::TooLong);
    }
    protected.iter().try_for_each(|term| within(term, 200))?;
    within(notes, 100_000)
}
