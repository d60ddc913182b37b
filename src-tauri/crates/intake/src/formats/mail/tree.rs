//! The parts of a mail (RFC 2046, 5.1): where each begins and ends. Nothing is copied and nothing decoded here, nothing
//! is refused, and what is out of order is counted.
//!
//! Deliberately absent: a look into mails that are attached: each becomes an item of its own.

use super::fields::{self, Content, Fields, Head, line_end, trim_end};
use std::ops::Range;

/// Most parts of one mail.
pub const MOST_PARTS: usize = 900;
/// How deep parts may stand in each other.
const DEEPEST: usize = 16;
/// Longest boundary that is looked for; RFC 2046 allows 70.
const LONGEST_BOUNDARY: usize = 250;

/// A part that holds no parts.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub body: Range<usize>,
    pub content: Content,
    /// `attachment`, `inline`, or nothing.
    pub disposition: String,
    /// As its own fields name it.
    pub name: Option<String>,
    /// The set of alternatives that it stands in, by number.
    pub alternative: Option<usize>,
    /// How its bytes are coded.
    pub coding: String,
}

/// A mail.
#[derive(Debug, Default)]
pub struct Tree {
    /// Its own fields.
    pub head: Head,
    /// Its parts, in the order of the file.
    pub leaves: Vec<Leaf>,
    /// Media types of the sets of parts, the mail's own first.
    pub sets: Vec<Content>,
    /// Places where the structure is not what it says.
    pub broken: usize,
    /// Sets of parts that stand too deep and are kept as one part.
    pub too_deep: usize,
    /// Parts beyond the most.
    pub over_limit: usize,
    /// Words before the first or after the last part, which mail programs do not show.
    pub outside: usize,
    alternatives: usize,
}

impl Tree {
    /// Finds the parts of a whole mail.
    pub fn of(bytes: &[u8]) -> Self {
        let mut tree = Self::default();
        let start = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or(0, |_| 3);
        let blank = bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        tree.head = fields::read(bytes, start + blank..bytes.len()).0;
        tree.grow(bytes, start + blank..bytes.len(), 0, None, "text/plain");
        tree
    }

    fn grow(&mut self, bytes: &[u8], range: Range<usize>, depth: usize, alternative: Option<usize>, usual: &str) {
        if self.leaves.len() >= MOST_PARTS {
            self.over_limit += 1;
            return;
        }
        let (head, body) = fields::read(bytes, range.clone());
        self.broken += usize::from(head.is_broken);
        let said = Fields::new(bytes, &head, None);
        let mut content = said.content("content-type").unwrap_or_default();
        if !content.kind.contains('/') {
            content.kind = usual.to_owned();
        }
        let boundary = content.parameter("boundary").unwrap_or_default().to_owned();
        if content.kind.starts_with("multipart/") {
            if depth == DEEPEST {
                self.too_deep += 1;
            } else if self.split(bytes, body..range.end, &boundary, &content, depth, alternative) {
                return;
            } else {
                self.broken += 1;
                content.kind = usual.to_owned();
            }
        }
        let disposition = said.content("content-disposition").unwrap_or_default();
        let name = disposition.parameter("filename").or(content.parameter("name"));
        let leaf = Leaf {
            name: name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
            coding: said.raw("content-transfer-encoding").unwrap_or_default(),
            disposition: disposition.kind.clone(),
            body: body..range.end,
            content,
            alternative,
        };
        self.leaves.push(leaf);
    }

    /// Looks into a set of parts; false if it has none.
    fn split(
        &mut self,
        bytes: &[u8],
        body: Range<usize>,
        boundary: &str,
        content: &Content,
        depth: usize,
        alternative: Option<usize>,
    ) -> bool {
        if boundary.is_empty() || boundary.len() > LONGEST_BOUNDARY {
            return false;
        }
        let found = Found::of(bytes, body, boundary.as_bytes());
        if found.parts.is_empty() {
            return false;
        }
        self.sets.push(content.clone());
        self.broken += usize::from(!found.closed);
        self.outside += found.outside;
        self.over_limit += found.over_limit;
        let alternative = match content.kind.as_str() {
            "multipart/alternative" => {
                self.alternatives += 1;
                Some(self.alternatives)
            }
            _ => alternative,
        };
        let usual = match content.kind.as_str() {
            "multipart/digest" => "message/rfc822",
            _ => "text/plain",
        };
        for part in found.parts {
            self.grow(bytes, part, depth + 1, alternative, usual);
        }
        true
    }
}

#[derive(Default)]
struct Found {
    parts: Vec<Range<usize>>,
    closed: bool,
    outside: usize,
    over_limit: usize,
}

impl Found {
    fn of(bytes: &[u8], body: Range<usize>, boundary: &[u8]) -> Self {
        let mut found = Self::default();
        let mut open: Option<usize> = None;
        let mut at = body.start;
        let mut before = body.start;
        while at < body.end && !found.closed {
            let end = line_end(bytes, at, body.end);
            if let Some(is_last) = is_boundary(&bytes[at..end], boundary) {
                match open {
                    Some(start) => found.add(start, without_line_end(bytes, start, at)),
                    None => found.outside += usize::from(is_told(&bytes[body.start..at])),
                }
                open = Some(end);
                found.closed = is_last;
                before = end;
            }
            at = end;
        }
        match (open, found.closed) {
            (Some(start), false) => found.add(start, body.end),
            (Some(_), true) => found.outside += usize::from(is_told(&bytes[before..body.end])),
            (None, _) => {}
        }
        found
    }

    fn add(&mut self, start: usize, end: usize) {
        if self.parts.len() < MOST_PARTS {
            self.parts.push(start..end.max(start));
        } else {
            self.over_limit += 1;
        }
    }
}

/// Whether words stand there, other than the usual ones for programs that know no MIME.
fn is_told(bytes: &[u8]) -> bool {
    let words = bytes.trim_ascii();
    !words.is_empty() && !words.windows(4).any(|four| four.eq_ignore_ascii_case(b"mime"))
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(bytes: &[u8], start: usize, end: usize) -> usize {
    start + trim_end(&bytes[start..end]).len()
}

/// Whether a line is this boundary, and whether the last one.
fn is_boundary(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    match rest.strip_prefix(b"--") {
        Some(after) if after.trim_ascii().is_empty() => Some(true),
        _ => rest.trim_ascii().is_empty().then_some(false),
    }
}
