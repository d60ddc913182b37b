//! What travels with a picture without being seen in it: data after its end, pages, provenance manifests.

use super::super::{say_fact, say_note};
use super::Opened;
use crate::draft::{Sink, Unparsed};
use model::{FactOrigin, Note};

/// Most pages of a TIFF that are counted.
const MOST_PAGES: u32 = 10_000;

/// Says it.
pub fn say(image: &Opened<'_>, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    debug_assert!(image.media_type.starts_with("image/"), "only images come here");
    let end = match image.format {
        "jpeg" => jpeg_end(image.bytes),
        "png" => png_end(image.bytes),
        _ => None,
    };
    if let Some(rest) = end
        .and_then(|end| image.bytes.get(end..))
        .filter(|rest| rest.iter().any(|byte| *byte != 0))
    {
        let count = u32::try_from(rest.len()).unwrap_or(u32::MAX);
        say_note(
            sink,
            Note {
                count: Some(count),
                ..Note::with_detail("trailing-data", what_is(rest))
            },
        )?;
    }
    if end.is_none() && matches!(image.format, "jpeg" | "png") {
        say_note(sink, Note::new("cut-off"))?;
    }
    if image.format == "tiff" {
        let pages = tiff_pages(image.bytes).unwrap_or(1);
        say_fact(sink, "pages", pages, FactOrigin::Container)?;
    }
    if holds(image.bytes, b"jumb") && holds(image.bytes, b"c2pa") {
        say_note(sink, Note::new("c2pa-present"))?;
    }
    Ok(())
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

fn what_is(rest: &[u8]) -> &'static str {
    let start = &rest[..rest.len().min(64)];
    if start.starts_with(b"\xff\xd8\xff") {
        "jpeg"
    } else if start.get(4..8) == Some(b"ftyp") {
        "mp4"
    } else if start.starts_with(b"PK\x03\x04") {
        "zip"
    } else if holds(rest, b"ftyp") {
        "holds-mp4"
    } else {
        "unknown"
    }
}

/// Where a JPEG (ITU T.81, B) ends: after the EOI of its segments.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        while *bytes.get(at)? != 0xff {
            at += 1;
        }
        match *bytes.get(at + 1)? {
            0xd9 => return Some(at + 2),
            0xff => at += 1,
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
                at += 2 + usize::from(length.max(2));
            }
        }
    }
}

/// Where a PNG ends: after its IEND chunk.
fn png_end(bytes: &[u8]) -> Option<usize> {
    let mut at: usize = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let end = at.checked_add(12)?.checked_add(length as usize)?;
        if bytes.get(at + 4..at + 8)? == b"IEND" {
            return Some(end);
        }
        at = end;
    }
}

/// Width and height as the IHDR chunk of a PNG declares them.
pub fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let ihdr = bytes.get(12..24).filter(|ihdr| ihdr.starts_with(b"IHDR"))?;
    let side = |at: usize| ihdr.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((side(4)?, side(8)?))
}

/// How many directories are chained in a TIFF 6.0 or BigTIFF. A chain that turns back ends.
fn tiff_pages(bytes: &[u8]) -> Option<u32> {
    let little = bytes.first()? == &b'I';
    let number = |at: u64, size: usize| -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let raw = bytes.get(at..at.checked_add(size)?)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if little {
            raw.iter().rev().fold(0, add)
        } else {
            raw.iter().fold(0, add)
        })
    };
    let big = number(2, 2)? == 43;
    let (first, width, counts, entry) = if big { (8, 8, 8, 20) } else { (4, 4, 2, 12) };
    let mut at = number(first, width)?;
    let mut seen = Vec::new();
    while at != 0 && !seen.contains(&at) && seen.len() < MOST_PAGES as usize {
        seen.push(at);
        let next = number(at, counts).and_then(|n| at.checked_add(counts as u64)?.checked_add(n.checked_mul(entry)?));
        at = next.and_then(|next| number(next, width)).unwrap_or(0);
    }
    u32::try_from(seen.len()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_ends_after_its_own_end_mark_not_that_of_its_thumbnail() {
        let thumbnail_inside = [
            0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 1, 2, 0xff, 0xda, 0, 2, 7, 0xff, 0, 0xff, 0xd9,
        ];
        assert_eq!(
            jpeg_end(&[&thumbnail_inside[..], b"more"].concat()),
            Some(thumbnail_inside.len())
        );
        assert_eq!(jpeg_end(&thumbnail_inside[..15]), None);
    }

    #[test]
    fn a_chain_of_pages_that_turns_back_ends() {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend([0, 0, 8, 0, 0, 0]);
        assert_eq!(tiff_pages(&tiff), Some(1));
    }
}
