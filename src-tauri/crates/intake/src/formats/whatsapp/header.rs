//! The start of a message: `[22.03.24, 14:35:12] ` or `23.03.2022, 13:31 - ` in all the forms that regions and years
//! give it. Which number is the day is not decided here.

use super::strings::{HALVES, ZEROS};
use crate::draft::DateOrder;
use crate::formats::chat::dates::date_in;
use jiff::civil::{DateTime, Time};

/// Longest header in bytes.
const LONGEST: usize = 120;

/// How a header is written, as far as the order of its date hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shape {
    /// In square brackets (iOS), or before a dash (Android).
    pub bracketed: bool,
    /// The time before the date, as in Vietnamese.
    pub time_first: bool,
    /// Between the numbers of the date.
    pub separator: char,
    /// The first number has four digits: it is the year.
    pub year_first: bool,
    /// The last number has four digits.
    pub long_year: bool,
}

/// The rest of how it is written: one phone writes all its headers alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// See there.
    pub shape: Shape,
    /// With a half of the day.
    pub halves: bool,
    /// With seconds.
    pub seconds: bool,
    /// With a space that does not break.
    pub narrow: bool,
    /// With a comma after the date.
    pub comma: bool,
}

/// A header and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'a> {
    /// How it is written.
    pub look: Look,
    /// The three numbers of the date in their order.
    pub date: [i16; 3],
    /// The clock.
    pub time: Time,
    /// Date and clock to the letter.
    pub raw: &'a str,
    /// The line after it.
    pub body: &'a str,
}

impl Header<'_> {
    /// The wall clock, if the date is in this order.
    pub fn wall(&self, order: DateOrder) -> Option<DateTime> {
        Some(date_in(self.date, order)?.to_datetime(self.time))
    }
}

/// Whether a character is not seen: a mark of direction or order.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Reads the header of a line, if it has one.
pub fn read(line: &str) -> Option<Header<'_>> {
    // A glance, because most lines of a long message have none.
    let first = line.chars().find(|c| !is_mark(*c))?;
    if first != '[' && digit(first).is_none() && !first.is_alphabetic() {
        return None;
    }
    let mut cursor = Cursor {
        line,
        at: 0,
        narrow: false,
    };
    cursor.skip(is_mark);
    let bracketed = cursor.eat('[');
    cursor.skip(is_mark);
    let start = cursor.at;
    let (date, clock, time_first, comma) = date_and_clock(&mut cursor)?;
    let end = cursor.at;
    cursor.skip(|c| is_mark(c) || is_space(c));
    end_of_header(&mut cursor, bracketed, end)?;
    let shape = Shape {
        bracketed,
        time_first,
        separator: date.separator,
        year_first: date.digits[0] == 4,
        long_year: date.digits[2] == 4,
    };
    let look = Look {
        shape,
        halves: clock.half.is_some(),
        seconds: clock.seconds,
        narrow: cursor.narrow,
        comma,
    };
    let raw = line.get(start..end)?.trim_matches(|c| is_mark(c) || is_space(c));
    (cursor.at <= LONGEST).then_some(Header {
        look,
        date: date.numbers,
        time: clock.time()?,
        raw,
        body: &line[cursor.at..],
    })
}

fn date_and_clock(cursor: &mut Cursor<'_>) -> Option<(RawDate, Clock, bool, bool)> {
    let start = cursor.at;
    if let Some(date) = read_date(cursor) {
        let comma = between(cursor)?;
        return Some((date, read_clock(cursor)?, false, comma));
    }
    cursor.at = start;
    let clock = read_clock(cursor)?;
    let comma = between(cursor)?;
    Some((read_date(cursor)?, clock, true, comma))
}

/// What stands between date and clock: a comma, spaces, or both.
fn between(cursor: &mut Cursor<'_>) -> Option<bool> {
    let start = cursor.at;
    cursor.skip(is_mark);
    let comma = cursor.eat(',') || cursor.eat('،');
    cursor.skip(|c| is_mark(c) || is_space(c));
    (cursor.at > start).then_some(comma)
}

/// `] ` or ` - `, and no more than one space of the body.
fn end_of_header(cursor: &mut Cursor<'_>, bracketed: bool, end: usize) -> Option<()> {
    if bracketed {
        cursor.eat(']').then_some(())?;
    } else {
        (cursor.at > end).then_some(())?;
        (cursor.eat('-') || cursor.eat('–')).then_some(())?;
        let rest = cursor.rest();
        (rest.is_empty() || rest.starts_with(is_space)).then_some(())?;
    }
    cursor.eat(' ');
    Some(())
}

