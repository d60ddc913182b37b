//! A look at a few items a day, in the background: those that nobody has read for longest. Disks lose what nobody reads.
//!
//! What was verified when is kept in the locker's settings, as runs of item numbers; a large item is read over several days.
//! What is found damaged is marked as a check with quarantine marks it.
//!
//! Deliberately absent: when to look (the faces'), the check of everything (`check`).

use crate::check::Found;
use crate::frame::count;
use crate::open::Silent;
use crate::quarantine::{DAMAGED, MISSING};
use crate::views::SomeChecked;
use crate::{Error, OpenLocker, Result};
use model::{Act, Evidence, Progress};
use serde::{Deserialize, Serialize};
use std::io::{Read, Seek, SeekFrom};
use store::db::ItemFilter;

/// Items that are looked at in a day, at most.
const ITEMS: u32 = 20;
/// Bytes that are read in a day, at most.
const BYTES: u64 = 64 << 20;
/// Items whose rows are read at a time.
const PAGE: u32 = 1_000;
const DAY: i64 = 86_400_000;
const VERIFIED: &str = "verified";

/// What was verified, and when.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Verified {
    /// The day of the last look, from 1970, and what was read on it.
    day: i64,
    items: u32,
    bytes: u64,
    /// An item that was read up to here and not to its end.
    partly: Option<(u32, u64)>,
    /// From item to item, and when, in milliseconds since 1970. In the order of the items; what stands nowhere never was.
    runs: Vec<(u32, u32, i64)>,
}

/// What a look at an item came to.
struct Look {
    found: Found,
    bytes: u64,
    /// How far it came, where that is not the end.
    upto: Option<u64>,
}

impl OpenLocker {
    /// Reads some items and compares them with what was taken in: at most 20, or 64 MiB, in a day, those first that were never
    /// verified or longest ago. Where today's are done, nothing. Ends when the locker is locked; what was done is remembered.
    ///
    /// # Errors
    /// [`Error::Stopped`], [`Error::Locked`], [`Error::DiskFailed`] where nothing can be read any more.
    pub fn check_some(&self, progress: &dyn Progress) -> Result<SomeChecked> {
        let mut known = self.verified()?;
        known.begin(self.now().millis().div_euclid(DAY));
        let mut report = SomeChecked::default();
        let looked = if known.is_spent() {
            Ok(())
        } else {
            self.look_at_some(&mut known, &mut report, progress)
        };
        self.remember_verified(&known)?;
        looked?;
        self.log_some(&report)?;
        Ok(report)
    }

    fn look_at_some(&self, known: &mut Verified, report: &mut SomeChecked, progress: &dyn Progress) -> Result<()> {
        let watched = self.watched(progress);
        for item in self.due(known, &watched)? {
            if known.is_spent() {
                break;
            }
            let look = self.look_at(&item, known, &Silent(&watched))?;
            known.spend(&item, &look, self.now().millis());
            report.bytes += look.bytes;
            if look.upto.is_none() {
                report.checked += 1;
                self.tell(&item, look.found, report)?;
            }
        }
        Ok(())
    }

    /// What comes next, at most a day's worth.
    fn due(&self, known: &Verified, progress: &dyn Progress) -> Result<Vec<Evidence>> {
        let (mut due, mut after) = (Vec::new(), None);
        loop {
            progress.go_on()?;
            let page = self.read(|reader| Ok(reader.items(&ItemFilter::default(), after, PAGE)?))?;
            let Some(last) = page.last() else { return Ok(due) };
            after = Some(last.id);
            due.extend(page);
            due.sort_by_key(|item| known.turn_of(item.id.number()));
            due.truncate(ITEMS as usize);
        }
    }

    fn look_at(&self, item: &Evidence, known: &Verified, progress: &dyn Progress) -> Result<Look> {
        let (from, room) = (known.resume(item.id.number()), known.room());
        if from == 0 && item.bytes <= room {
            let found = self.digest_of(item, progress, &mut 0, item.bytes)?;
            let found = match found {
                Found::Whole(digest) if digest != item.sha256 => Found::Damaged,
                found => found,
            };
            let bytes = item.bytes;
            return Ok(Look {
                found,
                bytes,
                upto: None,
            });
        }
        self.look_at_a_part(item, from, room, progress)
    }

