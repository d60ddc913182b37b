//! A recovery share as one page of PDF (ISO 32000-1): thirty numbered words, and the same words as a QR code (ISO/IEC 18004), between
//! sentences that the face gives.
//!
//! The two fonts are embedded, so that the page looks the same everywhere and can be read in Russian and Ukrainian; each letter
//! carries its Unicode, so that the words can be selected and read by other programs. Deliberately absent: anything that says when,
//! where or by which locker it was made; compression, forms, links; writing to a disk that nobody named.

use crate::views::ShareSheet;
use crate::{Error, Result};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};
use qrcode::{Color, EcLevel, QrCode};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use zeroize::Zeroizing;

/// The page of one share. `words` has spaces between. [`Error::BadRequest`] for sentences that do not fit on it.
pub fn share_page(words: &str, sheet: &ShareSheet) -> Result<Zeroizing<Vec<u8>>> {
    let said = sheet.notes.iter().map(|note| note.chars().count()).sum::<usize>();
    let short = [
        (&sheet.title, 60),
        (&sheet.which, 120),
        (&sheet.lead, 400),
        (&sheet.code, 400),
    ];
    if said > 1_500 || short.iter().any(|(text, most)| text.chars().count() > *most) {
        return Err(Error::BadRequest);
    }
    let mut page = Page::new()?;
    page.write(words, sheet)?;
    Ok(page.finish())
}

/// Writes a share to a new file that is the person's alone. [`Error::Exists`], [`Error::DiskFull`], [`Error::ReadOnly`].
pub fn write_share(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut new = OpenOptions::new();
    let mut file = new.write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 62.0;
const COLUMNS: usize = 3;
const CODE_SIDE: f32 = 190.0;
const PLAIN: usize = 0;
const STRONG: usize = 1;
const INK: f32 = 0.0;
const FAINT: f32 = 0.42;

struct Page {
    content: Content,
    fonts: [Face; 2],
    /// How far down the page is written, from above.
    y: f32,
}

impl Page {
    fn new() -> Result<Self> {
        Ok(Self {
            content: Content::new(),
            fonts: [
                Face::read(
                    "VSRegular+Inter",
                    include_bytes!("../../../../assets/fonts/inter-regular.ttf"),
                )?,
                Face::read(
                    "VSStrong+Inter",
                    include_bytes!("../../../../assets/fonts/inter-semibold.ttf"),
                )?,
            ],
            y: MARGIN + 14.0,
        })
    }

    fn write(&mut self, words: &str, sheet: &ShareSheet) -> Result<()> {
        self.line(STRONG, 24.0, INK, MARGIN, &sheet.title);
        self.y += 30.0;
        self.line(STRONG, 12.0, INK, MARGIN, &sheet.which);
        self.y += 14.0;
        self.rule();
        self.y += 24.0;
        self.paragraph(PLAIN, 11.0, MARGIN, WIDTH - 2.0 * MARGIN, &sheet.lead);
        self.y += 18.0;
        self.words(words);
        self.y += 8.0;
        self.rule();
        self.y += 16.0;
        let top = self.y;
        self.code(words, WIDTH - MARGIN - CODE_SIDE, top)?;
        let beside = WIDTH - 2.0 * MARGIN - CODE_SIDE - 26.0;
        self.y += 12.0;
        for note in std::iter::once(&sheet.code).chain(&sheet.notes) {
            self.paragraph(PLAIN, 10.0, MARGIN, beside, note);
            self.y += 6.0;
        }
        if self.y > HEIGHT - MARGIN {
            Err(Error::BadRequest)
        } else {
            Ok(())
        }
    }

    /// Down the columns, as one reads them aloud.
    fn words(&mut self, words: &str) {
        let list: Vec<&str> = words.split(' ').collect();
        let rows = list.len().div_ceil(COLUMNS);
        let (top, step) = (self.y, (WIDTH - 2.0 * MARGIN) / COLUMNS as f32);
        for (i, word) in list.iter().enumerate() {
            let x = MARGIN + step * (i / rows) as f32;
            self.y = top + 24.0 * (i % rows) as f32;
            let number = format!("{}.", i + 1);
            let wide = self.fonts[PLAIN].width(&number, 11.0);
            self.line(PLAIN, 11.0, FAINT, x + 22.0 - wide, &number);
            self.line(STRONG, 15.0, INK, x + 30.0, word);
        }
        self.y = top + 24.0 * (rows - 1) as f32 + 10.0;
    }

    /// The words in capitals, which a QR code holds in fewer squares; they are read in either.
    fn code(&mut self, words: &str, x: f32, top: f32) -> Result<()> {
        let text = Zeroizing::new(words.to_uppercase());
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).map_err(|_| Error::Internal)?;
        let (wide, squares) = (
            code.width(),
            Zeroizing::new(code.to_colors().iter().map(|c| *c == Color::Dark).collect::<Vec<_>>()),
        );
        let side = CODE_SIDE / wide as f32;
        self.content.set_fill_gray(INK);
        for (row, line) in squares.chunks(wide).enumerate() {
            let mut at = 0;
            while let Some(start) = line[at..].iter().position(|dark| *dark).map(|skip| at + skip) {
                let run = line[start..].iter().take_while(|dark| **dark).count();
                let y = HEIGHT - top - side * (row + 1) as f32;
                self.content.rect(x + side * start as f32, y, side * run as f32, side);
                at = start + run;
            }
        }
        self.content.fill_nonzero();
        Ok(())
    }

    fn rule(&mut self) {
        let y = HEIGHT - self.y;
        self.content.set_stroke_gray(FAINT).set_line_width(0.6);
        self.content.move_to(MARGIN, y).line_to(WIDTH - MARGIN, y).stroke();
    }

    fn paragraph(&mut self, font: usize, size: f32, x: f32, width: f32, text: &str) {
        for line in self.fonts[font].broken(text, size, width) {
            self.line(font, size, INK, x, &line);
            self.y += size * 1.42;
        }
    }

    fn line(&mut self, font: usize, size: f32, gray: f32, x: f32, text: &str) {
        let glyphs = Zeroizing::new(self.fonts[font].glyphs(text));
        self.content.begin_text().set_fill_gray(gray);
        self.content.set_font(Name(FONT_NAMES[font]), size);
        self.content.next_line(x, HEIGHT - self.y).show(Str(&glyphs));
        self.content.end_text();
    }

    fn finish(self) -> Zeroizing<Vec<u8>> {
        let mut ids = (1..).map(Ref::new);
        let mut id = || ids.next().unwrap_or(Ref::new(i32::MAX));
        let (catalog, pages, page, content) = (id(), id(), id(), id());
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(pages);
        pdf.pages(pages).kids([page]).count(1);
        let fonts: Vec<Ref> = self.fonts.iter().map(|face| face.embed(&mut pdf, &mut id)).collect();
        let mut of_page = pdf.page(page);
        of_page
            .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
            .parent(pages)
            .contents(content);
        of_page
            .resources()
            .fonts()
            .pairs(FONT_NAMES.map(Name).into_iter().zip(fonts));
        of_page.finish();
        let drawn = Zeroizing::new(self.content.finish().into_vec());
        pdf.stream(content, &drawn);
        Zeroizing::new(pdf.finish())
    }
}

