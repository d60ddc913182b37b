//! Clocks of the pages: `03.12.2025 19:08:10 UTC+02:00`, or without what follows the clock in pages of before 2022.

use crate::formats::chat::desk::Desk;
use jiff::civil::DateTime;
use model::Moment;
use std::collections::BTreeSet;

/// Most different offsets that are told.
const MOST_OFFSETS: usize = 8;

/// Reads clocks and remembers what was printed beside them.
#[derive(Default)]
pub struct Clock {
    printed: BTreeSet<String>,
    /// Clocks whose printed offset is neither the winter nor the true offset of the zone that a person said.
    pub contradicted: usize,
}

impl Clock {
    /// A clock as a moment; true if a change of clocks makes it ambiguous.
    pub fn read(&mut self, raw: &str, desk: &Desk<'_>) -> (Moment, bool) {
        let (clock, offset) = match raw.split_once(" UTC") {
            Some((clock, offset)) => (clock, Some(offset)),
            None => (raw, None),
        };
        let (moment, ambiguous) = desk.zone.read(raw, read_clock(clock));
        if let Some(offset) = offset.filter(|offset| !offset.is_empty() && offset.len() <= 6) {
            if self.printed.len() < MOST_OFFSETS {
                self.printed.insert(offset.to_owned());
            }
            self.compare(&moment, offset);
        }
        (moment, ambiguous)
    }

    fn compare(&mut self, moment: &Moment, printed: &str) {
        let Some((utc, wall)) = moment.utc.zip(moment.wall) else {
            return;
        };
        let true_minutes = (wall - utc.millis()) / 60_000;
        let fits = minutes(printed).is_some_and(|printed| matches!(true_minutes - printed, 0 | 30 | 60));
        self.contradicted += usize::from(!fits);
    }

    /// Offsets as they were printed.
    pub fn offsets(&self) -> String {
        self.printed.iter().cloned().collect::<Vec<_>>().join(",")
    }

    /// Whether any was printed.
    pub fn has_printed(&self) -> bool {
        !self.printed.is_empty()
    }
}

/// `+02:00` in minutes.
fn minutes(offset: &str) -> Option<i64> {
    let (sign, rest) = match offset.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, offset.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn read_clock(text: &str) -> Option<DateTime> {
    let (date, time) = text.trim().split_once(' ')?;
    let mut date = date.split('.').map(|part| part.parse::<i16>().ok());
    let (day, month, year) = (date.next()??, date.next()??, date.next()??);
    let mut time = time.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let small = |part: i16| i8::try_from(part).ok();
    DateTime::new(year, small(month)?, small(day)?, hour, minute, second, 0).ok()
}

/// Whether these words are a day as the pages write it: `3 December 2025`.
pub fn is_day(words: &str) -> bool {
    let mut parts = words.split(' ');
    let is_number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u16>().is_ok());
    let day = is_number(parts.next());
    let month = parts.next().is_some_and(|month| month.chars().all(char::is_alphabetic));
    day && month && is_number(parts.next()) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_and_days_are_read_as_they_are_written() {
        let read = |text| read_clock(text).map(|clock| clock.to_string());
        assert_eq!(read("03.12.2025 19:08:10").as_deref(), Some("2025-12-03T19:08:10"));
        for no_clock in [
            "",
            "03.12.2025",
            "33.12.2025 19:08:10",
            "03.12.2025 19:08",
            "a.b.c d:e:f",
            "1.2.99999 1:1:1",
        ] {
            assert_eq!(read(no_clock), None, "{no_clock}");
        }
        assert!(is_day("3 December 2025") && !is_day("3 December 2025 x") && !is_day("Ivan joined 2025"));
        assert_eq!(
            (minutes("+02:00"), minutes("-03:30"), minutes("x")),
            (Some(120), Some(-210), None)
        );
    }
}
