//! Glyphs into lines of text. A PDF knows neither words nor lines: gaps along a baseline become spaces, leaving it ends the
//! line, and blocks of lines that stand above others in the same column are read first.

use super::words::{Painted, Placed};
use crate::pixels::{PageText, Run};
use hayro::kurbo::Rect;

/// A gap of this share of the em separates words.
const WORD_GAP: f64 = 0.18;
/// Glyphs off the baseline by more than this share of the em stand on another line.
const OFF_BASELINE: f64 = 0.45;
/// Lines further apart than this many ems are not one block.
const BLOCK_GAP: f64 = 2.2;
/// Blocks beyond this many are left in painting order.
const MOST_BLOCKS: usize = 2_000;

/// The page's text in reading order, with a run for every word.
pub fn arrange(page: Painted) -> PageText {
    let lines = lines_of(&page.glyphs);
    let blocks = in_reading_order(blocks_of(lines));
    let mut text = Text {
        page: PageText::default(),
        characters: 0,
        paper: (page.width, page.height),
    };
    for line in blocks.iter().flatten() {
        text.add(line);
    }
    text.page
}

/// Glyphs on one baseline.
struct Line<'a> {
    glyphs: Vec<&'a Placed>,
    bounds: Rect,
}

fn lines_of(glyphs: &[Placed]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if line.glyphs.last().is_some_and(|last| follows(last, glyph)) => {
                line.glyphs.push(glyph);
                line.bounds = line.bounds.union(glyph.bounds);
            }
            _ => lines.push(Line {
                glyphs: vec![glyph],
                bounds: glyph.bounds,
            }),
        }
    }
    lines
}

/// Whether the glyph stands on the baseline of the last one, not before it.
fn follows(last: &Placed, glyph: &Placed) -> bool {
    let (along, across) = from_end(last, glyph);
    let em = last.size.max(glyph.size);
    across.abs() < OFF_BASELINE * em && along > -em
}

/// From the end of the last glyph to the start of the next: along and across the baseline, in points.
fn from_end(last: &Placed, glyph: &Placed) -> (f64, f64) {
    let direction = last.end - last.start;
    let direction = if direction.hypot() > 0.0 {
        direction / direction.hypot()
    } else {
        (1.0, 0.0).into()
    };
    let step = glyph.start - last.end;
    (step.dot(direction), step.cross(direction))
}

type Block<'a> = Vec<Line<'a>>;