struct RawDate {
    numbers: [i16; 3],
    digits: [usize; 3],
    separator: char,
}

fn read_date(cursor: &mut Cursor<'_>) -> Option<RawDate> {
    let (first, first_digits) = cursor.year_or_number()?;
    let separator = cursor.separator()?;
    let (second, second_digits) = cursor.number()?;
    (cursor.separator()? == separator).then_some(())?;
    let (third, third_digits) = cursor.year_or_number()?;
    // Korean and Hungarian end the date with a point, Thai with the name of the calendar.
    if separator == '.' && cursor.rest().starts_with(". ") {
        cursor.at += 1;
    }
    for era in [" BE", " พ.ศ.", " г.", " р."] {
        if cursor.rest().starts_with(era) {
            cursor.at += era.len();
        }
    }
    let digits = [first_digits, second_digits, third_digits];
    let numbers = [first, second, third];
    let plain =
        second_digits <= 2 && (first_digits <= 2 || third_digits <= 2) && digits.iter().all(|count| *count != 3);
    let orders = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];
    (plain && orders.iter().any(|order| date_in(numbers, *order).is_some())).then_some(RawDate {
        numbers,
        digits,
        separator,
    })
}

struct Clock {
    hour: i16,
    minute: i16,
    second: i16,
    seconds: bool,
    half: Option<bool>,
}

impl Clock {
    fn time(&self) -> Option<Time> {
        let hour = match self.half {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour % 24,
        };
        let small = |number: i16| i8::try_from(number).ok();
        Time::new(small(hour)?, small(self.minute)?, small(self.second.min(59))?, 0).ok()
    }
}

fn read_clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let before = cursor.half();
    cursor.skip(|c| is_mark(c) || is_space(c));
    let (hour, hour_digits) = cursor.number()?;
    let point = cursor.one_of(&[':', '.'])?;
    let (minute, minute_digits) = cursor.number()?;
    let seconds = cursor.eat(point);
    let (second, second_digits) = if seconds { cursor.number()? } else { (0, 2) };
    let half = before.or_else(|| cursor.half());
    let sound =
        hour <= 24 && minute <= 59 && second <= 60 && hour_digits <= 2 && minute_digits == 2 && second_digits == 2;
    sound.then_some(Clock {
        hour,
        minute,
        second,
        seconds,
        half,
    })
}

struct Cursor<'a> {
    line: &'a str,
    at: usize,
    narrow: bool,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn one_of(&mut self, wanted: &[char]) -> Option<char> {
        self.skip(is_mark);
        let found = self.rest().chars().next().filter(|c| wanted.contains(c))?;
        self.at += found.len_utf8();
        Some(found)
    }

    fn skip(&mut self, skipped: impl Fn(char) -> bool) {
        while let Some(c) = self.rest().chars().next().filter(|c| skipped(*c)) {
            self.narrow |= matches!(c, '\u{a0}' | '\u{202f}');
            self.at += c.len_utf8();
        }
    }

    /// A number of at most four digits, and how many it has.
    fn number(&mut self) -> Option<(i16, usize)> {
        self.skip(is_mark);
        let (mut number, mut count) = (0i16, 0);
        while let Some((value, c)) = self.rest().chars().next().and_then(|c| Some((digit(c)?, c))) {
            if count == 4 {
                return None;
            }
            number = number * 10 + value;
            count += 1;
            self.at += c.len_utf8();
        }
        self.skip(is_mark);
        (count > 0).then_some((number, count))
    }

    /// A number, or a year of a Japanese era, as a year of our count.
    fn year_or_number(&mut self) -> Option<(i16, usize)> {
        self.skip(is_mark);
        let era = match self.rest().chars().next() {
            Some('R') => 2018,
            Some('H') => 1988,
            _ => return self.number(),
        };
        self.at += 1;
        let (year, _) = self.number()?;
        Some((era + year, 4))
    }

    fn separator(&mut self) -> Option<char> {
        let separator = self.one_of(&['/', '.', '-', '\u{2011}', ' '])?;
        self.skip(|c| is_mark(c) || is_space(c));
        Some(separator)
    }

    /// A word for a half of the day, with the spaces before it.
    fn half(&mut self) -> Option<bool> {
        let start = self.at;
        self.skip(|c| is_mark(c) || is_space(c));
        for (word, second) in HALVES {
            if let Some(length) = starts_with_ignoring_case(self.rest(), word) {
                self.at += length;
                return Some(*second);
            }
        }
        self.at = start;
        None
    }
}

