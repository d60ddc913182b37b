//! Pixels into image files, in the parent: the worker's buffers are plain bytes of known size, so nothing of the
//! original file reaches an encoder or a viewer but its colours.

use crate::pixels::{Layout, Pixels};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// Pixels that no encoder takes: an empty side, a side over 65,535 for JPEG, or a buffer of the wrong length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unencodable")]
pub struct Unencodable;

/// A JPEG of these pixels, quality 1 to 100. Transparent parts become white.
pub fn jpeg(pixels: &Pixels, quality: u8) -> Result<Vec<u8>, Unencodable> {
    check(pixels)?;
    let mut out = Vec::new();
    let rgb = match pixels.layout {
        Layout::Rgb => std::borrow::Cow::Borrowed(&pixels.bytes),
        Layout::Rgba => std::borrow::Cow::Owned(on_white(&pixels.bytes)),
    };
    JpegEncoder::new_with_quality(&mut out, quality.clamp(1, 100))
        .write_image(&rgb, pixels.width, pixels.height, ExtendedColorType::Rgb8)
        .map_err(|_| Unencodable)?;
    Ok(out)
}

/// A PNG of these pixels.
pub fn png(pixels: &Pixels) -> Result<Vec<u8>, Unencodable> {
    check(pixels)?;
    let colour = match pixels.layout {
        Layout::Rgb => ExtendedColorType::Rgb8,
        Layout::Rgba => ExtendedColorType::Rgba8,
    };
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive)
        .write_image(&pixels.bytes, pixels.width, pixels.height, colour)
        .map_err(|_| Unencodable)?;
    Ok(out)
}

fn check(pixels: &Pixels) -> Result<(), Unencodable> {
    let bytes = u64::from(pixels.width) * u64::from(pixels.height) * pixels.layout.bytes() as u64;
    if bytes > 0 && bytes == pixels.bytes.len() as u64 {
        Ok(())
    } else {
        Err(Unencodable)
    }
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4)
        .flat_map(|pixel| [0, 1, 2].map(|i| over_white(pixel[i], pixel[3])))
        .collect()
}

fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u32::from(colour), u32::from(alpha));
    ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(layout: Layout, bytes: &[u8]) -> Pixels {
        Pixels {
            width: 1,
            height: 1,
            layout,
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_the_same_pixels() {
        let pixels = one(Layout::Rgba, &[10, 20, 30, 128]);
        let png = png(&pixels).expect("one pixel");
        let back = image::load_from_memory(&png).expect("our own PNG").to_rgba8();
        assert_eq!(back.into_raw(), pixels.bytes);
    }

    #[test]
    fn transparent_parts_become_white_in_jpeg() {
        let jpeg = jpeg(&one(Layout::Rgba, &[0, 0, 0, 0]), 95).expect("one pixel");
        let back = image::load_from_memory(&jpeg).expect("our own JPEG").to_rgb8();
        assert_eq!(back.into_raw(), [255, 255, 255]);
    }

    #[test]
    fn a_buffer_of_another_length_than_its_size_is_refused() {
        assert_eq!(png(&one(Layout::Rgb, &[1, 2])), Err(Unencodable));
        let wide = Pixels {
            width: 70_000,
            height: 1,
            layout: Layout::Rgb,
            bytes: vec![0; 210_000],
        };
        assert_eq!(jpeg(&wide, 80), Err(Unencodable), "JPEG sides end at 65,535");
    }
}
