//! PDF by hayro: pages as pixels, words with their places, what the file says about itself, and what in it is dangerous.
//! One interpreter paints and reads, so what is selected is what is seen. Nothing active is run and no reference is followed.

mod dangers;
mod info;
mod lines;
mod words;

use super::{malformed, read_whole, say_fact, say_note, too_large};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use crate::pixels::{Layout, PageText, Pixels};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use model::{FactOrigin, Kind, Note};
use std::sync::Arc;

/// Longest PDF in bytes: it is held in memory whole.
const LONGEST: u64 = 512 << 20;
/// Most pages of which the text is read at import.
const MOST_PAGES: usize = 20_000;
/// Longest side of a page picture in pixels.
const LONGEST_SIDE: u32 = 16_000;

/// An opened PDF. Files that open with an empty password are open.
pub struct Document {
    pdf: Pdf,
}

impl Document {
    /// Reads the whole file.
    pub fn open(input: &mut dyn ReadSeek) -> Result<Self, Unparsed> {
        let bytes = Arc::new(read_whole(input, LONGEST)?);
        let pdf = Pdf::new(bytes.clone()).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unparsed::Encrypted,
            LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Unparsed::Unsupported {
                what: "encryption".to_owned(),
            },
            LoadPdfError::Decryption(_) => malformed("encryption"),
            // Objects that a missing password leaves unreadable look invalid.
            LoadPdfError::Invalid if names_encryption(&bytes) => Unparsed::Encrypted,
            LoadPdfError::Invalid => malformed("pdf"),
        })?;
        Ok(Self { pdf })
    }

    /// How many pages.
    pub fn page_count(&self) -> u32 {
        u32::try_from(self.pdf.pages().len()).unwrap_or(u32::MAX)
    }

    /// A page (from 1) as it is shown, as large as fits.
    pub fn page(&self, page: u32, max_w: u32, max_h: u32) -> Result<Pixels, Unparsed> {
        let page = self.find(page)?;
        let (width, height) = page.render_dimensions();
        let scale = scale(width, height, max_w.min(LONGEST_SIDE), max_h.min(LONGEST_SIDE))?;
        let settings = PixmapSettings {
            x_scale: scale.0,
            y_scale: scale.1,
            bg_color: WHITE,
        };
        let cache = RenderCache::new();
        let drawn = render(page, &cache, &quiet(), &RenderSettings::default(), &settings);
        let bytes = drawn
            .data()
            .iter()
            .flat_map(|pixel| [pixel.r, pixel.g, pixel.b])
            .collect();
        Ok(Pixels {
            width: drawn.width().into(),
            height: drawn.height().into(),
            layout: Layout::Rgb,
            bytes,
        })
    }

    /// The words of a page (from 1) with their places.
    pub fn page_text(&self, page: u32) -> Result<PageText, Unparsed> {
        Ok(lines::arrange(words::collect(self.find(page)?, &quiet())))
    }

    fn find(&self, page: u32) -> Result<&Page<'_>, Unparsed> {
        let place = (page as usize).checked_sub(1).ok_or_else(|| malformed("page"))?;
        self.pdf.pages().get(place).ok_or_else(|| malformed("page"))
    }
}

fn names_encryption(bytes: &[u8]) -> bool {
    bytes
        .windows(9)
        .any(|window| window == b"/Encrypt " || window == b"/Encrypt\n" || window == b"/Encrypt\r")
}

/// Scales by which a page becomes at most this large and at least one pixel; the two differ only by rounding.
fn scale(width: f32, height: f32, max_w: u32, max_h: u32) -> Result<(f32, f32), Unparsed> {
    let sane = |side: f32| side.is_finite() && side > 0.0;
    if !sane(width) || !sane(height) || max_w == 0 || max_h == 0 {
        return Err(malformed("page-size"));
    }
    let scale = (max_w as f32 / width).min(max_h as f32 / height);
    let side = |length: f32, most: u32| (length * scale).round().clamp(1.0, most as f32);
    // A hair more than the whole number, because the renderer cuts fractions off.
    let exact = |length: f32, most: u32| (side(length, most) + 0.01) / length;
    Ok((exact(width, max_w), exact(height, max_h)))
}

fn quiet() -> InterpreterSettings {
    InterpreterSettings::default()
}

/// Everything about the file.
pub fn parse(input: &mut dyn ReadSeek, _hints: &Hints, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let media_type = "application/pdf".to_owned();
    sink.found(Found::Format {
        kind: Kind::Pdf,
        media_type,
        format: "pdf".to_owned(),
    })?;
    let document = Document::open(input)?;
    say_fact(sink, "pages", document.page_count(), FactOrigin::Document)?;
    info::say(&document.pdf, sink)?;
    dangers::say(&document.pdf, sink)?;
    say_text(&document, sink)
}

fn say_text(document: &Document, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let (mut without, mut unmapped, mut outside) = (0, 0, 0);
    let count = document.pdf.pages().len();
    for number in 1..=count.min(MOST_PAGES) {
        let page = number as u32;
        let painted = words::collect(document.find(page)?, &quiet());
        outside += painted.outside;
        let text = lines::arrange(painted).text;
        unmapped += text.matches(char::REPLACEMENT_CHARACTER).count();
        if text.trim().is_empty() {
            without += 1;
        } else {
            sink.found(Found::Text { page, text })?;
        }
    }
    for (code, count) in [
        ("pages-without-text", without),
        ("characters-unmapped", unmapped),
        ("characters-outside-page", outside),
    ] {
        if count > 0 {
            say_note(sink, Note::counted(code, count))?;
        }
    }
    if count > MOST_PAGES {
        Err(too_large("pages"))
    } else {
        Ok(())
    }
}
