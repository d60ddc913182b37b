//! Times in words: `14 июл 2021 в 11:17:48`, `May 17, 2022  5:29:42 PM`.

use jiff::civil::DateTime;

/// A clock without the mark of an edit after it, and whether there was one.
pub fn without_mark(text: &str) -> (&str, bool) {
    let text = text.trim();
    let mark = EDITED.iter().find_map(|mark| text.strip_suffix(mark));
    match mark {
        Some(clock) => (clock.trim_end(), true),
        None => (text, false),
    }
}

const EDITED: &[&str] = &["(ред.)", "(edited)", "(редаговано)"];

/// Reads a clock; none where it is written otherwise. The hour has one digit or two, in English perhaps am or pm.
pub fn read(text: &str) -> Option<DateTime> {
    let text = text.to_lowercase();
    let mut words = text
        .split([' ', ',', '\u{a0}', '\u{202f}'])
        .filter(|word| !word.is_empty());
    let first = words.next()?;
    let (day, month) = match first.parse::<i8>() {
        Ok(day) => (day, month(words.next()?)?),
        Err(_) => (words.next()?.parse().ok()?, month(first)?),
    };
    let year: i16 = words.next()?.parse().ok()?;
    let mut clock = words.next()?;
    if matches!(clock, "в" | "о" | "об" | "at" | "г." | "р.") {
        clock = words.next()?;
    }
    let mut parts = clock.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let hour = match words.next() {
        Some("pm") if (1..12).contains(&hour) => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

/// By the first letters, in Russian, Ukrainian and English, short and long, in any case.
fn month(word: &str) -> Option<i8> {
    let place = MONTHS
        .iter()
        .position(|names| names.iter().any(|start| word.starts_with(start)))?;
    i8::try_from(place + 1).ok()
}

const MONTHS: [&[&str]; 12] = [
    &["янв", "січ", "jan"],
    &["фев", "лют", "feb"],
    &["мар", "бер", "mar"],
    &["апр", "кві", "apr"],
    &["мая", "май", "тра", "may"],
    &["июн", "чер", "jun"],
    &["июл", "лип", "jul"],
    &["авг", "сер", "aug"],
    &["сен", "вер", "sep"],
    &["окт", "жов", "oct"],
    &["ноя", "лис", "nov"],
    &["дек", "гру", "dec"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_words_are_read_in_three_languages() {
        for (text, wanted) in [
            ("14 июл 2021 в 11:17:48", "2021-07-14T11:17:48"),
            ("1 мая 2020 в 0:05:00", "2020-05-01T00:05:00"),
            ("30 мар 2022 в 9:00", "2022-03-30T09:00:00"),
            ("5 лист. 2019 о 23:59:59", "2019-11-05T23:59:59"),
            ("14 Jul 2021 at 1:17:48 pm", "2021-07-14T13:17:48"),
            ("Jul 14, 2021 at 12:00 am", "2021-07-14T00:00:00"),
            ("May 17, 2022  5:29:42\u{202f}PM", "2022-05-17T17:29:42"),
        ] {
            assert_eq!(
                read(text).map(|clock| clock.to_string()).as_deref(),
                Some(wanted),
                "{text}"
            );
        }
        for other in [
            "",
            "вчера в 10:00",
            "14 xyz 2021 в 11:17",
            "99 июл 2021 в 11:17",
            "14 июл 99999 в 1:1",
            "14 июл 2021",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(
            without_mark("14 июл 2021 в 11:17:48 (ред.)"),
            ("14 июл 2021 в 11:17:48", true)
        );
    }
}