    /// Every piece of a sealed original authenticates by itself.
    fn look_at_a_part(&self, item: &Evidence, from: u64, room: u64, progress: &dyn Progress) -> Result<Look> {
        let ended = |found, bytes| {
            Ok(Look {
                found,
                bytes,
                upto: None,
            })
        };
        let mut blob = match self.blob_found(item.id)? {
            Ok(blob) => blob,
            Err(found) => return ended(found, 0),
        };
        let mut piece = vec![0; 1 << 18];
        if blob.seek(SeekFrom::Start(from)).is_err() {
            return ended(Found::Damaged, 0);
        }
        let mut bytes = 0;
        while bytes < room {
            progress.go_on()?;
            match blob.read(&mut piece) {
                Ok(0) if from + bytes == item.bytes => return ended(Found::Whole(item.sha256), bytes),
                Ok(0) => return ended(Found::Damaged, bytes),
                Ok(read) => bytes += read as u64,
                Err(error) => return ended(self.unread(&error)?, bytes),
            }
        }
        Ok(Look {
            found: Found::Whole(item.sha256),
            bytes,
            upto: Some(from + bytes),
        })
    }

    /// Into the report, and as a mark on the item.
    fn tell(&self, item: &Evidence, found: Found, report: &mut SomeChecked) -> Result<()> {
        let id = item.id.to_string();
        let mark = match found {
            Found::Whole(_) => None,
            Found::Missing => {
                report.missing.push(id);
                Some(MISSING)
            }
            Found::Damaged => {
                report.damaged.push(id);
                Some(DAMAGED)
            }
            Found::Unreadable => {
                report.damaged.push(id.clone());
                report.unreadable.push(id);
                Some(DAMAGED)
            }
        };
        let known = item
            .notes
            .iter()
            .any(|note| [DAMAGED, MISSING].contains(&note.code.as_str()));
        report.news += u32::from(mark.is_some() && !known);
        match self.mark(item.id, &item.notes, mark) {
            Err(Error::ReadOnly | Error::DiskFull | Error::DiskFailed) => Ok(()), // it is told all the same
            done => done.map(drop),
        }
    }

    fn verified(&self) -> Result<Verified> {
        self.read(|reader| Ok(reader.setting(VERIFIED)?.unwrap_or_default()))
    }

    /// Where nothing can be written, the same items come again.
    fn remember_verified(&self, known: &Verified) -> Result<()> {
        let inside = self.inside()?;
        if inside.folder.require_writable().is_err() {
            return Ok(());
        }
        match inside.db.set_setting(VERIFIED, known).map_err(Error::from) {
            Err(Error::ReadOnly | Error::DiskFull | Error::TooLarge | Error::Damaged | Error::DiskFailed) => Ok(()),
            done => done,
        }
    }

    /// A check of everything found these as they should be.
    pub(crate) fn note_verified(&self, items: &[u32]) -> Result<()> {
        let Ok(mut known) = self.verified() else {
            return Ok(()); // a database that does not read; the check says so
        };
        let now = self.now().millis();
        items.iter().for_each(|item| known.note(*item, now));
        known.partly = None;
        self.remember_verified(&known)
    }

    /// Only what is wrong is an entry: an entry a day would bury the others.
    fn log_some(&self, report: &SomeChecked) -> Result<()> {
        let wrong = report.damaged.len() + report.missing.len();
        if wrong == 0 {
            return Ok(());
        }
        let details = [
            ("blobs", (count(report.checked as usize)).to_string()),
            ("wrong", wrong.to_string()),
            ("sound", "false".to_owned()),
        ];
        match self.change(|_, change| self.log_in(change, Act::Checked, "locker", &details)) {
            Err(Error::ReadOnly | Error::Damaged | Error::DiskFull | Error::DiskFailed) => Ok(()),
            done => done,
        }
    }
}

impl Verified {
    /// On another day there is room again.
    fn begin(&mut self, day: i64) {
        if self.day != day {
            (self.day, self.items, self.bytes) = (day, 0, 0);
        }
    }

