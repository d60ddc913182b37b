//! Walks JSON as a stream without holding it: keys, elements, and where in the original each value begins and ends.
//!
//! Deliberately absent: the values themselves. A value is handed over as bytes for serde_json, which judges them; here
//! only quotes, escapes and brackets count, so that one bad message does not take the others with it.

use super::repair;
use crate::draft::Unparsed;
use crate::formats::chat::Stop;
use std::io::Read;

const BLOCK: usize = 256 << 10;
/// Longest key in bytes.
const LONGEST_KEY: usize = 4096;

/// A value: its place in the original, and its bytes unless it was longer than wanted.
pub struct Span<'a> {
    /// Offset of its first byte.
    pub start: u64,
    /// Offset after its last byte.
    pub end: u64,
    /// Its bytes.
    pub bytes: Option<&'a [u8]>,
}

/// The walk.
pub struct Scanner<'a> {
    input: &'a mut dyn Read,
    held: Vec<u8>,
    pos: usize,
    base: u64,
}

impl<'a> Scanner<'a> {
    /// From where `input` stands, which is byte 0 of the original. A byte-order mark is passed over.
    pub fn new(input: &'a mut dyn Read) -> Result<Self, Stop> {
        let mut scanner = Self {
            input,
            held: Vec::new(),
            pos: 0,
            base: 0,
        };
        while scanner.held.len() < 3 && scanner.fill(0)? {}
        if scanner.held.starts_with(b"\xEF\xBB\xBF") {
            scanner.pos = 3;
        }
        Ok(scanner)
    }

    /// Where the walk is, in bytes of the original.
    pub fn offset(&self) -> u64 {
        self.base + self.pos as u64
    }

    /// The next byte that is no space, which is not taken; none at the end.
    pub fn peek(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            while let Some(&byte) = self.held.get(self.pos) {
                if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                    return Ok(Some(byte));
                }
                self.pos += 1;
            }
            if !self.fill(self.pos)? {
                return Ok(None);
            }
        }
    }

    /// Walks an object; `each` takes the value of every key.
    pub fn object(&mut self, each: &mut dyn FnMut(&str, &mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        self.take(b'{', "no-object")?;
        if self.peek()? == Some(b'}') {
            return self.take(b'}', "object-ended");
        }
        loop {
            let key = self.key()?;
            self.take(b':', "no-colon")?;
            each(&key, self)?;
            if !self.goes_on(b'}')? {
                return Ok(());
            }
        }
    }

    /// Walks an array; `each` takes every element.
    pub fn array(&mut self, each: &mut dyn FnMut(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        self.take(b'[', "no-array")?;
        if self.peek()? == Some(b']') {
            return self.take(b']', "array-ended");
        }
        loop {
            each(self)?;
            if !self.goes_on(b']')? {
                return Ok(());
            }
        }
    }

    /// Takes the next value; its bytes are kept if there are at most `most`.
    pub fn value(&mut self, most: usize) -> Result<Span<'_>, Stop> {
        self.peek()?;
        let start = self.offset();
        let mut walk = Walk {
            mark: self.pos,
            kept: true,
            depth: 0,
            in_string: false,
            escaped: false,
        };
        loop {
            if self.pos == self.held.len() {
                walk.kept &= self.pos - walk.mark <= most;
                let keep_from = if walk.kept { walk.mark } else { self.pos };
                walk.mark -= keep_from.min(walk.mark);
                if !self.fill(keep_from)? {
                    if walk.is_scalar() && self.offset() > start {
                        break;
                    }
                    return Err(self.broken("ended"));
                }
            }
            if walk.step(&self.held, &mut self.pos) {
                break;
            }
        }
        let end = self.offset();
        if end == start {
            return Err(self.broken("no-value"));
        }
        let kept = walk.kept && self.pos - walk.mark <= most;
        Ok(Span {
            start,
            end,
            bytes: kept.then(|| &self.held[walk.mark..self.pos]),
        })
    }

    /// Takes the next value and counts what is in it: elements, or keys, or the elements of its `list`.
    pub fn count(&mut self) -> Result<usize, Stop> {
        let mut count = 0;
        match self.peek()? {
            Some(b'[') => self.array(&mut |scan| {
                count += 1;
                scan.value(0).map(|_| ())
            })?,
            Some(b'{') => {
                let mut listed = None;
                self.object(&mut |key, scan| {
                    count += 1;
                    if key == "list" && scan.peek()? == Some(b'[') {
                        let mut elements = 0;
                        scan.array(&mut |scan| {
                            elements += 1;
                            scan.value(0).map(|_| ())
                        })?;
                        listed = Some(elements);
                        return Ok(());
                    }
                    scan.value(0).map(|_| ())
                })?;
                count = listed.unwrap_or(count);
            }
            _ => {
                self.value(0)?;
                count = 1;
            }
        }
        Ok(count)
    }

    /// Takes the next value, which should be short, as JSON; none if it is not.
    pub fn small(&mut self) -> Result<Option<serde_json::Value>, Stop> {
        let span = self.value(LONGEST_KEY)?;
        Ok(span.bytes.and_then(repair::read).map(|(value, _)| value))
    }

    fn key(&mut self) -> Result<String, Stop> {
        if self.peek()? != Some(b'"') {
            return Err(self.broken("no-key"));
        }
        let at = self.offset();
        let key = self
            .value(LONGEST_KEY)?
            .bytes
            .and_then(repair::read)
            .map(|(key, _)| key);
        key.ok_or(Stop::Broken { at, what: "no-key" })
    }

    fn goes_on(&mut self, end: u8) -> Result<bool, Stop> {
        match self.peek()? {
            Some(b',') => self.pos += 1,
            Some(byte) if byte == end => {
                self.pos += 1;
                return Ok(false);
            }
            Some(_) => return Err(self.broken("no-comma")),
            None => return Err(self.broken("ended")),
        }
        Ok(true)
    }

    fn take(&mut self, byte: u8, what: &'static str) -> Result<(), Stop> {
        match self.peek()? {
            Some(found) if found == byte => {
                self.pos += 1;
                Ok(())
            }
            Some(_) => Err(self.broken(what)),
            None => Err(self.broken("ended")),
        }
    }

    fn broken(&self, what: &'static str) -> Stop {
        Stop::Broken {
            at: self.offset(),
            what,
        }
    }

    /// Reads another block, letting go of what is before `keep_from`. False at the end of the file.
    fn fill(&mut self, keep_from: usize) -> Result<bool, Stop> {
        self.held.drain(..keep_from);
        self.pos -= keep_from;
        self.base += keep_from as u64;
        let before = self.held.len();
        let mut block = Read::take(&mut *self.input, BLOCK as u64);
        block
            .read_to_end(&mut self.held)
            .map_err(|_| Stop::Said(Unparsed::Unreadable))?;
        Ok(self.held.len() > before)
    }
}

/// How far into a value the walk is.
struct Walk {
    mark: usize,
    kept: bool,
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Walk {
    /// A number or a word, which ends where something else begins.
    fn is_scalar(&self) -> bool {
        self.depth == 0 && !self.in_string
    }

    /// Walks the held bytes from `pos` on; true when the value has ended there.
    fn step(&mut self, held: &[u8], pos: &mut usize) -> bool {
        while let Some(&byte) = held.get(*pos) {
            if self.in_string {
                *pos += 1;
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return true;
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if self.depth == 0 => return true,
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        *pos += 1;
                        return true;
                    }
                }
                _ => {}
            }
            *pos += 1;
        }
        false
    }
}
