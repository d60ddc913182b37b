//! Everything that can be found by its words, in one table, with the index over it.
//!
//! A passage's id is its time in seconds, shifted: the index then yields the newest hits first without sorting, however
//! common the word is. Passages without a time follow the one before them.

use super::Change;
use crate::search::{Class, words_of};
use crate::{Error, Result};
use rusqlite::params;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Longest passage, in characters; longer texts are stored in pieces.
pub(super) const PASSAGE_LIMIT: usize = 16_000;

/// A passage on its way in.
pub(super) struct Passage<'a> {
    pub class: Class,
    pub owner: u32,
    pub source: Option<u32>,
    pub kind: Option<u8>,
    pub place: u32,
    pub start: u32,
    pub time: Option<i64>,
    pub author: Option<i64>,
    pub text: &'a str,
}

/// Gives out ids in the order of time.
#[derive(Default)]
pub(crate) struct Slots {
    next: HashMap<i64, i64>,
    last: i64,
    /// Given out and not stored yet.
    promised: HashSet<i64>,
}

/// Ids per second; more passages than that in one second spill into the seconds after it.
const PER_SECOND: i64 = 8;
/// Times before 1900 and after 2200 share one second: what claims to be older or newer is not worth an order.
const EARLIEST: i64 = -2_208_988_800;
const LATEST: i64 = 7_258_118_400;
/// Seconds whose next free id is remembered.
const REMEMBERED: usize = 65_536;

impl Slots {
    /// An id that is likely free for a passage of this time in milliseconds.
    fn wanted(&self, time: Option<i64>) -> i64 {
        time.map_or(self.last + 1, first_slot)
    }
}

/// The first id of the second of this time in milliseconds.
pub(crate) fn first_slot(millis: i64) -> i64 {
    let second = millis.div_euclid(1000).clamp(EARLIEST, LATEST) - EARLIEST + 1;
    second * PER_SECOND
}

