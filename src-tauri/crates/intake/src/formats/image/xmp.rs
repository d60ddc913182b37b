//! XMP packets: a few properties by name, as attributes or elements. The packet is searched, not understood; the original
//! keeps the rest.

use super::super::{say_fact, say_note};
use crate::draft::{Sink, Unparsed};
use image::metadata::Orientation;
use model::{FactOrigin, Note};

/// Says the properties that tell of time, tools and place.
pub fn say(packet: &str, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    for (property, key) in PROPERTIES {
        if let Some(value) = value(packet, property) {
            say_fact(sink, key, value, FactOrigin::Xmp)?;
        }
    }
    let moving = ["GCamera:MotionPhoto", "GCamera:MicroVideo", "Camera:MotionPhoto"];
    if moving
        .iter()
        .any(|property| value(packet, property).is_some_and(|value| value == "1"))
    {
        say_note(sink, Note::new("motion-photo"))?;
    }
    Ok(())
}

/// How the image has to be turned, where only XMP says so.
pub fn orientation(packet: &str) -> Option<Orientation> {
    Orientation::from_exif(value(packet, "tiff:Orientation")?.parse().ok()?)
}

/// The packet inside of a file whose boxes are not walked for it.
pub fn find(bytes: &[u8]) -> Option<&[u8]> {
    let place = |of: &[u8], word: &[u8]| of.windows(word.len()).position(|window| window == word);
    let start = place(bytes, b"<x:xmpmeta")?;
    let rest = &bytes[start..bytes.len().min(start + (4 << 20))];
    let end = place(rest, b"</x:xmpmeta>")?;
    Some(&rest[..end])
}

fn value(packet: &str, property: &str) -> Option<String> {
    let attribute = packet.match_indices(property).find_map(|(at, _)| {
        let rest = packet[at + property.len()..]
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    let element = || {
        let rest = packet.split_once(&format!("<{property}>"))?.1;
        rest.split_once(&format!("</{property}>")).map(|(value, _)| value)
    };
    let value = attribute.or_else(element)?.trim();
    let plain = !value.is_empty() && !value.contains(['<', '>']);
    plain.then(|| value.chars().filter(|c| !c.is_control()).take(500).collect())
}

const PROPERTIES: [(&str, &str); 8] = [
    ("exif:DateTimeOriginal", "date-taken"),
    ("photoshop:DateCreated", "date-created"),
    ("xmp:CreateDate", "created"),
    ("xmp:ModifyDate", "modified"),
    ("xmp:CreatorTool", "software"),
    ("exif:GPSLatitude", "gps-latitude"),
    ("exif:GPSLongitude", "gps-longitude"),
    ("xmpMM:OriginalDocumentID", "original-document-id"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_found_as_attribute_and_as_element() {
        assert_eq!(
            value(r#"<a tiff:Orientation="6"/>"#, "tiff:Orientation").as_deref(),
            Some("6")
        );
        assert_eq!(
            value("<tiff:Orientation>8</tiff:Orientation>", "tiff:Orientation").as_deref(),
            Some("8")
        );
        assert_eq!(value("tiff:Orientation=", "tiff:Orientation"), None);
        assert_eq!(value("tiff:Orientation='й", "tiff:Orientation").as_deref(), Some("й"));
    }
}
