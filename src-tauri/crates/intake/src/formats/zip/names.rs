//! In which code page an archive's names are: UTF-8 where bit 11 or the bytes say so (the Unicode extra field is
//! already applied, its checksum checked), else what Windows of the place writes: CP866 or windows-1251, by which of
//! them all names of the archive together look more like words.

use crate::formats::text::charset::{self, most_plausible};
use encoding_rs::{Encoding, IBM866, WINDOWS_1251};
use model::Note;

/// Bytes of names by which the code page is guessed.
const SAMPLE: usize = 64 << 10;

/// How the names of one archive are read.
pub struct Naming {
    guess: Option<&'static Encoding>,
}

impl Naming {
    /// By all names.
    pub fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut sample = Vec::new();
        for name in names.filter(|name| std::str::from_utf8(name).is_err()) {
            if sample.len() < SAMPLE {
                sample.extend_from_slice(name);
                sample.push(b'\n');
            }
        }
        let guess = (!sample.is_empty()).then(|| match most_plausible(&sample, &[IBM866, WINDOWS_1251]) {
            Some((encoding, score)) if score > 0 => encoding,
            _ => charset::detect(&sample).map_or(IBM866, |charset| charset.encoding),
        });
        Self { guess }
    }

    /// A name as text.
    pub fn name(&self, raw: &[u8]) -> String {
        match (std::str::from_utf8(raw), self.guess) {
            (Ok(name), _) => name.to_owned(),
            (Err(_), Some(encoding)) => encoding.decode_without_bom_handling(raw).0.into_owned(),
            (Err(_), None) => String::from_utf8_lossy(raw).into_owned(),
        }
    }

    /// That names were read by a guess, if so.
    pub fn note(&self) -> Option<Note> {
        self.guess
            .map(|encoding| Note::with_detail("names-guessed", encoding.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_russian_windows_are_read_in_its_code_page() {
        for encoding in [IBM866, WINDOWS_1251] {
            let (raw, _, _) = encoding.encode("Фото/Протокол осмотра.jpg");
            let naming = Naming::of([raw.as_ref()].into_iter());
            assert_eq!(naming.name(&raw), "Фото/Протокол осмотра.jpg", "{}", encoding.name());
            assert!(naming.note().is_some());
        }
    }

    #[test]
    fn names_in_utf_8_need_no_guess() {
        let raw = "Фото.jpg".as_bytes();
        let naming = Naming::of([raw].into_iter());
        assert_eq!((naming.name(raw).as_str(), naming.note()), ("Фото.jpg", None));
    }
}
