//! Rows of a delimited text (RFC 4180), as they really are: quotes that nobody doubled, cells guarded for spreadsheets
//! (`="…"`), and quotes that are never closed, which must not swallow the rest of the file.

use crate::draft::Unparsed;
use crate::formats::text::charset::Charset;
use crate::formats::text::lines::{Line, Lines};
use std::collections::VecDeque;
use std::io::Read;

/// Most lines and bytes of one row.
const MOST_LINES: usize = 200;
const MOST_BYTES: usize = 64 << 10;
/// Rows whose quote is not closed, after which no row goes over several lines any more.
const MOST_ODD: usize = 100;
/// Most cells of one row.
const MOST_CELLS: usize = 2_000;
/// Rows by which the separator is told.
const LOOKED_AT: usize = 50;
/// A head shorter than this is the whole file.
const WHOLE: usize = 64 << 10;
const SEPARATORS: [char; 4] = ['\t', ';', ',', '|'];

/// A row.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    /// Its cells, without quotes and guards.
    pub cells: Vec<String>,
    /// First line, from 1.
    pub first: u64,
    /// Last line.
    pub last: u64,
    /// Whether a quote in it is not closed.
    pub is_odd: bool,
}

/// The rows of a text. Empty lines between rows are passed over.
pub struct Records<'a> {
    lines: Lines<'a>,
    ahead: VecDeque<Line>,
    separator: char,
    odd: usize,
}

impl<'a> Records<'a> {
    /// From where `input` stands.
    pub fn new(input: &'a mut dyn Read, charset: &Charset, separator: char) -> Self {
        Self {
            lines: Lines::new(input, charset),
            ahead: VecDeque::new(),
            separator,
            odd: 0,
        }
    }

    /// The next row; none at the end.
    pub fn next_record(&mut self) -> Result<Option<Record>, Unparsed> {
        let first = loop {
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.text.trim().is_empty() => {}
                Some(line) => break line,
            }
        };
        let (cells, closed) = split(&first.text, self.separator, Unclosed::Waits);
        if closed {
            return Ok(Some(Record {
                cells,
                first: first.number,
                last: first.number,
                is_odd: false,
            }));
        }
        if self.odd < MOST_ODD {
            if let Some(whole) = self.over_lines(&first)? {
                return Ok(Some(whole));
            }
            self.odd += 1;
        }
        // The quote is never closed: it is a sign like others, and the row ends with its line.
        Ok(Some(Record {
            cells: split(&first.text, self.separator, Unclosed::IsItself).0,
            first: first.number,
            last: first.number,
            is_odd: true,
        }))
    }

    /// A row whose cells go over several lines. If none closes the quote, the lines wait for their turn.
    fn over_lines(&mut self, first: &Line) -> Result<Option<Record>, Unparsed> {
        let mut text = first.text.clone();
        let mut taken = 0;
        while taken < MOST_LINES && text.len() < MOST_BYTES {
            if taken == self.ahead.len() {
                match self.lines.next_line()? {
                    Some(line) => self.ahead.push_back(line),
                    None => return Ok(None),
                }
            }
            let more = &self.ahead[taken];
            taken += 1;
            text.push('\n');
            text.push_str(&more.text);
            // Only a line with a quote can close one.
            if !more.text.contains('"') {
                continue;
            }
            let last = more.number;
            if let (cells, true) = split(&text, self.separator, Unclosed::Waits) {
                self.ahead.drain(..taken);
                return Ok(Some(Record {
                    cells,
                    first: first.number,
                    last,
                    is_odd: false,
                }));
            }
        }
        Ok(None)
    }

    fn line(&mut self) -> Result<Option<Line>, Unparsed> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next_line(),
        }
    }
}

/// What a quote is that nothing closes.
#[derive(Clone, Copy, PartialEq)]
enum Unclosed {
    /// The start of a cell that goes on in the next line.
    Waits,
    /// A sign like others.
    IsItself,
}

