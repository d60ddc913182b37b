//! Which code page a text is in. A mark at the start and valid UTF-8 are sure; everything else is a guess and is said
//! to be one.
//!
//! chardetng guesses well from a few hundred bytes on. Below that, and between the five Cyrillic code pages, a second
//! opinion decides: how much the text looks like Russian or Ukrainian when read so (usual pairs of letters, case that
//! does not jump inside words, no frames drawn between letters).

use crate::draft::Unparsed;
use chardetng::EncodingDetector;
use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, X_MAC_CYRILLIC,
};
use std::io::Read;

/// A code page and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset {
    /// The code page, by the WHATWG Encoding Standard.
    pub encoding: &'static Encoding,
    /// Whether nothing in the file says so.
    pub guessed: bool,
}

/// The code page of a text by its first bytes; none if they are no text.
pub fn detect(head: &[u8]) -> Option<Charset> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(Charset {
            encoding,
            guessed: false,
        });
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Some(Charset {
            encoding,
            guessed: true,
        });
    }
    if !is_text(head) {
        return None;
    }
    if is_utf8(head) {
        return Some(Charset {
            encoding: UTF_8,
            guessed: false,
        });
    }
    let encoding = if is_damaged_utf8(head) { UTF_8 } else { guess(head) };
    reads_as_text(head, encoding).then_some(Charset {
        encoding,
        guessed: true,
    })
}

/// The code page of what its name says is a text: a few zero bytes are forgiven.
pub fn detect_named(head: &[u8], name: &str) -> Option<Charset> {
    let is_named = name.to_lowercase().ends_with(".txt") || name.to_lowercase().ends_with(".log");
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    if zeros == 0 || !is_named || zeros * 4 > head.len() || Encoding::for_bom(head).is_some() {
        return detect(head);
    }
    let rest: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    utf16_without_mark(head).map_or_else(|| detect(&rest), |_| detect(head))
}

/// Whether hardly any of what is read so are control characters, as in a wrong code page or in no text at all.
fn reads_as_text(head: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(head);
    let odd = text.chars().filter(|c| c.is_control() && !c.is_ascii_control()).count();
    odd * 50 <= text.chars().count()
}

/// Whether there are many more whole characters of several bytes than broken ones.
fn is_damaged_utf8(head: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in head.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= broken * 8
}

/// Which of these two-case code pages makes the bytes look most like a language.
pub fn most_plausible(bytes: &[u8], among: &[&'static Encoding]) -> Option<(&'static Encoding, i64)> {
    among
        .iter()
        .map(|encoding| (*encoding, plausibility(bytes, encoding)))
        .max_by_key(|(_, score)| *score)
}

fn guess(head: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(head, true);
    let statistical = detector.guess(None, false);
    let cyrillic = [WINDOWS_1251, IBM866, KOI8_U, KOI8_R, ISO_8859_5, X_MAC_CYRILLIC];
    let (best, score) = match most_plausible(head, &cyrillic) {
        Some(best) => best,
        None => return statistical,
    };
    let agreed = plausibility(head, statistical);
    let high = head.iter().filter(|byte| **byte >= 0x80).count() as i64;
    // Few foreign letters in a Latin text (é, ß) make no Russian word.
    let is_cyrillic = score > high && high * 4 > letters(head);
    match is_cyrillic {
        true if cyrillic.contains(&statistical) && agreed >= score => koi8_of(head, statistical),
        true => koi8_of(head, best),
        false if cyrillic.contains(&statistical) && agreed < 0 => MACINTOSH,
        false => statistical,
    }
}

/// KOI8-U is KOI8-R with four letters more; a text without them is in the older one.
fn koi8_of(head: &[u8], encoding: &'static Encoding) -> &'static Encoding {
    let ukrainian = |byte: &u8| matches!(byte, 0xA4 | 0xA6 | 0xA7 | 0xAD | 0xB4 | 0xB6 | 0xB7 | 0xBD);
    if encoding == KOI8_U && !head.iter().any(ukrainian) {
        KOI8_R
    } else {
        encoding
    }
}

fn letters(bytes: &[u8]) -> i64 {
    bytes
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80)
        .count() as i64
}

/// How much bytes read in this code page look like Russian or Ukrainian.
fn plausibility(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut score = 0;
    let mut before = ' ';
    for c in text.chars() {
        score += pair(before, c);
        before = c;
    }
    score
}

fn pair(before: char, c: char) -> i64 {
    if c.is_ascii() {
        return 0;
    }
    if !c.is_alphabetic() {
        // Quotes, dashes and № stand between words; frames and odd signs beside letters are a wrong reading.
        return match c {
            '«' | '»' | '—' | '–' | '№' | '…' | '“' | '”' | '„' | '’' | '\u{a0}' => 0,
            _ => -6,
        };
    }
    if !is_russian_or_ukrainian(c) {
        return -4;
    }
    let low = |c: char| c.to_lowercase().next().unwrap_or(c);
    let jump = before.is_lowercase() && c.is_uppercase();
    let mixed = before.is_ascii_alphabetic();
    let usual = COMMON.contains(low(c)) as i64 * 2 + PAIRS.contains(&[low(before), low(c)]) as i64 * 4;
    let start = matches!(low(c), 'ъ' | 'ь' | 'ы') && !before.is_alphabetic();
    usual + i64::from(c.is_lowercase()) - i64::from(jump) * 8 - i64::from(mixed) * 4 - i64::from(start) * 8
}

fn is_russian_or_ukrainian(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | 'і' | 'І' | 'ї' | 'Ї' | 'є' | 'Є' | 'ґ' | 'Ґ' | 'ў' | 'Ў')
}

