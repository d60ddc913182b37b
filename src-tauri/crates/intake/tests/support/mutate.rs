//! Bytes that were good once. The same number gives the same mutant.

/// Xorshift (Marsaglia 2003): small, and the same everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

/// What breaks parsers: ends of things, numbers beyond all types, halves of characters, marks of other formats.
const WORDS: &[&[u8]] = &[
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b">",
    b"&",
    b"&#55357;",
    b"&#x0;",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\x0",
    b"\n",
    b"\r\n",
    b"\t",
    b",",
    b";",
    b":",
    b": ",
    b"=",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xf0\x9f",
    b"\xef\xbb\xbf",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"1e400",
    b"-9223372036854775808",
    b"null",
    b"true",
    b"{}",
    b"[]",
    b"\"\"",
    b"</div>",
    b"<div>",
    b"<div class=\"message\">",
    b"<!--",
    b"-->",
    b"<script>",
    b"]]>",
    b"<![CDATA[",
    b"../",
    b"/",
    b"..",
    b"C:\\",
    b"[[[[[[[[",
    b"{\"a\":{\"a\":",
    b"1970-01-01T00:00:00",
    b"31.02.2024",
    b"=\"",
    b"PK\x03\x04",
    b"\xe2\x80\xae",
    b"\xe2\x80\x8e",
    b"~",
    b"|",
];

/// A mutant of `seed`; `other` lends pieces.
pub fn mutant(seed: &[u8], other: &[u8], number: u64) -> Vec<u8> {
    let mut dice = Dice::new(number);
    let mut bytes = seed.to_vec();
    for _ in 0..1 + dice.below(6) {
        change(&mut bytes, other, &mut dice);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    match dice.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
        2 => bytes.truncate(at),
        3 | 4 => insert(bytes, at, WORDS[dice.below(WORDS.len())]),
        5 => {
            let to = (at + 1 + dice.below(60)).min(bytes.len());
            bytes.drain(at.min(to)..to);
        }
        6 => {
            let to = (at + 1 + dice.below(400)).min(bytes.len());
            let piece = bytes[at.min(to)..to].to_vec();
            (0..1 + dice.below(4)).for_each(|_| insert(bytes, at, &piece));
        }
        7 => {
            let from = dice.below(other.len());
            let to = (from + 1 + dice.below(400)).min(other.len());
            insert(bytes, at, &other[from.min(to)..to]);
        }
        _ => {
            let word = WORDS[dice.below(WORDS.len())];
            let to = (at + word.len()).min(bytes.len());
            bytes.splice(at.min(to)..to, word.iter().copied());
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    if bytes.len() < 1 << 20 {
        bytes.splice(at..at, piece.iter().copied());
    }
}