const FONT_NAMES: [&[u8]; 2] = [b"F0", b"F1"];
/// Unit of widths in a PDF: a thousandth of the letter's size.
const UNIT: f32 = 1000.0;

/// A font, and which of its glyphs were used for which letters.
struct Face {
    name: &'static str,
    bytes: &'static [u8],
    font: FontRef<'static>,
    used: BTreeMap<u16, char>,
}

impl Face {
    fn read(name: &'static str, bytes: &'static [u8]) -> Result<Self> {
        Ok(Self {
            name,
            bytes,
            font: FontRef::new(bytes).map_err(|_| Error::Internal)?,
            used: BTreeMap::new(),
        })
    }

    fn glyph(&self, letter: char) -> u16 {
        let found = self.font.charmap().map(letter);
        found.and_then(|glyph| u16::try_from(glyph.to_u32()).ok()).unwrap_or(0)
    }

    /// Two bytes for each letter.
    fn glyphs(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * text.len());
        for letter in text.chars() {
            let glyph = self.glyph(letter);
            self.used.insert(glyph, letter);
            bytes.extend_from_slice(&glyph.to_be_bytes());
        }
        bytes
    }

    fn advance(&self, glyph: u16) -> f32 {
        let metrics = self.font.glyph_metrics(Size::new(UNIT), LocationRef::default());
        metrics.advance_width(skrifa::GlyphId::from(glyph)).unwrap_or(0.0)
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(self.glyph(letter))).sum::<f32>() * size / UNIT
    }

    /// The text in lines no wider than this.
    fn broken(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer.filter(|line| self.width(line, size) <= width) {
                Some(line) => drop(lines.pop().map(|_| lines.push(line))),
                None => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// The font as a composite one whose codes are glyphs (ISO 32000-1, 9.7).
    fn embed(&self, pdf: &mut Pdf, id: &mut impl FnMut() -> Ref) -> Ref {
        let (font, letters, descriptor, file, unicode) = (id(), id(), id(), id(), id());
        let system = SystemInfo {
            registry: Str(b"Adobe"),
            ordering: Str(b"Identity"),
            supplement: 0,
        };
        let name = Name(self.name.as_bytes());
        pdf.type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(letters)
            .to_unicode(unicode);
        let mut cid = pdf.cid_font(letters);
        cid.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(system)
            .font_descriptor(descriptor);
        cid.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for glyph in self.used.keys() {
            widths.consecutive(*glyph, [self.advance(*glyph)]);
        }
        widths.finish();
        cid.finish();
        let metrics = self.font.metrics(Size::new(UNIT), LocationRef::default());
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(-300.0, -300.0, 1500.0, 1200.0))
            .italic_angle(0.0)
            .ascent(metrics.ascent)
            .descent(metrics.descent)
            .cap_height(metrics.cap_height.unwrap_or(700.0))
            .stem_v(80.0)
            .font_file2(file);
        pdf.stream(file, self.bytes)
            .pair(Name(b"Length1"), self.bytes.len() as i32);
        let mut map = UnicodeCmap::<u16>::new(Name(b"Letters"), system);
        self.used.iter().for_each(|(glyph, letter)| map.pair(*glyph, *letter));
        pdf.cmap(unicode, &map.finish());
        font
    }
}