const COMMON: &str = "оеаинтсрвлкмді";
const PAIRS: &[[char; 2]] = &[
    ['с', 'т'],
    ['н', 'о'],
    ['т', 'о'],
    ['н', 'а'],
    ['е', 'н'],
    ['о', 'в'],
    ['н', 'и'],
    ['р', 'а'],
    ['в', 'о'],
    ['к', 'о'],
    ['п', 'о'],
    ['р', 'о'],
    ['р', 'е'],
    ['п', 'р'],
    ['г', 'о'],
    ['л', 'а'],
    ['н', 'е'],
    ['л', 'и'],
    ['к', 'а'],
    ['е', 'р'],
    ['а', 'л'],
    ['а', 'н'],
    ['т', 'а'],
    ['е', 'л'],
    ['т', 'и'],
    ['т', 'ь'],
    ['о', 'с'],
    ['с', 'к'],
    ['о', 'л'],
    ['о', 'н'],
    ['д', 'а'],
    ['о', 'м'],
    ['в', 'а'],
    ['е', 'т'],
    ['о', 'г'],
    ['и', 'я'],
    ['о', 'р'],
    ['т', 'е'],
    ['д', 'е'],
    ['и', 'т'],
    ['л', 'о'],
    ['м', 'е'],
    ['о', 'т'],
    ['в', 'е'],
    ['б', 'ы'],
    ['ч', 'т'],
    ['и', 'в'],
    ['е', 'т'],
    ['п', 'и'],
    ['і', 'в'],
    ['н', 'і'],
    ['і', 'н'],
    ['в', 'і'],
    ['и', 'й'],
    ['ь', 'к'],
    ['щ', 'о'],
    ['ї', 'в'],
    ['с', 'ь'],
    ['в', 'и'],
    ['у', 'в'],
];

/// Text without a mark whose every second byte is the page of Latin, Cyrillic or punctuation.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.as_chunks::<2>().0;
    if pairs.len() < 2 {
        return None;
    }
    let pages = |at: usize| {
        pairs
            .iter()
            .filter(|pair| matches!(pair[at], 0x00 | 0x04 | 0x20))
            .count()
            * 10
            >= pairs.len() * 9
    };
    let has_words = |at: usize| {
        pairs
            .iter()
            .any(|pair| matches!((pair[at], pair[1 - at]), (0, 0x20 | 0x0A) | (0x04, _)))
    };
    let is_null = pairs.contains(&[0, 0]);
    match (pages(1) && has_words(1), pages(0) && has_words(0)) {
        _ if is_null => None,
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// No zero bytes, and hardly any control characters.
fn is_text(head: &[u8]) -> bool {
    let control = |byte: &&u8| matches!(**byte, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    !head.is_empty() && !head.contains(&0) && head.iter().filter(control).count() * 50 <= head.len()
}

/// Valid, or valid up to a character that the end of the head cuts.
fn is_utf8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    }
}

