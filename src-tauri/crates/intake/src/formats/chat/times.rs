//! Times as exports write them: milliseconds since 1970, ISO 8601 with or without an offset, and wall clocks.

use super::{LONGEST_NAME, Zone, clip, no_time, wall_millis};
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use model::{Moment, Timestamp, ZoneKnown};
use serde_json::Value;

/// Milliseconds since 1970 UTC, which the export wrote as `raw`.
pub fn of_millis(millis: Option<i64>, raw: &str) -> Moment {
    match millis.and_then(|millis| Timestamp::from_millis(millis).ok()) {
        Some(utc) => Moment {
            utc: Some(utc),
            raw: clip(raw, LONGEST_NAME).to_owned(),
            zone: ZoneKnown::ExplicitEpoch,
            wall: None,
        },
        None => no_time(raw),
    }
}

/// Milliseconds since 1970 UTC as a JSON number or text.
pub fn of_value(value: Option<&Value>) -> Moment {
    let raw = match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return no_time(""),
    };
    of_millis(whole(value), &raw)
}

/// A whole number, also where it stands as text or with nothing after the point.
pub fn whole(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number
                .as_f64()
                .filter(|float| float.fract() == 0.0 && float.abs() < 9e15)?;
            Some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// ISO 8601: with an offset an instant, without one a wall clock in the zone that a person said. True if a change of
/// clocks makes it ambiguous.
pub fn of_iso(raw: &str, zone: &Zone) -> (Moment, bool) {
    let raw = clip(raw, LONGEST_NAME);
    let Ok(pieces) = Pieces::parse(raw) else {
        return (no_time(raw), false);
    };
    let wall = pieces.date().to_datetime(pieces.time().unwrap_or_default());
    match pieces.to_numeric_offset() {
        Some(offset) => (with_offset(wall, offset, raw), false),
        None => zone.read(raw, Some(wall)),
    }
}

fn with_offset(wall: DateTime, offset: jiff::tz::Offset, raw: &str) -> Moment {
    let utc = offset
        .to_timestamp(wall)
        .ok()
        .and_then(|instant| Timestamp::from_millis(instant.as_millisecond()).ok());
    let zone = match utc {
        Some(_) => ZoneKnown::ExplicitOffset,
        None => ZoneKnown::Unknown,
    };
    Moment {
        utc,
        raw: raw.to_owned(),
        zone,
        wall: wall_millis(wall),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Hints;

    #[test]
    fn an_offset_makes_an_instant_and_its_absence_does_not() {
        let (zone, _) = Zone::of(&Hints::default());
        let (moment, _) = of_iso("2024-03-01T10:00:00.25+02:00", &zone);
        assert_eq!(
            moment.utc.map(|utc| utc.to_string()).as_deref(),
            Some("2024-03-01T08:00:00.25Z")
        );
        let (moment, _) = of_iso("2024-03-01T10:00:00", &zone);
        assert_eq!((moment.utc, moment.wall), (None, Some(1_709_287_200_000)));
        assert_eq!(of_iso("soon", &zone).0, no_time("soon"));
    }

    #[test]
    fn numbers_beyond_all_times_are_no_time() {
        for huge in ["9223372036854775807", "1e400", "-1e300", "\"x\"", "{}", "1.5"] {
            let value: Option<Value> = serde_json::from_str(huge).ok();
            assert_eq!(of_value(value.as_ref()).utc, None, "{huge}");
        }
    }
}
