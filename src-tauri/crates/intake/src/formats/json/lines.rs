//! Files that hold one JSON value on each line. A line that is broken does not take the others with it.

use crate::draft::Unparsed;
use std::io::Read;

const BLOCK: usize = 256 << 10;

/// A line: its place in the original, without its end, and its bytes unless it was longer than wanted.
pub struct JsonLine<'a> {
    /// Offset of its first byte.
    pub start: u64,
    /// Offset after its last byte.
    pub end: u64,
    /// Its bytes.
    pub bytes: Option<&'a [u8]>,
}

/// The lines that are not empty.
pub struct JsonLines<'a> {
    input: &'a mut dyn Read,
    held: Vec<u8>,
    pos: usize,
    base: u64,
    longest: usize,
}

impl<'a> JsonLines<'a> {
    /// From where `input` stands, which is byte 0 of the original; lines longer than `longest` bytes are not kept.
    pub fn new(input: &'a mut dyn Read, longest: usize) -> Self {
        Self {
            input,
            held: Vec::new(),
            pos: 0,
            base: 0,
            longest,
        }
    }

    /// The next line; none at the end.
    pub fn next_line(&mut self) -> Result<Option<JsonLine<'_>>, Unparsed> {
        while let Some((start, is_long)) = self.walk()? {
            let first = (start.saturating_sub(self.base)) as usize;
            let (from, to) = trimmed(&self.held[first..self.pos], start == 0);
            let (from, to) = (first + from, first + to);
            if is_long {
                let end = self.base + to as u64;
                return Ok(Some(JsonLine {
                    start,
                    end,
                    bytes: None,
                }));
            }
            if from < to {
                let kept = to - from <= self.longest;
                return Ok(Some(JsonLine {
                    start: self.base + from as u64,
                    end: self.base + to as u64,
                    bytes: kept.then_some(&self.held[from..to]),
                }));
            }
        }
        Ok(None)
    }

    /// Walks to the end of the next line: where it starts, and whether it is too long to be held. None at the end. What
    /// was read is let go of only where more is read.
    fn walk(&mut self) -> Result<Option<(u64, bool)>, Unparsed> {
        let start = self.base + self.pos as u64;
        let (mut first, mut searched, mut is_long) = (self.pos, self.pos, false);
        loop {
            if let Some(at) = self.held[searched..].iter().position(|byte| *byte == b'\n') {
                self.pos = searched + at + 1;
                return Ok(Some((start, is_long)));
            }
            searched = self.held.len();
            if searched - first > self.longest {
                is_long = true;
                first = searched;
            }
            searched -= first;
            self.let_go(first);
            first = 0;
            if !self.fill()? {
                self.pos = self.held.len();
                let is_something = is_long || self.pos > 0;
                return Ok(is_something.then_some((start, is_long)));
            }
        }
    }

    fn let_go(&mut self, bytes: usize) {
        self.held.drain(..bytes);
        self.base += bytes as u64;
        self.pos = 0;
    }

    fn fill(&mut self) -> Result<bool, Unparsed> {
        let before = self.held.len();
        Read::take(&mut *self.input, BLOCK as u64)
            .read_to_end(&mut self.held)
            .map_err(|_| Unparsed::Unreadable)?;
        Ok(self.held.len() > before)
    }
}

/// From where to where it is without white space around it, and at the start of the file without a byte-order mark.
fn trimmed(line: &[u8], is_first: bool) -> (usize, usize) {
    let mark = if is_first && line.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    let rest = &line[mark..];
    let from = line.len() - rest.trim_ascii_start().len();
    (from, (mark + rest.trim_ascii_end().len()).max(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_across_blocks_are_whole() {
        let text: String = (0..40_000).map(|n| format!("{{\"n\":{n}}}\n")).collect();
        let mut bytes = text.as_bytes();
        let mut lines = JsonLines::new(&mut bytes, 100);
        let mut n = 0;
        while let Some(line) = lines.next_line().expect("readable") {
            assert_eq!(line.bytes, Some(format!("{{\"n\":{n}}}").as_bytes()));
            n += 1;
        }
        assert_eq!(n, 40_000);
    }

    #[test]
    fn lines_say_where_they_are_and_long_ones_are_not_kept() {
        let text = format!("\u{feff}{{\"a\":1}}\r\n\n  2 \n\"{}\"\n3", "x".repeat(BLOCK * 2));
        let mut bytes = text.as_bytes();
        let mut lines = JsonLines::new(&mut bytes, 1_000);
        let mut seen = Vec::new();
        while let Some(line) = lines.next_line().expect("readable") {
            let place = &text.as_bytes()[line.start as usize..line.end as usize];
            assert!(
                line.bytes.is_none_or(|bytes| bytes == place),
                "the place is the line's own"
            );
            seen.push(line.bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
        }
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(seen, [some("{\"a\":1}"), some("2"), None, some("3")]);
    }
}
