//! EXIF (CIPA DC-008): when, where and with what, as written. A date has no zone unless an offset stands beside it.

use super::super::{moment, say_fact, say_note};
use crate::draft::{Found, Sink, Unparsed};
use exif::{Exif, In, Rational, Reader, Tag, Value};
use image::metadata::Orientation;
use model::{Fact, FactOrigin, Moment, Note};

/// Reads a block as far as it can be read; the flag says that parts of it are broken.
pub fn read(block: Option<Vec<u8>>) -> Option<(Exif, bool)> {
    let mut broken = false;
    let block = block?;
    let start = if block.starts_with(b"Exif\0\0") { 6 } else { 0 };
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_raw(block[start..].to_vec());
    let note = |errors: Vec<exif::Error>| broken = errors.iter().any(|error| !is_common(error));
    let exif = read.or_else(|error| error.distill_partial_result(note)).ok()?;
    Some((exif, broken))
}

/// Widespread writers leave out the pointer that ends a directory inside a directory; nothing is lost by it.
fn is_common(error: &exif::Error) -> bool {
    use exif::Error::InvalidFormat;
    matches!(
        error,
        InvalidFormat("Unexpected next IFD" | "Truncated next IFD offset")
    )
}

/// How the image has to be turned.
pub fn orientation(exif: &Exif) -> Option<Orientation> {
    let number = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    Orientation::from_exif(u8::try_from(number).ok()?)
}

/// Says what the block tells.
pub fn say(exif: &Exif, broken: bool, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    say_times(exif, sink)?;
    say_place(exif, sink)?;
    let camera = [text(exif, Tag::Make), text(exif, Tag::Model)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let texts = [
        ("camera", Some(camera)),
        ("lens", text(exif, Tag::LensModel)),
        ("serial-number", text(exif, Tag::BodySerialNumber)),
        ("owner", text(exif, Tag::CameraOwnerName)),
        ("software", text(exif, Tag::Software)),
        ("author", text(exif, Tag::Artist)),
        ("copyright", text(exif, Tag::Copyright)),
        ("description", text(exif, Tag::ImageDescription)),
    ];
    for (key, value) in texts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            say_fact(sink, key, value, FactOrigin::Exif)?;
        }
    }
    if broken {
        say_note(sink, Note::new("exif-damaged"))
    } else {
        Ok(())
    }
}

fn say_times(exif: &Exif, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let times = [
        (
            "date-taken",
            Tag::DateTimeOriginal,
            Tag::OffsetTimeOriginal,
            Tag::SubSecTimeOriginal,
        ),
        (
            "date-digitized",
            Tag::DateTimeDigitized,
            Tag::OffsetTimeDigitized,
            Tag::SubSecTimeDigitized,
        ),
        ("modified", Tag::DateTime, Tag::OffsetTime, Tag::SubSecTime),
    ];
    for (key, date, offset, fraction) in times {
        let Some(raw) = text(exif, date).filter(|raw| !raw.is_empty()) else {
            continue;
        };
        let time = read_date(&raw, text(exif, offset).as_deref(), text(exif, fraction).as_deref());
        let value = time.as_ref().map_or(raw, |time| time.raw.clone());
        sink.found(Found::Fact(Fact {
            key: key.to_owned(),
            value,
            origin: FactOrigin::Exif,
            time,
        }))?;
    }
    match gps_time(exif) {
        Some(time) => {
            let value = time.raw.clone();
            let fact = Fact {
                key: "gps-time".to_owned(),
                value,
                origin: FactOrigin::Exif,
                time: Some(time),
            };
            Ok(sink.found(Found::Fact(fact))?)
        }
        None => Ok(()),
    }
}

/// `YYYY:MM:DD HH:MM:SS`, an offset like `+02:00`, and digits after the second.
fn read_date(raw: &str, offset: Option<&str>, fraction: Option<&str>) -> Option<Moment> {
    let clock = numbers(raw)?;
    let minutes = offset.and_then(read_offset);
    let millis = fraction.map_or(0, read_millis);
    let shown = match (minutes, offset) {
        (Some(_), Some(offset)) => format!("{raw} {offset}"),
        _ => raw.to_owned(),
    };
    moment::of_clock(clock, millis, minutes, shown)
}

fn numbers(text: &str) -> Option<[i32; 6]> {
    let parts: Vec<i32> = text
        .split([':', ' ', '-', 'T'])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    parts.try_into().ok()
}

fn read_offset(text: &str) -> Option<i32> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        'Z' => return Some(0),
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=18).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