fn blocks_of(lines: Vec<Line<'_>>) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for line in lines {
        match blocks.last_mut() {
            Some(block) if block.last().is_some_and(|last| stands_under(last, &line)) => block.push(line),
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}

fn stands_under(last: &Line<'_>, line: &Line<'_>) -> bool {
    let em = line
        .glyphs
        .iter()
        .chain(&last.glyphs)
        .map(|glyph| glyph.size)
        .fold(0.0, f64::max);
    let step = line.bounds.y0 - last.bounds.y0;
    (0.0..BLOCK_GAP * em).contains(&step) && shares_column(&last.bounds, &line.bounds)
}

fn shares_column(one: &Rect, other: &Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1
}

/// Puts each block before the first one that it stands wholly above in the same column; otherwise keeps painting order.
fn in_reading_order(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    if blocks.len() > MOST_BLOCKS {
        return blocks;
    }
    let mut ordered: Vec<(Rect, Block<'_>)> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let bounds = block
            .iter()
            .map(|line| line.bounds)
            .reduce(|a, b| a.union(b))
            .unwrap_or(Rect::ZERO);
        let middle = |rect: &Rect| rect.center().y;
        let above =
            |other: &Rect| bounds.y1 <= middle(other) && middle(&bounds) < other.y0 && shares_column(&bounds, other);
        let place = ordered
            .iter()
            .position(|(other, _)| above(other))
            .unwrap_or(ordered.len());
        ordered.insert(place, (bounds, block));
    }
    ordered.into_iter().map(|(_, block)| block).collect()
}

struct Text {
    page: PageText,
    characters: u32,
    paper: (f64, f64),
}

impl Text {
    fn add(&mut self, line: &Line<'_>) {
        let mut word: Option<(Run, Rect)> = None;
        let mut last: Option<&Placed> = None;
        for glyph in &line.glyphs {
            let gap = last.is_some_and(|last| from_end(last, glyph).0 > WORD_GAP * last.size.max(glyph.size));
            let blank = glyph.text.trim().is_empty();
            if gap || blank {
                self.close(word.take());
            }
            if !blank {
                let (run, bounds) = word.get_or_insert_with(|| (self.open(last.is_some()), glyph.bounds));
                run.text.push_str(&glyph.text);
                *bounds = bounds.union(glyph.bounds);
            }
            last = Some(glyph);
        }
        self.close(word);
        if !self.page.text.is_empty() && !self.page.text.ends_with('\n') {
            self.push("\n");
        }
    }

    /// A word that starts here, after a space unless it is the first of its line.
    fn open(&mut self, inside: bool) -> Run {
        if inside && !self.page.text.is_empty() && !self.page.text.ends_with(['\n', ' ']) {
            self.push(" ");
        }
        Run {
            start: self.characters,
            text: String::new(),
            rect: [0; 4],
        }
    }

    fn close(&mut self, word: Option<(Run, Rect)>) {
        if let Some((mut run, bounds)) = word {
            run.rect = self.share(bounds);
            self.push(&run.text);
            self.page.runs.push(run);
        }
    }

    fn push(&mut self, text: &str) {
        self.page.text.push_str(text);
        self.characters += text.chars().count() as u32;
    }

    /// A box in hundredths of a percent of the page, inside it and not empty.
    fn share(&self, bounds: Rect) -> [u16; 4] {
        let share = |at: f64, whole: f64| (at / whole * 10_000.0).round().clamp(0.0, 10_000.0) as u16;
        let side = |from: f64, to: f64, whole: f64| {
            let start = share(from, whole).min(9_999);
            (start, (share(to, whole).max(start + 1)) - start)
        };
        let (x, w) = side(bounds.x0, bounds.x1, self.paper.0);
        let (y, h) = side(bounds.y0, bounds.y1, self.paper.1);
        [x, y, w, h]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro::kurbo::Point;

    /// Ten-point words of five-point letters from this place.
    fn word(text: &str, x: f64, y: f64) -> Vec<Placed> {
        let place = |(i, c): (usize, char)| {
            let start = Point::new(x + i as f64 * 5.0, y);
            let bounds = Rect::new(start.x, y - 8.0, start.x + 5.0, y + 2.0);
            Placed {
                text: c.to_string(),
                start,
                end: Point::new(start.x + 5.0, y),
                size: 10.0,
                bounds,
            }
        };
        text.chars().enumerate().map(place).collect()
    }

    fn arrange_all(words: &[Vec<Placed>]) -> PageText {
        arrange(Painted {
            width: 200.0,
            height: 200.0,
            glyphs: words.concat(),
            outside: 0,
        })
    }

    #[test]
    fn gaps_become_spaces_and_new_baselines_new_lines() {
        let page = arrange_all(&[
            word("Наказ", 10.0, 20.0),
            word("про", 38.0, 20.0),
            word("службу", 10.0, 32.0),
        ]);
        assert_eq!(page.text, "Наказ про\nслужбу\n");
    }

    #[test]
    fn every_run_is_found_at_its_start() {
        let page = arrange_all(&[
            word("один", 10.0, 20.0),
            word("два", 38.0, 20.0),
            word("три", 10.0, 32.0),
        ]);
        let characters: Vec<char> = page.text.chars().collect();
        assert_eq!(page.runs.len(), 3);
        for run in &page.runs {
            let there: String = characters[run.start as usize..]
                .iter()
                .take(run.text.chars().count())
                .collect();
            assert_eq!(there, run.text);
        }
    }

    #[test]
    fn a_heading_painted_last_is_read_first() {
        let page = arrange_all(&[word("тіло", 10.0, 150.0), word("назва", 10.0, 20.0)]);
        assert_eq!(page.text, "назва\nтіло\n");
    }

    #[test]
    fn columns_painted_one_after_the_other_are_not_mixed() {
        let left = [word("aa", 10.0, 20.0), word("bb", 10.0, 32.0)];
        let right = [word("cc", 110.0, 20.0), word("dd", 110.0, 32.0)];
        assert_eq!(arrange_all(&[left, right].concat()).text, "aa\nbb\ncc\ndd\n");
    }

    #[test]
    fn a_place_is_told_in_hundredths_of_a_percent_of_the_page() {
        let page = arrange_all(&[word("ab", 20.0, 100.0)]);
        assert_eq!(page.runs[0].rect, [1_000, 4_600, 500, 500]);
    }
}