/// The cells of a row, and whether all its quotes are closed. A quote closes a cell only where a cell can end.
fn split(text: &str, separator: char, unclosed: Unclosed) -> (Vec<String>, bool) {
    let mut cells = Vec::new();
    let mut rest = text;
    let mut plain = false;
    loop {
        if cells.len() + 1 == MOST_CELLS {
            cells.push(rest.to_owned()); // what is left is one cell: nothing is lost
            break;
        }
        let guarded = rest
            .strip_prefix("=\"")
            .or_else(|| rest.strip_prefix('"'))
            .filter(|_| !plain);
        let closed = guarded.map(|inner| quoted(inner, separator));
        let (cell, after) = match closed {
            Some(Some(found)) => found,
            Some(None) if unclosed == Unclosed::Waits => return (cells, false),
            Some(None) | None => {
                plain |= closed.is_some(); // nothing closes a quote from here on: it is not looked for again
                let end = rest.find(separator).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        cells.push(cell);
        match after.strip_prefix(separator) {
            Some(more) => rest = more,
            None => break,
        }
    }
    (cells, true)
}

/// What stands up to the quote that closes it, and what follows.
fn quoted(inner: &str, separator: char) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut from = 0;
    while let Some(at) = inner[from..].find('"').map(|at| from + at) {
        cell.push_str(&inner[from..at]);
        let after = &inner[at + 1..];
        if after.is_empty() || after.starts_with(separator) {
            return Some((cell, after));
        }
        // A doubled quote is one; a single one inside words is itself.
        cell.push('"');
        from = at + 1 + usize::from(after.starts_with('"'));
    }
    None
}

/// The separator by which the first rows have the same number of cells, more than one; the surest first.
pub fn separator_of(head: &[u8], charset: &Charset) -> Option<char> {
    let counted = SEPARATORS.into_iter().map(|separator| {
        let mut bytes = head;
        let mut records = Records::new(&mut bytes, charset, separator);
        let mut counts = Vec::new();
        while let (true, Ok(Some(record))) = (counts.len() < LOOKED_AT, records.next_record()) {
            counts.push(record.cells.len());
        }
        if counts.len() > 1 && counts.len() < LOOKED_AT && head.len() >= WHOLE {
            counts.pop(); // the end of the head may have cut it
        }
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count == first).count();
        (separator, first, alike, counts.len())
    });
    counted
        .filter(|(_, first, alike, rows)| *first > 1 && *rows > 0 && alike * 10 >= rows * 6)
        .max_by_key(|(_, first, alike, _)| (*alike, *first))
        .map(|(separator, ..)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    const CHARSET: Charset = Charset {
        encoding: UTF_8,
        guessed: false,
    };

    fn rows(text: &str, separator: char) -> Vec<(Vec<String>, u64, u64, bool)> {
        let mut bytes = text.as_bytes();
        let mut records = Records::new(&mut bytes, &CHARSET, separator);
        let mut rows = Vec::new();
        while let Some(record) = records.next_record().expect("readable") {
            rows.push((record.cells, record.first, record.last, record.is_odd));
        }
        rows
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn quotes_guards_and_breaks_inside_cells_are_undone() {
        assert_eq!(
            rows("a,\"b \"\"c\"\", d\",=\"07\"\n\n\"x\ny\",z,\n", ','),
            [
                (cells(&["a", "b \"c\", d", "07"]), 1, 1, false),
                (cells(&["x\ny", "z", ""]), 3, 4, false)
            ]
        );
        assert_eq!(
            rows("1;\"he said \"no\" to me\"", ';')[0].0,
            cells(&["1", "he said \"no\" to me"])
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_rest() {
        let found = rows("a,\"b\nc,d\ne,f\n", ',');
        assert_eq!(
            found,
            [
                (cells(&["a", "\"b"]), 1, 1, true),
                (cells(&["c", "d"]), 2, 2, false),
                (cells(&["e", "f"]), 3, 3, false)
            ]
        );
        let many = "\"x,1\n".repeat(20_000);
        assert_eq!(rows(&many, ',').len(), 20_000, "nor does it cost more than its lines");
    }

    #[test]
    fn more_cells_than_are_told_apart_are_in_the_last() {
        let found = rows(&"x,".repeat(MOST_CELLS + 5), ',');
        assert_eq!(found[0].0.len(), MOST_CELLS);
        assert_eq!(found[0].0.last().map(String::as_str), Some("x,x,x,x,x,x,"));
    }

    #[test]
    fn the_separator_is_the_one_that_makes_rows_alike() {
        let of = |text: &str| separator_of(text.as_bytes(), &CHARSET);
        assert_eq!(of("a;b;c\n1,5;2,5;3\n1;2;3\n"), Some(';'));
        assert_eq!(of("a\tb, c\n1\t2\n"), Some('\t'));
        assert_eq!(of("only words\nand more\n"), None);
        assert_eq!(of(""), None);
    }
}