/// The first three digits after the second.
fn read_millis(text: &str) -> u16 {
    let digits: String = text
        .chars()
        .take_while(char::is_ascii_digit)
        .chain("000".chars())
        .take(3)
        .collect();
    digits.parse().unwrap_or(0)
}

/// GPSDateStamp and GPSTimeStamp: UTC by the specification.
fn gps_time(exif: &Exif) -> Option<Moment> {
    let date = text(exif, Tag::GPSDateStamp)?;
    let clock: Vec<f64> = rationals(exif, Tag::GPSTimeStamp)?
        .iter()
        .map(number)
        .collect::<Option<_>>()?;
    let [hour, minute, second] = clock.try_into().ok()?;
    let raw = format!("{date} {hour:02}:{minute:02}:{second:02} UTC");
    let mut parts = numbers(&format!("{date} 0:0:0"))?;
    for (place, part) in [(3, hour), (4, minute), (5, second)] {
        parts[place] = if (0.0..60.0).contains(&part) {
            part as i32
        } else {
            return None;
        };
    }
    moment::of_clock(parts, 0, Some(0), raw)
}

fn say_place(exif: &Exif, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let has = |tag| exif.get_field(tag, In::PRIMARY).is_some();
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, ["N", "S"], 90.0);
    let longitude = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, ["E", "W"], 180.0);
    match (latitude, longitude) {
        (Some(latitude), Some(longitude)) => {
            say_fact(sink, "gps", format!("{latitude:.5},{longitude:.5}"), FactOrigin::Exif)?;
        }
        _ if has(Tag::GPSLatitude) || has(Tag::GPSLongitude) => say_note(sink, Note::new("gps-unreadable"))?,
        _ => {}
    }
    let height = rationals(exif, Tag::GPSAltitude).and_then(|all| number(all.first()?));
    let below = exif
        .get_field(Tag::GPSAltitudeRef, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        == Some(1);
    match height.filter(|height| *height < 100_000.0) {
        Some(height) => say_fact(
            sink,
            "gps-altitude",
            if below { -height } else { height },
            FactOrigin::Exif,
        ),
        None => Ok(()),
    }
}

/// Degrees, minutes, seconds with a letter. Without the letter, or with a broken fraction, there is no place: it would be a
/// place on the wrong side of the world.
fn degrees(exif: &Exif, tag: Tag, letter: Tag, letters: [&str; 2], most: f64) -> Option<f64> {
    let parts = rationals(exif, tag)?;
    let sign = match text(exif, letter)?.to_ascii_uppercase() {
        side if side == letters[0] => 1.0,
        side if side == letters[1] => -1.0,
        _ => return None,
    };
    let mut degrees = number(parts.first()?)?;
    for (place, share) in [(1, 60.0), (2, 3_600.0)] {
        if let Some(part) = parts.get(place) {
            degrees += number(part)? / share;
        }
    }
    (0.0..=most).contains(&degrees).then_some(sign * degrees)
}

fn rationals(exif: &Exif, tag: Tag) -> Option<&[Rational]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(all) => Some(all),
        _ => None,
    }
}

fn number(part: &Rational) -> Option<f64> {
    (part.denom != 0).then(|| f64::from(part.num) / f64::from(part.denom))
}

/// A text, without what is no character; in Windows-1251 or whatever else it was written, it stays as UTF-8 shows it.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let text = String::from_utf8_lossy(parts.first()?).replace(|c: char| c.is_control(), "");
    Some(text.trim().chars().take(2_000).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ZoneKnown;

    #[test]
    fn a_date_without_offset_has_no_zone() {
        let moment = read_date("2023:03:14 18:00:00", None, None).expect("a date");
        assert_eq!((moment.utc, moment.zone), (None, ZoneKnown::Unknown));
    }

    #[test]
    fn an_offset_beside_it_gives_the_instant() {
        let moment = read_date("2023:03:14 18:00:00", Some("+02:00"), Some("25")).expect("a date");
        assert_eq!(
            moment.utc.map(|utc| utc.to_string()).as_deref(),
            Some("2023-03-14T16:00:00.25Z")
        );
        assert_eq!(moment.zone, ZoneKnown::ExplicitOffset);
    }

    #[test]
    fn dates_that_never_were_and_odd_offsets_are_no_times() {
        for raw in [
            "0000:00:00 00:00:00",
            "2019:13:45 00:00:00",
            "    :  :     :  :  ",
            "",
            "2023:03:14",
        ] {
            assert_eq!(read_date(raw, None, None), None, "{raw:?}");
        }
        for offset in ["  :  ", "+99:00", "2", "+0200", ""] {
            assert_eq!(read_offset(offset), None, "{offset:?}");
        }
    }
}