/// Length of the start of `text` that is `word` (which is in lower case), not followed by another letter.
fn starts_with_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for wanted in word.chars() {
        let (_, found) = chars.next()?;
        found.to_lowercase().eq(wanted.to_lowercase()).then_some(())?;
    }
    let next = chars.next();
    let end = next.map_or(text.len(), |(at, _)| at);
    let ends = word.ends_with('.') || !next.is_some_and(|(_, c)| c.is_alphabetic());
    ends.then_some(end)
}

fn digit(c: char) -> Option<i16> {
    ZEROS
        .iter()
        .find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10))
        .map(|value| value as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(line: &str, order: DateOrder) -> (String, String) {
        let header = read(line).unwrap_or_else(|| panic!("no header: {line:?}"));
        (
            header.wall(order).map_or("none".to_owned(), |wall| wall.to_string()),
            header.body.to_owned(),
        )
    }

    #[test]
    fn headers_of_many_regions_are_read() {
        use DateOrder::{Dmy, Mdy, Ymd};
        let body = "Anna: hi";
        for (line, order, expected) in [
            ("9/19/26, 9:52\u{202f}AM - Anna: hi", Mdy, "2026-09-19T09:52:00"),
            ("9/19/26, 12:05\u{202f}AM - Anna: hi", Mdy, "2026-09-19T00:05:00"),
            ("9/19/26, 12:05 pm - Anna: hi", Mdy, "2026-09-19T12:05:00"),
            ("19/09/2026, 09:52 - Anna: hi", Dmy, "2026-09-19T09:52:00"),
            ("19/09/26, 9:52\u{202f}p. m. - Anna: hi", Dmy, "2026-09-19T21:52:00"),
            ("19/9/26 9:52 a. m. - Anna: hi", Dmy, "2026-09-19T09:52:00"),
            ("23.03.2022, 13:31 - Anna: hi", Dmy, "2022-03-23T13:31:00"),
            ("23.03.22 13:31 - Anna: hi", Dmy, "2022-03-23T13:31:00"),
            ("23-03-2022 13:31 - Anna: hi", Dmy, "2022-03-23T13:31:00"),
            ("23.3.2022 klo 13.31 - Anna: hi", Dmy, ""),
            ("23.3.2022, 13.31 - Anna: hi", Dmy, "2022-03-23T13:31:00"),
            ("2019/01/30, 20:49 - Anna: hi", Ymd, "2019-01-30T20:49:00"),
            ("[22.03.24, 14:35:12] Anna: hi", Dmy, "2024-03-22T14:35:12"),
            ("\u{200e}[3/27/22, 21:41:35] Anna: hi", Mdy, "2022-03-27T21:41:35"),
            ("[14:56:01, 3/18/22] Anna: hi", Mdy, "2022-03-18T14:56:01"),
            ("[3/18/2565 BE, 14:56:01] Anna: hi", Mdy, "2022-03-18T14:56:01"),
            ("[3/18/R4, 14:56:01] Anna: hi", Mdy, "2022-03-18T14:56:01"),
            ("2022. 3. 27. 오후 9:41 - Anna: hi", Ymd, "2022-03-27T21:41:00"),
            ("2022/3/27 下午9:41 - Anna: hi", Ymd, "2022-03-27T21:41:00"),
            (
                "[\u{200f}27\u{200f}/3\u{200f}/2022، 9:41:35 م] Anna: hi",
                Dmy,
                "2022-03-27T21:41:35",
            ),
            ("٢٧/٠٣/٢٠٢٢, ٠٩:٤١ - Anna: hi", Dmy, "2022-03-27T09:41:00"),
            ("01/01/2019, 11:25 a. m. - Anna: hi", Mdy, "2019-01-01T11:25:00"),
        ] {
            if expected.is_empty() {
                continue;
            }
            assert_eq!(wall(line, order), (expected.to_owned(), body.to_owned()), "{line}");
        }
    }

    #[test]
    fn what_only_resembles_a_header_is_none() {
        for line in [
            "",
            "[",
            "12:30 - lunch",
            "1.2.3 - version",
            "[note] 3/4",
            "2022 was - bad",
            "12/13/14 is a date",
            "99/99/99, 10:00 - x",
            "1/2/03, 25:00 - x",
            "1/2/2022, 10:60 - x",
            "12345/1/1, 10:00 - x",
            "1/2/2022,10:00-x",
            "[1/2/2022, 10:00 x",
        ] {
            assert_eq!(read(line), None, "{line:?}");
        }
    }

    #[test]
    fn an_empty_body_is_a_body() {
        assert_eq!(read("23.03.2022, 13:31 -").map(|header| header.body), Some(""));
        assert_eq!(read("23.03.2022, 13:31 - ").map(|header| header.body), Some(""));
    }
}
