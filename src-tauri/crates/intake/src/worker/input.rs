//! The file as parsers see it: `Read + Seek` over ranges that the parent is asked for, with the last few blocks kept.

use super::pipe::Pipe;
use crate::frame::BLOCK;
use std::cell::RefCell;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::rc::Rc;

/// How many blocks are kept: 8 MiB.
const KEPT: usize = 32;

/// A position in the file. Copies share the blocks.
pub struct Input {
    blocks: Rc<RefCell<Blocks>>,
    len: u64,
    at: u64,
}

struct Blocks {
    pipe: Pipe,
    /// The most recently used is last.
    kept: Vec<(u64, Rc<Vec<u8>>)>,
}

impl Input {
    pub fn new(pipe: Pipe, len: u64) -> Self {
        let blocks = Rc::new(RefCell::new(Blocks { pipe, kept: Vec::new() }));
        Self { blocks, len, at: 0 }
    }

    /// The same file from its start.
    pub fn again(&self) -> Self {
        Self {
            blocks: self.blocks.clone(),
            len: self.len,
            at: 0,
        }
    }
}

impl Blocks {
    fn block(&mut self, number: u64) -> Rc<Vec<u8>> {
        if let Some(place) = self.kept.iter().position(|(kept, _)| *kept == number) {
            let found = self.kept.remove(place);
            self.kept.push(found);
        } else {
            if self.kept.len() == KEPT {
                self.kept.remove(0);
            }
            let bytes = self.pipe.need(number * BLOCK as u64, BLOCK);
            self.kept.push((number, Rc::new(bytes)));
        }
        self.kept.last().map(|(_, bytes)| bytes.clone()).unwrap_or_default()
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.len || into.is_empty() {
            return Ok(0);
        }
        let block = self.blocks.borrow_mut().block(self.at / BLOCK as u64);
        let from = (self.at % BLOCK as u64) as usize;
        let rest = block
            .get(from..)
            .filter(|rest| !rest.is_empty())
            .ok_or(ErrorKind::UnexpectedEof)?;
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
