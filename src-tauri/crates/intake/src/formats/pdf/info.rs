//! What a PDF says about itself in its information dictionary.

use super::super::{moment, say_fact};
use crate::draft::{Found, Sink, Unparsed};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::DateTime;
use model::{Fact, FactOrigin, Moment};

/// Says it.
pub fn say(pdf: &Pdf, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let info = pdf.metadata();
    let texts = [
        ("title", &info.title),
        ("author", &info.author),
        ("subject", &info.subject),
        ("keywords", &info.keywords),
        ("creator", &info.creator),
        ("producer", &info.producer),
    ];
    for (key, bytes) in texts {
        let text = bytes.as_deref().map(text_string).unwrap_or_default();
        if !text.trim().is_empty() {
            say_fact(sink, key, text.trim(), FactOrigin::Document)?;
        }
    }
    for (key, date) in [("created", &info.creation_date), ("modified", &info.modification_date)] {
        if let Some(time) = date.as_ref().and_then(read_date) {
            let fact = Fact {
                key: key.to_owned(),
                value: time.raw.clone(),
                origin: FactOrigin::Document,
                time: Some(time),
            };
            sink.found(Found::Fact(fact))?;
        }
    }
    Ok(())
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 by its mark, otherwise PDFDocEncoding, of which Windows-1252 has
/// all but a few accents.
fn text_string(bytes: &[u8]) -> String {
    let (text, _) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes),
    };
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The library reads a date without an offset as one in UTC; the two cannot be told apart, so an offset of nothing counts as
/// unknown zone.
fn read_date(date: &DateTime) -> Option<Moment> {
    let DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
        utc_offset_hour,
        utc_offset_minute,
    } = *date;
    let raw = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    let offset = i32::from(utc_offset_hour) * 60 + i32::from(utc_offset_hour.signum()) * i32::from(utc_offset_minute);
    let zone = format!(
        "{}{:02}:{:02}",
        if offset < 0 { '-' } else { '+' },
        offset.abs() / 60,
        offset.abs() % 60
    );
    let raw = if offset == 0 { raw } else { format!("{raw} {zone}") };
    let clock = [
        i32::from(year),
        month.into(),
        day.into(),
        hour.into(),
        minute.into(),
        second.into(),
    ];
    moment::of_clock(clock, 0, (offset != 0).then_some(offset), raw)
}
