//! Messages of chats: stored compactly, read by ranges of `n`, with an index of days for a scroll bar.
//!
//! They come in batches and are never all in memory. Words live in the table of passages; everything else here.

use super::passages::Passage;
use super::rows::{from_json, moment, to_json, zone_code};
use super::{Change, Reader};
use crate::search::Class;
use crate::{Error, Result};
use model::{Attachment, EvidenceId, Message, MessageKind, Moment};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A chat of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatSummary {
    /// Its number in this database.
    pub id: u32,
    /// Its name in the export; empty where the export has one chat.
    pub name: String,
    /// `n` of its first message.
    pub first_n: u32,
    /// `n` of its last message.
    pub last_n: u32,
    /// How many messages.
    pub messages: u32,
}

/// A day of a chat, for a scroll bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayMark {
    /// The chat's number.
    pub chat: u32,
    /// Days since 1970-01-01 of the instant in UTC, or of the original's wall clock where its zone is unknown.
    pub day: i32,
    /// The smallest `n` of the day.
    pub first_n: u32,
    /// How many messages.
    pub messages: u32,
}

/// Somebody who wrote in an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Display name at export time.
    pub name: Option<String>,
    /// The messenger's id.
    pub author_id: Option<String>,
    /// How many messages.
    pub messages: u32,
}

/// What most messages do not have, as JSON beside those that do.
#[derive(Serialize, Deserialize, Default, PartialEq)]
struct More {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forwarded_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited: Option<Moment>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    flags: Vec<String>,
}

/// Authors and chats of the item that is being filled, and what was counted since they were last written down.
#[derive(Default)]
pub(crate) struct Interned {
    evidence: u32,
    authors: HashMap<(Option<String>, Option<String>), i64>,
    chats: HashMap<String, i64>,
    days: HashMap<(i64, i64), (u32, u32)>,
    chat_counts: HashMap<i64, (u32, u32, u32)>,
    author_counts: HashMap<i64, u32>,
}

/// Authors or chats of one item that are remembered; beyond it they are looked up.
const REMEMBERED: usize = 50_000;
/// Longest text of one message, in bytes.
const MESSAGE_LIMIT: usize = 4 << 20;
const DAY: i64 = 86_400_000;

const COLUMNS: &str = "m.n, m.own_id, c.name, a.name, a.author_id, m.utc, m.raw, m.zone, m.wall, m.kind,
                       coalesce(p.text, ''), m.reply_to, m.locator, m.more";
const TABLES: &str = "messages m JOIN chats c ON c.id = m.chat
                      LEFT JOIN authors a ON a.id = m.author LEFT JOIN passages p ON p.id = m.passage";

impl Reader {
    /// Messages of an item from `n = from` on, in order, at most `limit`.
    pub fn messages(&self, id: EvidenceId, from: u32, limit: u32) -> Result<Vec<Message>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE m.evidence = ?1 AND m.n >= ?2 ORDER BY m.n LIMIT ?3"
        ))?;
        let mut rows = select.query(params![id.number(), from, limit])?;
        let mut messages = Vec::new();
        while let Some(row) = rows.next()? {
            messages.push(read_message(row)?);
        }
        Ok(messages)
    }

    /// The place of the message with this id in the messenger: in the chat of message `near` if there, else the first.
    pub fn message_with_id(&self, id: EvidenceId, own_id: &str, near: u32) -> Result<Option<u32>> {
        let mut select = self.conn.prepare_cached(
            "SELECT n FROM messages WHERE evidence = ?1 AND own_id = ?2
             ORDER BY chat IS NOT (SELECT chat FROM messages WHERE evidence = ?1 AND n = ?3), n LIMIT 1",
        )?;
        Ok(select
            .query_row(params![id.number(), own_id, near], |row| row.get(0))
            .optional()?)
    }

    /// The chats of an item.
    pub fn chats(&self, id: EvidenceId) -> Result<Vec<ChatSummary>> {
        let mut select = self.conn.prepare_cached(
            "SELECT id, name, first_n, last_n, messages FROM chats WHERE evidence = ?1 ORDER BY first_n",
        )?;
        let chats = select.query_map([id.number()], |row| {
            Ok(ChatSummary {
                id: row.get(0)?,
                name: row.get(1)?,
                first_n: row.get(2)?,
                last_n: row.get(3)?,
                messages: row.get(4)?,
            })
        })?;
        Ok(chats.collect::<rusqlite::Result<_>>()?)
    }

    /// The days of an item's chats, in the order of chats and days.
    pub fn days(&self, id: EvidenceId) -> Result<Vec<DayMark>> {
        let mut select = self.conn.prepare_cached(
            "SELECT d.chat, d.day, d.first_n, d.messages FROM chats c JOIN days d ON d.chat = c.id
             WHERE c.evidence = ?1 ORDER BY c.first_n, d.day",
        )?;
        let days = select.query_map([id.number()], |row| {
            Ok(DayMark {
                chat: row.get(0)?,
                day: row.get(1)?,
                first_n: row.get(2)?,
                messages: row.get(3)?,
            })
        })?;
        Ok(days.collect::<rusqlite::Result<_>>()?)
    }

    /// Who wrote in an item, the busiest first.
    pub fn participants(&self, id: EvidenceId) -> Result<Vec<Participant>> {
        let mut select = self.conn.prepare_cached(
            "SELECT name, author_id, messages FROM authors WHERE evidence = ?1 ORDER BY messages DESC, id LIMIT 10000",
        )?;
        let people = select.query_map([id.number()], |row| {
            Ok(Participant {
                name: row.get(0)?,
                author_id: row.get(1)?,
                messages: row.get(2)?,
            })
        })?;
        Ok(people.collect::<rusqlite::Result<_>>()?)
    }
}

