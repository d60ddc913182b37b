//! Telegram Desktop writes control characters as `\x0B`, which JSON does not know, so that strict readers refuse the
//! whole file. Here such a value is read all the same, and it is said that it was mended.

use serde::de::DeserializeOwned;

/// Reads a value; if it is not JSON as it stands, once more with its escapes mended. True if it had to be.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, bool)> {
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Some((value, false));
    }
    serde_json::from_slice(&mended(bytes)).ok().map(|value| (value, true))
}

/// The same JSON with `\xHH` as `\u00HH`, bare control characters inside strings as `\u00HH`, halves of surrogate pairs
/// that stand alone as U+FFFD, and bytes that are not UTF-8 as U+FFFD. Only inside strings; backslashes keep their parity.
pub fn mended(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let (mut at, mut in_string) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if in_string => at += mend_escape(&bytes[at..], &mut out),
            0..0x20 if in_string => {
                out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                at += 1;
            }
            _ => {
                in_string ^= byte == b'"';
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Writes the escape at the start of `bytes` in a form that JSON knows; says how many bytes it had.
fn mend_escape(bytes: &[u8], out: &mut Vec<u8>) -> usize {
    match bytes.get(1) {
        Some(b'x') if is_hex(bytes, 2, 2) => {
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&bytes[2..4]);
            4
        }
        Some(b'u') if is_hex(bytes, 2, 4) => mend_unit(bytes, out),
        Some(_) => {
            out.extend_from_slice(&bytes[..2]);
            2
        }
        None => {
            out.push(b'\\');
            1
        }
    }
}

fn mend_unit(bytes: &[u8], out: &mut Vec<u8>) -> usize {
    let pair = surrogate(bytes) == Some(true)
        && bytes.get(6..8) == Some(b"\\u".as_slice())
        && is_hex(bytes, 8, 4)
        && surrogate(&bytes[6..]) == Some(false);
    let length = if pair { 12 } else { 6 };
    if pair || surrogate(bytes).is_none() {
        out.extend_from_slice(&bytes[..length]);
    } else {
        out.extend_from_slice(b"\\ufffd");
    }
    length
}

/// Whether `\uHHHH` at the start is the first half (true) or the second half of a pair.
fn surrogate(bytes: &[u8]) -> Option<bool> {
    let first = bytes.get(2)?.to_ascii_lowercase();
    match (first, bytes.get(3)?.to_ascii_lowercase()) {
        (b'd', b'8'..=b'b') => Some(true),
        (b'd', b'c'..=b'f') => Some(false),
        _ => None,
    }
}

fn is_hex(bytes: &[u8], from: usize, count: usize) -> bool {
    bytes
        .get(from..from + count)
        .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_that_json_does_not_know_is_mended_with_right_parity() {
        assert_eq!(read::<String>(br#""a\x0Bb""#), Some(("a\u{b}b".to_owned(), true)));
        assert_eq!(
            read::<String>(br#""a\\x0Bb""#),
            Some(("a\\x0Bb".to_owned(), false)),
            "an escaped backslash, then letters"
        );
        assert_eq!(
            read::<String>(br#""a\\\x0Bb\x00""#),
            Some(("a\\\u{b}b\0".to_owned(), true))
        );
    }

    #[test]
    fn half_a_pair_and_bare_control_characters_do_not_lose_the_rest() {
        assert_eq!(read::<String>(br#""a\ud83db""#), Some(("a\u{fffd}b".to_owned(), true)));
        assert_eq!(
            read::<String>(br#""\ud83d\ude01\x01""#),
            Some(("😁\u{1}".to_owned(), true))
        );
        assert_eq!(
            read::<String>(b"\"a\x01b\xFF\""),
            Some(("a\u{1}b\u{fffd}".to_owned(), true))
        );
    }

    #[test]
    fn what_is_beyond_mending_is_refused() {
        assert_eq!(read::<String>(br#""a\q""#), None);
        assert_eq!(read::<String>(br#""a\x0""#), None);
        assert_eq!(read::<String>(br#""a"#), None);
    }
}
