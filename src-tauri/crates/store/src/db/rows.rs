//! Numbers, codes and JSON of the database to facts and back. What does not read back as it was written is damage.

use crate::{Error, Result};
use model::{ClaimId, EvidenceId, LinkId, Moment, SourceId, Timestamp, ZoneKnown};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) fn source_id(number: u32) -> Result<SourceId> {
    SourceId::new(number).map_err(|_| Error::DatabaseDamaged)
}

pub(crate) fn evidence_id(number: u32) -> Result<EvidenceId> {
    EvidenceId::new(number).map_err(|_| Error::DatabaseDamaged)
}

pub(crate) fn claim_id(number: u32) -> Result<ClaimId> {
    ClaimId::new(number).map_err(|_| Error::DatabaseDamaged)
}

pub(crate) fn link_id(number: u32) -> Result<LinkId> {
    LinkId::new(number).map_err(|_| Error::DatabaseDamaged)
}

pub(crate) fn timestamp(millis: i64) -> Result<Timestamp> {
    Timestamp::from_millis(millis).map_err(|_| Error::DatabaseDamaged)
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::DatabaseDamaged)
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("facts have text keys and no failing serializers")
}

pub(crate) fn zone_code(zone: ZoneKnown) -> u8 {
    match zone {
        ZoneKnown::ExplicitEpoch => 0,
        ZoneKnown::ExplicitOffset => 1,
        ZoneKnown::Assumed => 2,
        ZoneKnown::Unknown => 3,
    }
}

fn zone(code: u8) -> Result<ZoneKnown> {
    match code {
        0 => Ok(ZoneKnown::ExplicitEpoch),
        1 => Ok(ZoneKnown::ExplicitOffset),
        2 => Ok(ZoneKnown::Assumed),
        3 => Ok(ZoneKnown::Unknown),
        _ => Err(Error::DatabaseDamaged),
    }
}

pub(crate) fn moment(utc: Option<i64>, raw: String, zone_code: u8, wall: Option<i64>) -> Result<Moment> {
    Ok(Moment {
        utc: utc.map(timestamp).transpose()?,
        raw,
        zone: zone(zone_code)?,
        wall,
    })
}

/// Refuses texts beyond their bound, in characters.
pub(crate) fn within(text: &str, most: usize) -> Result<()> {
    if text.len() <= most || text.chars().count() <= most {
        Ok(())
    } else {
        Err(Error::TooLong)
    }
}
