//! The date of a mail (RFC 5322, 3.3 and 4.3): what is written, and the instant where the zone is written too.

use crate::formats::chat::{LONGEST_NAME, clip, no_time};
use crate::formats::moment::of_clock;
use model::Moment;

/// Reads `Tue, 14 Mar 2023 18:00:05 +0200 (EET)`, and the year-last form of mailboxes.
pub fn read(raw: &str) -> Moment {
    let raw = clip(raw, LONGEST_NAME).to_owned();
    parts(&raw)
        .and_then(|(clock, offset)| of_clock(clock, 0, offset, raw.clone()))
        .unwrap_or_else(|| no_time(&raw))
}

fn parts(raw: &str) -> Option<([i32; 6], Option<i32>)> {
    let plain = without_comments(raw);
    let mut date = Date::default();
    for word in plain.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
        date.see(word);
    }
    let [hour, minute, second] = date.time?;
    // A leap second is the last second of its minute.
    Some((
        [year(date.year?)?, date.month?, date.day?, hour, minute, second.min(59)],
        date.offset,
    ))
}

#[derive(Default)]
struct Date {
    day: Option<i32>,
    month: Option<i32>,
    year: Option<(i32, usize)>,
    time: Option<[i32; 3]>,
    offset: Option<i32>,
}

impl Date {
    fn see(&mut self, word: &str) {
        if word.contains(':') {
            self.time = self.time.or_else(|| time(word));
        } else if self.time.is_some() && word.starts_with(['+', '-']) {
            self.offset = self.offset.or_else(|| offset(word));
        } else if let Ok(number) = word.parse::<i32>() {
            if self.day.is_none() && word.len() <= 2 {
                self.day = Some(number);
            } else if self.year.is_none() {
                self.year = Some((number, word.len()));
            }
        } else if word.matches('-').count() == 2 {
            word.split('-').for_each(|part| self.see(part));
        } else if self.month.is_none() && month(word).is_some() {
            self.month = month(word);
        } else if self.time.is_some() {
            self.offset = self.offset.or_else(|| named_zone(word));
        }
    }
}

fn without_comments(raw: &str) -> String {
    let mut depth = 0_usize;
    let kept = raw.chars().filter(|c| {
        let before = depth;
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before == 0 && depth == 0
    });
    kept.collect()
}

fn time(word: &str) -> Option<[i32; 3]> {
    let mut numbers = word.split([':', '.']).map(|part| part.parse::<i32>().ok());
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let second = numbers.next().unwrap_or(Some(0))?;
    Some([hour, minute, second])
}

/// `+0200` in minutes.
fn offset(word: &str) -> Option<i32> {
    let (sign, digits) = (if word.starts_with('-') { -1 } else { 1 }, word.get(1..)?);
    let fits = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i32 = fits.then(|| digits.parse().ok())??;
    Some(sign * (number / 100 * 60 + number % 100))
}

/// The zones that RFC 5322 still knows by name; a single letter other than Z tells nothing.
fn named_zone(word: &str) -> Option<i32> {
    Some(match word.to_ascii_uppercase().as_str() {
        "UT" | "UTC" | "GMT" | "Z" => 0,
        "EDT" => -4 * 60,
        "EST" | "CDT" => -5 * 60,
        "CST" | "MDT" => -6 * 60,
        "MST" | "PDT" => -7 * 60,
        "PST" => -8 * 60,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = word.get(..3)?.to_ascii_lowercase();
    let place = MONTHS.iter().position(|name| *name == start)?;
    i32::try_from(place + 1).ok()
}

/// Two digits up to 49 are of this century, and three count from 1900.
fn year((number, digits): (i32, usize)) -> Option<i32> {
    match digits {
        0..=2 if number < 50 => Some(2000 + number),
        0..=3 => Some(1900 + number),
        4 => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ZoneKnown;

    #[test]
    fn a_date_with_its_zone_is_an_instant_and_one_without_is_none() {
        let cases = [
            ("Tue, 14 Mar 2023 18:00:05 +0200 (EET)", Some("2023-03-14T16:00:05Z")),
            ("14 Mar 23 18:00 -0330", Some("2023-03-14T21:30:00Z")),
            ("Tue, 14 Mar 2023 18:00:05 GMT", Some("2023-03-14T18:00:05Z")),
            ("Fri, 31 Dec 99 23:59:60 EST", Some("2000-01-01T04:59:59Z")),
            ("Tue, 14 Mar 2023 18:00:05", None),
            ("Tue, 14 Mar 2023 18:00:05 MSK", None),
            ("yesterday", None),
            ("31 Feb 2023 10:00 +0000", None),
        ];
        for (raw, wanted) in cases {
            let moment = read(raw);
            assert_eq!(moment.utc.map(|utc| utc.to_string()).as_deref(), wanted, "{raw}");
            let zone = if wanted.is_some() {
                ZoneKnown::ExplicitOffset
            } else {
                ZoneKnown::Unknown
            };
            assert_eq!((moment.zone, moment.raw.as_str()), (zone, raw));
        }
        assert!(read("Tue Mar 14 18:00:05 2023").wall.is_some(), "the form of mailboxes");
    }
}