    fn room(&self) -> u64 {
        BYTES.saturating_sub(self.bytes)
    }

    fn is_spent(&self) -> bool {
        self.items >= ITEMS || self.room() == 0
    }

    /// Whose turn is first: what was begun, what never was verified, what was longest ago.
    fn turn_of(&self, item: u32) -> (bool, i64, u32) {
        let begun = self.partly.is_some_and(|(begun, _)| begun == item);
        (!begun, self.when(item), item)
    }

    fn resume(&self, item: u32) -> u64 {
        self.partly
            .filter(|(begun, _)| *begun == item)
            .map_or(0, |(_, upto)| upto)
    }

    fn when(&self, item: u32) -> i64 {
        let after = self.runs.partition_point(|(_, last, _)| *last < item);
        self.runs
            .get(after)
            .filter(|(first, _, _)| *first <= item)
            .map_or(i64::MIN, |(_, _, at)| *at)
    }

    fn spend(&mut self, item: &Evidence, look: &Look, now: i64) {
        self.bytes = self.bytes.saturating_add(look.bytes);
        match look.upto {
            Some(upto) => self.partly = Some((item.id.number(), upto)),
            None => {
                self.items += 1;
                self.partly = self.partly.filter(|(begun, _)| *begun != item.id.number());
                self.note(item.id.number(), now);
            }
        }
    }

    /// Splits the run that the item stands in, and joins neighbours of the same day.
    fn note(&mut self, item: u32, now: i64) {
        let place = self.runs.partition_point(|(_, last, _)| *last < item);
        let before = self.runs.get(place).copied().filter(|(first, _, _)| *first <= item);
        let mut now = vec![(item, item, now)];
        if let Some((first, last, at)) = before {
            if first < item {
                now.insert(0, (first, item - 1, at));
            }
            if item < last {
                now.push((item + 1, last, at));
            }
        }
        self.runs.splice(place..place + usize::from(before.is_some()), now);
        self.join(place);
    }

    fn join(&mut self, around: usize) {
        let same_day = |one: i64, other: i64| one.div_euclid(DAY) == other.div_euclid(DAY);
        let mut i = around.saturating_sub(1);
        while i + 1 < self.runs.len() && i <= around + 2 {
            let ((first, last, at), (next, end, later)) = (self.runs[i], self.runs[i + 1]);
            if last.checked_add(1) == Some(next) && same_day(at, later) {
                self.runs[i] = (first, end, at.max(later));
                self.runs.remove(i + 1);
            } else {
                i += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_verified_is_kept_as_few_runs_that_say_of_each_item_when() {
        let (one, two) = (10 * DAY, 11 * DAY);
        let mut known = Verified::default();
        (1..=500).for_each(|item| known.note(item, one + i64::from(item)));
        assert_eq!(known.runs.len(), 1);
        known.note(1, two);
        known.note(500, two);
        known.note(250, two);
        assert_eq!(known.runs.len(), 5);
        let old: Vec<u32> = (0..=501).filter(|item| known.when(*item) < two).collect();
        assert_eq!(old.len(), 499, "497 of them, and two that never were");
        assert_eq!((known.when(0), known.when(501)), (i64::MIN, i64::MIN));
        (1..=500).rev().for_each(|item| known.note(item, two));
        assert_eq!(known.runs.len(), 1);
        assert!(
            known.turn_of(501) < known.turn_of(3),
            "what never was verified comes first"
        );
    }

    #[test]
    fn any_order_of_items_and_days_gives_what_was_noted() {
        let (mut known, mut plain) = (Verified::default(), std::collections::BTreeMap::new());
        let mut seed = 7_u32;
        for step in 0..4_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (item, day) = (1 + seed % 60, i64::from(step / 100));
            known.note(item, day * DAY);
            plain.insert(item, day);
            assert!(
                known.runs.windows(2).all(|pair| pair[0].1 < pair[1].0),
                "in order and apart"
            );
        }
        for (item, day) in plain {
            assert_eq!(known.when(item).div_euclid(DAY), day, "{item}");
        }
    }
}
