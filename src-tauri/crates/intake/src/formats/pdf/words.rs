//! The glyphs of a page in the order in which they are painted, with their places.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect};

/// Most glyphs of a page that are read.
const MOST: usize = 300_000;
/// Share of the em that a line's box has above and below the baseline.
const ABOVE: f64 = 0.78;
const BELOW: f64 = 0.22;

/// The glyphs of a page.
pub struct Painted {
    /// Width of the page as shown, in points.
    pub width: f64,
    /// Height of the page as shown, in points.
    pub height: f64,
    /// In painting order.
    pub glyphs: Vec<Placed>,
    /// How many glyphs lie outside the page as shown: text that nobody sees.
    pub outside: usize,
}

/// One glyph on the page as shown: y grows downwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What it stands for.
    pub text: String,
    /// Start of it on the baseline.
    pub start: Point,
    /// End of it on the baseline.
    pub end: Point,
    /// Its em in points, across the baseline.
    pub size: f64,
    /// Its box.
    pub bounds: Rect,
}

/// Reads a page.
pub fn collect(page: &Page<'_>, settings: &InterpreterSettings) -> Painted {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let paper = Rect::new(0.0, 0.0, width, height);
    let upright = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(upright, paper, &cache, page.xref(), settings.clone());
    let mut reader = Reader {
        paper,
        glyphs: Vec::new(),
        last_run: 0..0,
        outside: 0,
    };
    interpret_page(page, &mut context, &mut reader);
    Painted {
        width,
        height,
        glyphs: reader.glyphs,
        outside: reader.outside,
    }
}

struct Reader {
    paper: Rect,
    glyphs: Vec<Placed>,
    last_run: std::ops::Range<usize>,
    outside: usize,
}

impl Reader {
    fn place(&mut self, glyph: &Glyph<'_>, at: Affine, mode: WritingMode) -> Option<Placed> {
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let advance = match mode {
            WritingMode::Horizontal => f64::from(advance.unwrap_or(500.0)).clamp(0.0, 10_000.0),
            WritingMode::Vertical => 1_000.0,
        };
        let [start, end] = [at * Point::ZERO, at * Point::new(advance, 0.0)];
        let size = (at * Point::new(0.0, 1_000.0) - start).hypot();
        let bounds = at.transform_rect_bbox(Rect::new(0.0, -BELOW * 1_000.0, advance.max(1.0), ABOVE * 1_000.0));
        let sane = size.is_finite() && size > 0.01 && bounds.is_finite();
        let inside = sane && bounds.overlaps(self.paper);
        self.outside += usize::from(sane && !inside);
        inside.then(|| Placed {
            text: meaning(glyph),
            start,
            end,
            size,
            bounds,
        })
    }
}

/// The characters of a glyph; those without any known meaning become U+FFFD, so that they are seen and counted.
fn meaning(glyph: &Glyph<'_>) -> String {
    let text = match glyph.as_unicode() {
        Some(BfString::Char(c)) => c.to_string(),
        Some(BfString::String(text)) => text,
        None => char::REPLACEMENT_CHARACTER.to_string(),
    };
    text.chars()
        .take(16)
        .map(|c| if c.is_control() || c == '\u{a0}' { ' ' } else { c })
        .collect()
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let from = self.glyphs.len();
        for glyph in run.glyphs().iter().take(MOST - from.min(MOST)) {
            let at = props.transform * glyph.transform();
            let placed = self.place(glyph, at, run.writing_mode());
            self.glyphs.extend(placed);
        }
        // Filled and then stroked, or painted twice to look bold: the same words once.
        if same(&self.glyphs[self.last_run.clone()], &self.glyphs[from..]) {
            self.glyphs.truncate(from);
        } else {
            self.last_run = from..self.glyphs.len();
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn same(one: &[Placed], other: &[Placed]) -> bool {
    let alike = |(a, b): (&Placed, &Placed)| a.text == b.text && (a.start - b.start).hypot() < 0.1 * a.size;
    !one.is_empty() && one.len() == other.len() && one.iter().zip(other).all(alike)
}
