//! What the worker makes of pictures and pages: plain pixels, and words with their places.

use serde::{Deserialize, Serialize};

/// A decoded picture, upright, rows from the top without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Bytes of a pixel.
    pub layout: Layout,
    /// `width * height * layout.bytes()` bytes.
    pub bytes: Vec<u8>,
}

/// Bytes of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, alpha (not premultiplied).
    Rgba,
}

impl Layout {
    /// How many bytes a pixel has.
    pub fn bytes(self) -> usize {
        match self {
            Layout::Rgb => 3,
            Layout::Rgba => 4,
        }
    }
}

/// The text layer of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// All text of the page in reading order, lines ended by `\n`: the same as the page's `Found::Text`.
    pub text: String,
    /// Stretches of it with their places, in the same order.
    pub runs: Vec<Run>,
}

/// A stretch of text on one line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where it starts in the page's text, in characters (Unicode scalar values).
    pub start: u32,
    /// Its text, as in the page's text.
    pub text: String,
    /// Left, top, width, height in hundredths of a percent of the page as it is shown (after rotation); inside the page.
    pub rect: [u16; 4],
}