fn read_message(row: &Row<'_>) -> Result<Message> {
    let (kind, more): (String, Option<String>) = (row.get(9)?, row.get(13)?);
    let more: More = more.map_or_else(|| Ok(More::default()), |json| from_json(&json))?;
    Ok(Message {
        n: row.get(0)?,
        id: row.get(1)?,
        chat: row.get(2)?,
        author: row.get(3)?,
        author_id: row.get(4)?,
        time: moment(row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?)?,
        kind: MessageKind::from_code(&kind).ok_or(Error::DatabaseDamaged)?,
        text: row.get(10)?,
        reply_to: row.get(11)?,
        locator: row.get(12)?,
        forwarded_from: more.forwarded_from,
        edited: more.edited,
        deleted: more.deleted,
        attachments: more.attachments,
        flags: more.flags,
    })
}

impl Change<'_> {
    /// Adds a batch of messages to an item and makes them findable. Batches of some hundred are fastest; `n` must be
    /// new in the item. [`Error::TooLong`] for a text beyond 4 MiB.
    pub fn add_messages(&mut self, id: EvidenceId, batch: &[Message]) -> Result<()> {
        let item = self.brief_of(id)?;
        if self.interned.evidence != item.id {
            self.interned = Interned {
                evidence: item.id,
                ..Interned::default()
            };
        }
        // The index takes passages fastest in the order of their ids, that is, of time.
        let mut passages = Vec::with_capacity(batch.len());
        for message in batch {
            if message.text.len() > MESSAGE_LIMIT {
                return Err(Error::TooLong);
            }
            let author = self.author_of(message)?;
            let passage = self.slot_of(message)?;
            self.insert_message(item.id, message, author, passage)?;
            passages.extend(passage.map(|passage| (passage, author, message)));
        }
        passages.sort_unstable_by_key(|(passage, ..)| *passage);
        for (passage, author, message) in passages {
            let passage_row = Passage {
                class: Class::Message,
                owner: item.id,
                source: Some(item.source),
                kind: Some(item.kind),
                place: message.n,
                start: 0,
                time: message.time.order_millis(),
                author,
                text: &message.text,
            };
            self.put_passage(passage, &passage_row)?;
        }
        self.write_counts(item.id, batch.len())?;
        self.index_new_words()
    }

    /// Sets the attachments of a message again, once the items they became have their numbers. [`Error::NoSuchItem`].
    pub fn set_attachments(&mut self, id: EvidenceId, n: u32, attachments: &[Attachment]) -> Result<()> {
        let mut message = self
            .messages(id, n, 1)?
            .pop()
            .filter(|m| m.n == n)
            .ok_or(Error::NoSuchItem)?;
        message.attachments = attachments.to_vec();
        self.conn
            .prepare_cached("UPDATE messages SET more = ?3 WHERE evidence = ?1 AND n = ?2")?
            .execute(params![id.number(), n, more_of(&message)])?;
        Ok(())
    }

    /// A free place among the passages, for a message that has words; kept free by remembering it until it is taken.
    fn slot_of(&mut self, message: &Message) -> Result<Option<i64>> {
        if message.text.is_empty() {
            return Ok(None);
        }
        self.free_slot(message.time.order_millis()).map(Some)
    }

    fn insert_message(
        &mut self,
        item: u32,
        message: &Message,
        author: Option<i64>,
        passage: Option<i64>,
    ) -> Result<()> {
        let chat = self.chat_of(item, message)?;
        let insert = "INSERT INTO messages (evidence, n, passage, chat, author, kind, utc, wall, zone, raw, own_id,
                                            reply_to, locator, more)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.conn.prepare_cached(insert)?.execute(params![
            item,
            message.n,
            passage,
            chat,
            author,
            message.kind.code(),
            message.time.utc.map(model::Timestamp::millis),
            message.time.wall,
            zone_code(message.time.zone),
            message.time.raw,
            message.id,
            message.reply_to,
            message.locator,
            more_of(message)
        ])?;
        self.count(message, chat, author);
        Ok(())
    }

    fn count(&mut self, message: &Message, chat: i64, author: Option<i64>) {
        if let Some(millis) = message.time.order_millis() {
            let day = self
                .interned
                .days
                .entry((chat, millis.div_euclid(DAY)))
                .or_insert((message.n, 0));
            *day = (day.0.min(message.n), day.1 + 1);
        }
        let spread = self
            .interned
            .chat_counts
            .entry(chat)
            .or_insert((message.n, message.n, 0));
        *spread = (spread.0.min(message.n), spread.1.max(message.n), spread.2 + 1);
        if let Some(author) = author {
            *self.interned.author_counts.entry(author).or_default() += 1;
        }
    }

    fn author_of(&mut self, message: &Message) -> Result<Option<i64>> {
        let key = (message.author.clone(), message.author_id.clone());
        if key == (None, None) {
            return Ok(None);
        }
        if let Some(number) = self.interned.authors.get(&key) {
            return Ok(Some(*number));
        }
        let evidence = self.interned.evidence;
        let number = self.find_or_insert(
            "SELECT id FROM authors WHERE evidence = ?1 AND name IS ?2 AND author_id IS ?3",
            "INSERT INTO authors (evidence, name, author_id, messages) VALUES (?1, ?2, ?3, 0)",
            params![evidence, key.0, key.1],
        )?;
        if self.interned.authors.len() < REMEMBERED {
            self.interned.authors.insert(key, number);
        }
        Ok(Some(number))
    }

    fn chat_of(&mut self, item: u32, message: &Message) -> Result<i64> {
        let number = match self.interned.chats.get(&message.chat) {
            Some(number) => *number,
            None => {
                let number = self.find_or_insert(
                    "SELECT id FROM chats WHERE evidence = ?1 AND name = ?2",
                    "INSERT INTO chats (evidence, name, first_n, last_n, messages) VALUES (?1, ?2, 4294967295, 0, 0)",
                    params![item, message.chat],
                )?;
                if self.interned.chats.len() < REMEMBERED {
                    self.interned.chats.insert(message.chat.clone(), number);
                }
                number
            }
        };
        Ok(number)
    }

    fn find_or_insert(&self, find: &str, insert: &str, values: &[&dyn rusqlite::ToSql]) -> Result<i64> {
        let found = self
            .conn
            .prepare_cached(find)?
            .query_row(values, |row| row.get(0))
            .optional()?;
        if let Some(number) = found {
            return Ok(number);
        }
        self.conn.prepare_cached(insert)?.execute(values)?;
        Ok(self.conn.last_insert_rowid())
    }

    fn write_counts(&mut self, item: u32, messages: usize) -> Result<()> {
        let days = std::mem::take(&mut self.interned.days);
        let authors = std::mem::take(&mut self.interned.author_counts);
        let chats = std::mem::take(&mut self.interned.chat_counts);
        let mut add_day = self.conn.prepare_cached(
            "INSERT INTO days (chat, day, first_n, messages) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET first_n = min(first_n, excluded.first_n), messages = messages + excluded.messages",
        )?;
        for ((chat, day), (first_n, count)) in days {
            add_day.execute(params![chat, day, first_n, count])?;
        }
        let mut add_author = self
            .conn
            .prepare_cached("UPDATE authors SET messages = messages + ?2 WHERE id = ?1")?;
        for (author, count) in authors {
            add_author.execute(params![author, count])?;
        }
        let mut add_chat = self.conn.prepare_cached(
            "UPDATE chats SET first_n = min(first_n, ?2), last_n = max(last_n, ?3), messages = messages + ?4
             WHERE id = ?1",
        )?;
        for (chat, (first_n, last_n, count)) in chats {
            add_chat.execute(params![chat, first_n, last_n, count])?;
        }
        self.conn
            .prepare_cached("UPDATE evidence SET messages = messages + ?2 WHERE id = ?1")?
            .execute(params![item, messages])?;
        Ok(())
    }
}

fn more_of(message: &Message) -> Option<String> {
    let more = More {
        forwarded_from: message.forwarded_from.clone(),
        edited: message.edited.clone(),
        deleted: message.deleted,
        attachments: message.attachments.clone(),
        flags: message.flags.clone(),
    };
    (more != More::default()).then(|| to_json(&more))
}
