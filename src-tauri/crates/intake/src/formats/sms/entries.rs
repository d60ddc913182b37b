//! The files that stand in a backup, in base64, by their number. One walk finds where each is; then any is had by itself.

use crate::ReadSeek;
use crate::draft::Unparsed;
use crate::formats::markup::{Markup, Passed, Token};
use crate::formats::{Entries, malformed, rewind, too_large};
use std::io::{Read, SeekFrom, Write};

/// The attribute that holds a file.
pub const ATTRIBUTE: &str = "data";
/// Most files of one backup.
pub const MOST: u32 = 50_000;

/// Bytes that so many signs of base64 are.
pub fn decoded(passed: Passed) -> u64 {
    passed.signs / 4 * 3 + [0, 0, 1, 2][(passed.signs % 4) as usize]
}

/// A backup whose files were found.
pub struct Files {
    input: Box<dyn ReadSeek>,
    found: Vec<Passed>,
}

impl Files {
    /// Walks the backup.
    pub fn open(mut input: Box<dyn ReadSeek>) -> Result<Self, Unparsed> {
        rewind(&mut *input)?;
        let mut found = Vec::new();
        let mut reader = &mut *input;
        let mut markup = Markup::xml(&mut reader).passing(ATTRIBUTE);
        while let Some(token) = markup.next_token()? {
            if let Token::Open(tag) = token {
                found.extend(tag.passed.filter(|_| tag.name == "part"));
            }
            if found.len() > MOST as usize {
                break;
            }
        }
        drop(markup);
        Ok(Self { input, found })
    }
}

impl Entries for Files {
    fn extract(&mut self, index: u32, bytes: u64, out: &mut dyn Write) -> Result<(), Unparsed> {
        let Some(place) = self.found.get(index as usize).copied() else {
            return Err(Unparsed::Unsupported {
                what: "no-such-entry".to_owned(),
            });
        };
        if decoded(place) != bytes {
            return Err(too_large("entry"));
        }
        self.input
            .seek(SeekFrom::Start(place.at))
            .map_err(|_| Unparsed::Unreadable)?;
        let mut from = Read::take(&mut *self.input, place.len);
        let mut block = vec![0; 64 << 10];
        let mut decoder = Decoder::default();
        loop {
            let read = match from.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(Unparsed::Unreadable),
            };
            let decoded = decoder.decode(&block[..read])?;
            out.write_all(&decoded).map_err(|_| Unparsed::Hush)?;
        }
        Ok(())
    }
}

/// Base64 of RFC 4648, section 4, with white space in it.
#[derive(Default)]
struct Decoder {
    held: u32,
    bits: u32,
}

impl Decoder {
    fn decode(&mut self, signs: &[u8]) -> Result<Vec<u8>, Unparsed> {
        let mut bytes = Vec::with_capacity(signs.len() * 3 / 4 + 1);
        for sign in signs {
            let six = match sign {
                b'A'..=b'Z' => sign - b'A',
                b'a'..=b'z' => sign - b'a' + 26,
                b'0'..=b'9' => sign - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' => continue,
                sign if sign.is_ascii_whitespace() => continue,
                _ => return Err(malformed("base64")),
            };
            self.held = (self.held << 6 | u32::from(six)) & 0xff_ffff;
            self.bits += 6;
            if self.bits >= 8 {
                self.bits -= 8;
                bytes.push((self.held >> self.bits) as u8);
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn a_file_is_had_by_its_number_and_only_as_long_as_was_said() {
        let backup = "<smses><mms><parts><part text='x'/><part data='AAEC&#10;'/><part data=\"aGVs\n bG8=\"/></parts></mms></smses>";
        let mut files = Files::open(Box::new(Cursor::new(backup.as_bytes().to_vec()))).expect("a backup");
        let mut out = Vec::new();
        assert_eq!(files.extract(1, 5, &mut out), Ok(()));
        assert_eq!(out, b"hello");
        assert!(files.extract(1, 4, &mut Vec::new()).is_err(), "another length");
        assert!(
            files.extract(0, decoded(files.found[0]), &mut Vec::new()).is_err(),
            "no base64"
        );
        assert!(files.extract(2, 0, &mut Vec::new()).is_err(), "no such file");
    }
}
