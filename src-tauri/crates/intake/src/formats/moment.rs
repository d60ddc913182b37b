//! Wall clocks of files into moments. Without an offset there is no instant: nobody's zone is guessed.

use model::{Moment, Timestamp, ZoneKnown};

/// A moment from year, month, day, hour, minute, second, milliseconds, and the offset from UTC in minutes where the file
/// states one. None for clocks that never were (month 13, 0000-00-00).
pub fn of_clock(clock: [i32; 6], millis: u16, offset: Option<i32>, raw: String) -> Option<Moment> {
    let [year, month, day, hour, minute, second] = clock.map(|part| i16::try_from(part).unwrap_or(i16::MAX));
    let small = |part: i16| i8::try_from(part).ok();
    let clock = jiff::civil::DateTime::new(
        year,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        0,
    )
    .ok()?;
    let wall = clock
        .to_zoned(jiff::tz::TimeZone::UTC)
        .ok()?
        .timestamp()
        .as_millisecond()
        + i64::from(millis);
    let offset = offset.filter(|minutes| minutes.abs() <= 18 * 60);
    let utc = offset.and_then(|minutes| Timestamp::from_millis(wall - i64::from(minutes) * 60_000).ok());
    let zone = if utc.is_some() {
        ZoneKnown::ExplicitOffset
    } else {
        ZoneKnown::Unknown
    };
    Some(Moment {
        utc,
        raw,
        zone,
        wall: Some(wall),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_without_offset_is_no_instant() {
        let moment = of_clock([2023, 3, 14, 18, 0, 0], 0, None, "raw".into()).expect("a day that was");
        assert_eq!(
            (moment.utc, moment.zone, moment.wall),
            (None, ZoneKnown::Unknown, Some(1_678_816_800_000))
        );
    }

    #[test]
    fn an_offset_makes_it_an_instant() {
        let moment = of_clock([2023, 3, 14, 18, 0, 0], 5, Some(120), "raw".into()).expect("a day that was");
        assert_eq!(
            moment.utc.map(|utc| utc.to_string()).as_deref(),
            Some("2023-03-14T16:00:00.005Z")
        );
    }

    #[test]
    fn clocks_that_never_were_are_none() {
        for clock in [
            [0, 0, 0, 0, 0, 0],
            [2019, 13, 45, 0, 0, 0],
            [2023, 2, 29, 0, 0, 0],
            [99_999, 1, 1, 0, 0, 0],
        ] {
            assert_eq!(of_clock(clock, 0, None, String::new()), None, "{clock:?}");
        }
    }
}
