//! The lines of a text as a stream, with their numbers and how they end.

use super::charset::{Charset, Decoder};
use crate::draft::Unparsed;
use std::io::Read;

/// Longest line in bytes; a longer one comes in pieces.
const LONGEST_LINE: usize = 256 << 10;

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// The line.
    pub text: String,
    /// Whether it ends with CR and LF.
    pub crlf: bool,
}

/// The stream.
pub struct Lines<'a> {
    decoder: Decoder<'a>,
    held: String,
    pos: usize,
    number: u64,
    ended: bool,
}

impl<'a> Lines<'a> {
    /// From where `input` stands.
    pub fn new(input: &'a mut dyn Read, charset: &Charset) -> Self {
        Self {
            decoder: Decoder::new(input, charset),
            held: String::new(),
            pos: 0,
            number: 0,
            ended: false,
        }
    }

    /// The next line; none at the end.
    pub fn next_line(&mut self) -> Result<Option<Line>, Unparsed> {
        let mut searched = self.pos;
        loop {
            if let Some(at) = self.held[searched..].find('\n') {
                return Ok(Some(self.cut(searched + at, 1)));
            }
            searched = self.held.len();
            if self.held.len() - self.pos >= LONGEST_LINE || self.ended {
                return Ok((self.held.len() > self.pos).then(|| self.cut(self.held.len(), 0)));
            }
            self.held.drain(..self.pos);
            searched -= self.pos;
            self.pos = 0;
            match self.decoder.next_piece()? {
                Some(piece) => self.held.push_str(&piece),
                None => self.ended = true,
            }
        }
    }

    fn cut(&mut self, end: usize, skip: usize) -> Line {
        let whole = &self.held[self.pos..end];
        let text = whole.strip_suffix('\r').unwrap_or(whole);
        let line = Line {
            number: self.number + 1,
            text: text.to_owned(),
            crlf: skip == 1 && text.len() < whole.len(),
        };
        self.pos = end + skip;
        self.number += 1;
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    #[test]
    fn lines_are_numbered_and_say_how_they_end() {
        let mut bytes = "a\r\n\nй".as_bytes();
        let charset = Charset {
            encoding: UTF_8,
            guessed: false,
        };
        let mut lines = Lines::new(&mut bytes, &charset);
        let mut seen = Vec::new();
        while let Some(line) = lines.next_line().expect("readable") {
            seen.push((line.number, line.text, line.crlf));
        }
        assert_eq!(
            seen,
            [
                (1, "a".to_owned(), true),
                (2, String::new(), false),
                (3, "й".to_owned(), false)
            ]
        );
    }
}
