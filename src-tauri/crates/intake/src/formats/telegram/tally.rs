//! What is counted while messages go by: what we did not understand, and what the times say about the exporter.

use crate::draft::Unparsed;
use crate::formats::chat::{Batch, clip};
use model::{Moment, Note};
use std::collections::{BTreeMap, BTreeSet};

/// Most names of unknown fields that are remembered.
const MOST_NAMES: usize = 20;
const MOST_OFFSETS: usize = 8;
const MINUTE: i64 = 60_000;

/// Counts over a whole export.
#[derive(Default)]
pub struct Tally {
    /// Messages that are no JSON object, or too long to read.
    pub unparsed: usize,
    /// Messages that were JSON only after mending.
    pub mended: usize,
    /// Ids that are absent between two messages of chats that number their own messages.
    pub id_gaps: usize,
    /// Group chats in which every message has the same author.
    pub one_author: usize,
    unknown: BTreeMap<String, usize>,
    unknown_in_all: usize,
    offsets: BTreeSet<i64>,
    odd_offsets: usize,
    zoneless: usize,
    at_1970: Option<i64>,
}

impl Tally {
    /// Counts a field that nobody took.
    pub fn unknown_field(&mut self, key: &str) {
        self.unknown_in_all += 1;
        let key = clip(key, 40);
        if let Some(count) = self.unknown.get_mut(key) {
            *count += 1;
        } else if self.unknown.len() < MOST_NAMES {
            self.unknown.insert(key.to_owned(), 1);
        }
    }

    /// Wall clock less instant, in milliseconds: the exporter's offset at that message.
    pub fn offset(&mut self, millis: Option<i64>) {
        let Some(millis) = millis else { return };
        let possible = millis % (15 * MINUTE) == 0 && millis.abs() <= 15 * 60 * MINUTE;
        if possible && (self.offsets.len() < MOST_OFFSETS || self.offsets.contains(&millis)) {
            self.offsets.insert(millis);
        } else {
            self.odd_offsets += 1;
        }
    }

    /// Counts a message whose time has no seconds since 1970 and whose zone nobody named.
    pub fn without_epoch(&mut self, moment: &Moment) {
        self.zoneless += usize::from(moment.utc.is_none() && moment.wall.is_some());
    }

    /// A message that was never edited, by the wall clock that the exporter had at the start of 1970 UTC.
    pub fn never_edited(&mut self, wall: Option<i64>) {
        self.at_1970 = self.at_1970.or(wall);
    }

    /// Says what was counted.
    pub fn say(&self, batch: &mut Batch<'_>) -> Result<(), Unparsed> {
        if let Some(offset) = self.at_1970 {
            batch.fact("exporter-offset-1970", &as_offset(offset))?;
        }
        if !self.offsets.is_empty() {
            let all: Vec<String> = self.offsets.iter().map(|offset| as_offset(*offset)).collect();
            batch.fact("exporter-offset", &all.join(","))?;
        }
        // A zone has a summer and a winter offset; laws add a third. More, or crooked ones, speak of another hand.
        let crooked = if self.offsets.len() > 3 { self.offsets.len() } else { 0 } + self.odd_offsets;
        batch.count_note("exporter-offset-inconsistent", crooked)?;
        batch.count_note("times-without-zone", self.zoneless)?;
        batch.count_note("messages-unparsed", self.unparsed)?;
        batch.count_note("json-mended", self.mended)?;
        batch.count_note("id-gaps", self.id_gaps)?;
        batch.count_note("only-own-messages-suspected", self.one_author)?;
        self.say_unknown(batch)
    }

    fn say_unknown(&self, batch: &mut Batch<'_>) -> Result<(), Unparsed> {
        if self.unknown_in_all == 0 {
            return Ok(());
        }
        let names: Vec<&str> = self.unknown.keys().map(String::as_str).collect();
        let note = Note::with_detail("fields-unknown", &names.join(", "));
        batch.note(Note {
            count: Note::counted("", self.unknown_in_all).count,
            ..note
        })
    }
}

fn as_offset(millis: i64) -> String {
    let minutes = millis / MINUTE;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