impl Change<'_> {
    /// A free id for a passage of this time.
    pub(super) fn free_slot(&mut self, time: Option<i64>) -> Result<i64> {
        let wanted = self.slots.wanted(time);
        let mut candidate = self.slots.next.get(&wanted).copied().unwrap_or(wanted);
        let mut taken = self.conn.prepare_cached("SELECT 1 FROM passages WHERE id = ?1")?;
        let mut step = 1;
        for tries in 0.. {
            if !self.slots.promised.contains(&candidate) && !taken.exists([candidate])? {
                break;
            }
            candidate += step;
            if tries >= 8 {
                step = (step * 2).min(1 << 24);
            }
        }
        drop(taken);
        if self.slots.next.len() >= REMEMBERED {
            self.slots.next.clear();
        }
        self.slots.next.insert(wanted, candidate + 1);
        self.slots.last = candidate;
        self.slots.promised.insert(candidate);
        Ok(candidate)
    }

    /// Stores and indexes a passage at a free id.
    pub(super) fn add_passage(&mut self, passage: &Passage<'_>) -> Result<()> {
        let id = self.free_slot(passage.time)?;
        self.put_passage(id, passage)
    }

    /// Stores and indexes a passage. Ids that grow from call to call are indexed fastest.
    pub(super) fn put_passage(&mut self, id: i64, passage: &Passage<'_>) -> Result<()> {
        self.slots.promised.remove(&id);
        let mut row = self.conn.prepare_cached(
            "INSERT INTO passages (id, class, owner, source, kind, place, start, time, author, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        row.execute(params![
            id,
            passage.class.number(),
            passage.owner,
            passage.source,
            passage.kind,
            passage.place,
            passage.start,
            passage.time,
            passage.author,
            passage.text
        ])?;
        let mut index = self
            .conn
            .prepare_cached("INSERT INTO passages_fts (rowid, text) VALUES (?1, ?2)")?;
        index.execute(params![id, passage.text])?;
        Ok(())
    }

    /// Takes the passages of one class and owner out, and those words that occur nowhere else any more.
    pub(super) fn remove_passages(&mut self, class: Class, owner: u32) -> Result<()> {
        let select = match class {
            Class::Message => {
                "SELECT p.id, p.text FROM messages m JOIN passages p ON p.id = m.passage WHERE m.evidence = ?2 AND ?1 = 1"
            }
            _ => "SELECT id, text FROM passages WHERE class = ?1 AND owner = ?2 AND class <> 1",
        };
        let mut seen = BTreeSet::new();
        let mut statement = self.conn.prepare(select)?;
        let mut rows = statement.query(params![class.number(), owner])?;
        let mut gone = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, text): (i64, String) = (row.get(0)?, row.get(1)?);
            self.conn
                .prepare_cached("INSERT INTO passages_fts (passages_fts, rowid, text) VALUES ('delete', ?1, ?2)")?
                .execute(params![id, text])?;
            gone.push(id);
            words_of(&text, |word, _| {
                seen.insert(self.words.forms(word).form);
                true
            });
        }
        for id in gone {
            self.conn
                .prepare_cached("DELETE FROM passages WHERE id = ?1")?
                .execute([id])?;
        }
        self.drop_unused_words(&seen)
    }

    fn drop_unused_words(&self, words: &BTreeSet<String>) -> Result<()> {
        self.words.forget();
        for word in words {
            let phrase = format!("\"{}{word}\"", crate::search::AS_IT_STANDS);
            let used = self
                .conn
                .prepare_cached("SELECT 1 FROM passages_fts WHERE passages_fts MATCH ?1 LIMIT 1")?
                .exists([phrase])?;
            if !used {
                self.drop_word(word)?;
            }
        }
        Ok(())
    }

    fn drop_word(&self, word: &str) -> Result<()> {
        let mut delete = self
            .conn
            .prepare_cached("DELETE FROM words WHERE word = ?1 RETURNING id")?;
        let Some(id) = delete.query_map([word], |row| row.get::<_, i64>(0))?.next() else {
            return Ok(());
        };
        self.conn
            .prepare_cached("INSERT INTO words_fts (words_fts, rowid, word) VALUES ('delete', ?1, ?2)")?
            .execute(params![id?, word])?;
        Ok(())
    }

    /// Puts words that were met for the first time into the table that finds parts of words.
    pub(super) fn index_new_words(&self) -> Result<()> {
        let mut add = self
            .conn
            .prepare_cached("INSERT INTO words (word) VALUES (?1) ON CONFLICT DO NOTHING")?;
        let mut index = self
            .conn
            .prepare_cached("INSERT INTO words_fts (rowid, word) VALUES (?1, ?2)")?;
        for word in self.words.take_new() {
            if word.len() >= 3 && add.execute([&word])? == 1 {
                index.execute(params![self.conn.last_insert_rowid(), word])?;
            }
        }
        Ok(())
    }
}

/// Cuts a text into pieces of at most [`PASSAGE_LIMIT`] characters, between lines or words where it can; with each
/// piece's start in characters.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = text;
    let mut start = 0usize;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(cut(rest));
        let place = start;
        start += piece.chars().count();
        rest = after;
        Some((u32::try_from(place).unwrap_or(u32::MAX), piece))
    })
}

fn cut(text: &str) -> usize {
    let Some((end, _)) = text.char_indices().nth(PASSAGE_LIMIT) else {
        return text.len();
    };
    let piece = &text[..end];
    let good = |at: usize| (at > end / 2).then_some(at + 1);
    piece
        .rfind('\n')
        .and_then(good)
        .or_else(|| piece.rfind(' ').and_then(good))
        .unwrap_or(end)
}

/// Refuses what would make one row too large, in characters.
pub(super) const TEXT_LIMIT: usize = 16 << 20;

pub(super) fn bounded(text: &str) -> Result<()> {
    if text.len() <= TEXT_LIMIT {
        Ok(())
    } else {
        Err(Error::TooLong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_comes_in_pieces_that_make_it_up_again() {
        let text = "слово и ещё одно\n".repeat(5_000);
        let pieces: Vec<(u32, &str)> = pieces(&text).collect();
        assert!(pieces.len() > 4);
        let mut whole = String::new();
        for (start, piece) in pieces {
            assert_eq!(start as usize, whole.chars().count());
            assert!(piece.chars().count() <= PASSAGE_LIMIT);
            whole.push_str(piece);
        }
        assert_eq!(whole, text);
    }
}
