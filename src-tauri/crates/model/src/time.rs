//! Instants, and how well they are known. An instant is milliseconds since 1970 in UTC; what the original said is kept
//! beside it, and how its zone was known is never left out.

use jiff::fmt::temporal::DateTimePrinter;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Milliseconds since 1970-01-01T00:00:00Z; between the years -9999 and 9999. Printed as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct Timestamp(i64);

/// A number or text that names no instant between the years -9999 and 9999.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bad-timestamp")]
pub struct BadTimestamp;

impl Timestamp {
    /// The instant this many milliseconds after (or before) 1970 UTC.
    pub fn from_millis(millis: i64) -> Result<Self, BadTimestamp> {
        jiff::Timestamp::from_millisecond(millis)
            .map(|_| Self(millis))
            .map_err(|_| BadTimestamp)
    }

    /// The instant this many seconds after (or before) 1970 UTC.
    pub fn from_seconds(seconds: i64) -> Result<Self, BadTimestamp> {
        seconds
            .checked_mul(1000)
            .ok_or(BadTimestamp)
            .and_then(Self::from_millis)
    }

    /// Milliseconds since 1970 UTC.
    pub fn millis(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = jiff::Timestamp::from_millisecond(self.0).map_err(|_| fmt::Error)?;
        DateTimePrinter::new()
            .print_timestamp(&instant, jiff::fmt::StdFmtWrite(f))
            .map_err(|_| fmt::Error)
    }
}

impl FromStr for Timestamp {
    type Err = BadTimestamp;

    fn from_str(text: &str) -> Result<Self, BadTimestamp> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| BadTimestamp)?;
        Self::from_millis(instant.as_millisecond())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Whether the IANA database has a zone of this name, such as `Europe/Kyiv`.
pub fn is_time_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

/// How the zone of a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ZoneKnown {
    /// The original counts seconds since 1970 UTC.
    ExplicitEpoch,
    /// The original states an offset from UTC.
    ExplicitOffset,
    /// A person named the zone.
    Assumed,
    /// Nothing tells the zone: `utc` is then absent, or the wall clock read as if it were UTC is not shown as an instant.
    Unknown,
}

/// A time as an original tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Moment {
    /// The instant; absent where the original's zone is unknown or its time is none.
    pub utc: Option<Timestamp>,
    /// What the original says, to the letter.
    pub raw: String,
    /// How the zone is known.
    pub zone: ZoneKnown,
    /// Wall clock of the original as milliseconds since 1970 without zone, for order and days where `utc` is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall: Option<i64>,
}

impl Moment {
    /// Milliseconds by which messages are ordered and put into days: the instant, or else the wall clock.
    pub fn order_millis(&self) -> Option<i64> {
        self.utc.map(Timestamp::millis).or(self.wall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_prints_as_rfc_3339_and_reads_back() {
        let instant = Timestamp::from_millis(1_678_809_600_123).expect("in range");
        assert_eq!(instant.to_string(), "2023-03-14T16:00:00.123Z");
        assert_eq!(instant.to_string().parse(), Ok(instant));
    }

    #[test]
    fn an_instant_outside_the_calendar_is_refused() {
        assert_eq!(Timestamp::from_millis(i64::MAX), Err(BadTimestamp));
        assert_eq!(Timestamp::from_seconds(i64::MIN), Err(BadTimestamp));
    }
}