/// Decodes a stream piece by piece.
pub struct Decoder<'a> {
    input: &'a mut dyn Read,
    decoder: encoding_rs::Decoder,
    block: Vec<u8>,
    damaged: usize,
    ended: bool,
}

impl<'a> Decoder<'a> {
    /// From where `input` stands.
    pub fn new(input: &'a mut dyn Read, charset: &Charset) -> Self {
        Self {
            input,
            decoder: charset.encoding.new_decoder_with_bom_removal(),
            block: vec![0; 128 << 10],
            damaged: 0,
            ended: false,
        }
    }

    /// The next piece of text; none at the end.
    pub fn next_piece(&mut self) -> Result<Option<String>, Unparsed> {
        while !self.ended {
            let read = read_some(self.input, &mut self.block).map_err(|_| Unparsed::Unreadable)?;
            self.ended = read == 0;
            let bytes = &self.block[..read];
            let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(read).unwrap_or(read * 3 + 16));
            let (_, _, damaged) = self.decoder.decode_to_string(bytes, &mut text, self.ended);
            self.damaged += usize::from(damaged);
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// In how many pieces there were bytes that the code page does not have.
    pub fn damaged(&self) -> usize {
        self.damaged
    }
}

fn read_some(input: &mut dyn Read, block: &mut [u8]) -> std::io::Result<usize> {
    loop {
        match input.read(block) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Свидетель видел машину у моста, номер не запомнил.";
    const UKRAINIAN: &str = "Свідок бачив автомобіль біля мосту, але їхній номер не запам'ятав.";

    fn guessed(text: &str, encoding: &'static Encoding) -> &'static str {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "the sample must fit the code page");
        detect(&bytes).map_or("none", |charset| charset.encoding.name())
    }

    #[test]
    fn a_sentence_in_any_cyrillic_code_page_is_recognised() {
        for encoding in [WINDOWS_1251, IBM866, ISO_8859_5, X_MAC_CYRILLIC] {
            assert_eq!(guessed(RUSSIAN, encoding), encoding.name());
        }
        assert!(guessed(RUSSIAN, KOI8_R).starts_with("KOI8"));
        for encoding in [WINDOWS_1251, KOI8_U, ISO_8859_5] {
            assert_eq!(guessed(UKRAINIAN, encoding), encoding.name());
        }
    }

    #[test]
    fn one_word_is_recognised_too() {
        for encoding in [WINDOWS_1251, IBM866, ISO_8859_5] {
            assert_eq!(guessed("Протокол", encoding), encoding.name());
        }
    }

    #[test]
    fn a_western_text_is_not_taken_for_cyrillic() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1252.encode("Das Café war geschlossen, die Straße naß und völlig leer, sagte Zoë.");
        let name = detect(&bytes).map_or("none", |charset| charset.encoding.name());
        assert_eq!(name, "windows-1252");
    }

    #[test]
    fn utf_16_with_and_without_a_mark_is_text() {
        let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(detect(&units(RUSSIAN)).map(|charset| charset.encoding), Some(UTF_16LE));
        assert_eq!(
            detect(&units(&format!("\u{feff}{RUSSIAN}"))),
            Some(Charset {
                encoding: UTF_16LE,
                guessed: false
            })
        );
    }

    #[test]
    fn binary_data_is_no_text() {
        assert_eq!(detect(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(detect(&[1, 2, 3, 4, 5, 6, 7, 8]), None);
        assert_eq!(detect(b""), None);
    }
}
