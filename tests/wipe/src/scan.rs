//! Many byte strings looked for at every place of a large file.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What is looked for, in named groups.
#[derive(Default)]
pub struct Patterns {
    all: Vec<(&'static str, Vec<u8>)>,
    by_start: HashMap<[u8; START], Vec<usize>>,
}

/// How many different strings of each group were found; a group without any is there with 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found(BTreeMap<&'static str, usize>);

impl Found {
    /// Of this group.
    pub fn of(&self, group: &str) -> usize {
        *self.0.get(group).expect("a group that was looked for")
    }
}

const START: usize = 8;
const WINDOW: usize = 4 << 20;
const PAGE: usize = 4096;
/// Bytes of a piece of noise.
pub const PIECE: usize = 32;
const SECTOR: usize = 512;

impl Patterns {
    /// Adds one string. It must have at least 8 bytes.
    pub fn add(&mut self, group: &'static str, bytes: &[u8]) {
        let start = bytes[..START].try_into().expect("long enough");
        self.by_start.entry(start).or_default().push(self.all.len());
        self.all.push((group, bytes.to_vec()));
    }

    /// Adds a word in the forms in which programs write it: UTF-8, and UTF-16 in both orders.
    pub fn add_word(&mut self, group: &'static str, word: &str) {
        self.add(group, word.as_bytes());
        self.add(
            group,
            &word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        );
        self.add(
            group,
            &word.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>(),
        );
    }

    /// Adds a piece of 32 bytes of every sector of this noise, and answers how many. Sectors of zeros tell nothing.
    pub fn add_noise(&mut self, group: &'static str, noise: &[u8]) -> usize {
        let pieces = noise.chunks(SECTOR).filter_map(|sector| sector.get(..PIECE));
        let pieces: BTreeSet<&[u8]> = pieces.filter(|piece| piece.iter().any(|byte| *byte != 0)).collect();
        pieces.iter().for_each(|piece| self.add(group, piece));
        pieces.len()
    }

    /// Reads the file from end to end.
    pub fn search(&self, file: &Path) -> io::Result<Found> {
        let longest = self
            .all
            .iter()
            .map(|(_, bytes)| bytes.len())
            .max()
            .unwrap_or(0)
            .max(START);
        let mut found = BTreeSet::new();
        let (mut file, mut window) = (File::open(file)?, Vec::new());
        let starts = self.starts();
        loop {
            let kept = window.len().min(longest);
            window.drain(..window.len() - kept);
            let read = file.by_ref().take(WINDOW as u64).read_to_end(&mut window)?;
            if read == 0 {
                break;
            }
            self.look(&window, &starts, &mut found);
        }
        let mut count: BTreeMap<_, _> = self.all.iter().map(|(group, _)| (*group, 0)).collect();
        found
            .iter()
            .for_each(|one: &usize| *count.entry(self.all[*one].0).or_default() += 1);
        Ok(Found(count))
    }

    /// Which first two bytes are worth a closer look.
    fn starts(&self) -> Vec<bool> {
        let mut starts = vec![false; 1 << 16];
        for start in self.by_start.keys() {
            starts[usize::from(u16::from_le_bytes([start[0], start[1]]))] = true;
        }
        starts
    }

    fn look(&self, window: &[u8], starts: &[bool], found: &mut BTreeSet<usize>) {
        let mut at = 0;
        while at + START <= window.len() {
            if at % PAGE == 0 && window[at..].iter().take(PAGE + START).all(|byte| *byte == 0) {
                at += PAGE;
                continue;
            }
            if starts[usize::from(u16::from_le_bytes([window[at], window[at + 1]]))] {
                let start: [u8; START] = window[at..at + START].try_into().expect("8 bytes");
                let these = self.by_start.get(&start).into_iter().flatten();
                found.extend(these.filter(|one| window[at..].starts_with(&self.all[**one].1)));
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_across_two_windows_is_found_and_what_is_not_there_is_not() {
        let mut patterns = Patterns::default();
        patterns.add_word("word", "кожушанка");
        patterns.add("other", b"not there at all");
        let file = tempfile::NamedTempFile::new().expect("room");
        let mut bytes = vec![0; WINDOW - 7];
        bytes.extend("кожушанка".as_bytes());
        bytes.resize(WINDOW + 5001, 0);
        bytes.extend("кожушанка".encode_utf16().flat_map(u16::to_be_bytes));
        std::fs::write(file.path(), bytes).expect("room");
        let found = patterns.search(file.path()).expect("it is there");
        assert_eq!((found.of("word"), found.of("other")), (2, 0));
    }
}
