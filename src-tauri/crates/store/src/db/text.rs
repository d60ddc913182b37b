//! Text of items that are no chats: by page, or as page 0 for items without pages; with a layout that only its writer
//! understands (positions of words on a PDF page).

use super::passages::{Passage, bounded, pieces};
use super::{Change, Reader};
use crate::search::Class;
use crate::{Error, Result};
use model::EvidenceId;
use rusqlite::{OptionalExtension, params};

/// A page of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPage {
    /// From 1; 0 is the text of an item without pages.
    pub page: u32,
    /// The text.
    pub text: String,
    /// Its layout as it was given.
    pub layout: Option<Vec<u8>>,
}

impl Reader {
    /// One page. [`Error::NoSuchItem`] where there is none.
    pub fn text_page(&self, id: EvidenceId, page: u32) -> Result<TextPage> {
        let layout: Option<Option<Vec<u8>>> = self
            .conn
            .prepare_cached("SELECT layout FROM pages WHERE evidence = ?1 AND page = ?2")?
            .query_row(params![id.number(), page], |row| row.get(0))
            .optional()?;
        let layout = layout.ok_or(Error::NoSuchItem)?;
        let mut select = self.conn.prepare_cached(
            "SELECT text FROM passages WHERE class = 2 AND class <> 1 AND owner = ?1 AND place = ?2 ORDER BY start",
        )?;
        let mut rows = select.query(params![id.number(), page])?;
        let mut text = String::new();
        while let Some(row) = rows.next()? {
            text.push_str(row.get_ref(0)?.as_str().map_err(|_| Error::DatabaseDamaged)?);
        }
        Ok(TextPage { page, text, layout })
    }

    /// The pages of an item that have text, with their lengths in characters.
    pub fn text_pages(&self, id: EvidenceId) -> Result<Vec<(u32, u32)>> {
        let mut select = self
            .conn
            .prepare_cached("SELECT page, chars FROM pages WHERE evidence = ?1 ORDER BY page")?;
        Ok(select
            .query_map([id.number()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Change<'_> {
    /// Adds a page of text and makes it findable; page 0 for items without pages. At most 16 MiB of text, 16 MiB of
    /// layout.
    pub fn add_text(&mut self, id: EvidenceId, page: u32, text: &str, layout: Option<&[u8]>) -> Result<()> {
        bounded(text)?;
        if layout.is_some_and(|layout| layout.len() > 16 << 20) {
            return Err(Error::TooLong);
        }
        let item = self.brief_of(id)?;
        self.conn
            .prepare_cached("INSERT INTO pages (evidence, page, chars, layout) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![item.id, page, text.chars().count(), layout])?;
        for (start, piece) in pieces(text) {
            self.add_passage(&Passage {
                class: Class::Page,
                owner: item.id,
                source: Some(item.source),
                kind: Some(item.kind),
                place: page,
                start,
                time: Some(item.taken_in),
                author: None,
                text: piece,
            })?;
        }
        self.index_new_words()
    }
}
