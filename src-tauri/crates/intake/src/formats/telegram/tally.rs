//! What is counted while messages go by: what we did not understand, and what the times say about the exporter.

use crate::draft::Unparsed;
use crate::formats::chat::desk::Desk;
use std::collections::BTreeSet;

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
    offsets: BTreeSet<i64>,
    odd_offsets: usize,
    at_1970: Option<i64>,
}

impl Tally {
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

    /// A message that was never edited, by the wall clock that the exporter had at the start of 1970 UTC.
    pub fn never_edited(&mut self, wall: Option<i64>) {
        self.at_1970 = self.at_1970.or(wall);
    }

    /// Says what was counted.
    pub fn say(&self, desk: &mut Desk<'_>) -> Result<(), Unparsed> {
        if let Some(offset) = self.at_1970 {
            desk.fact("exporter-offset-1970", &as_offset(offset))?;
        }
        if !self.offsets.is_empty() {
            let all: Vec<String> = self.offsets.iter().map(|offset| as_offset(*offset)).collect();
            desk.fact("exporter-offset", &all.join(","))?;
        }
        // A zone has a summer and a winter offset; laws add a third. More, or crooked ones, speak of another hand.
        let crooked = if self.offsets.len() > 3 { self.offsets.len() } else { 0 } + self.odd_offsets;
        desk.add("exporter-offset-inconsistent", crooked);
        desk.add("messages-unparsed", self.unparsed);
        desk.add("json-mended", self.mended);
        desk.add("id-gaps", self.id_gaps);
        desk.add("only-own-messages-suspected", self.one_author);
        Ok(())
    }
}

fn as_offset(millis: i64) -> String {
    let minutes = millis / MINUTE;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
