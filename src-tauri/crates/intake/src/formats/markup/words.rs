//! The words of a piece of markup: its code page and its references undone (WHATWG HTML, 13.2.5.72 and on).

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes in UTF-8.
pub fn of_utf8(bytes: &[u8]) -> String {
    of(bytes, UTF_8)
}

/// Decodes in this code page. A reference that nobody knows stays as it stands.
pub fn of(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let Some(first) = text.find('&') else {
        return text.into_owned();
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The character that a reference at the start of `text` means, and how long the reference is.
fn reference(text: &str) -> Option<(char, usize)> {
    let body = &text[1..];
    if body.starts_with('#') {
        return numeric(text);
    }
    let end = body.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric())?;
    let ends_well = body.as_bytes()[end] == b';';
    let (_, c) = NAMED.iter().find(|(name, _)| *name == &body[..end])?;
    ends_well.then_some((*c, end + 2))
}

/// `&#1234;` and `&#x4d2;`; two halves of a surrogate pair in a row are one character.
fn numeric(text: &str) -> Option<(char, usize)> {
    let (unit, len) = number(text)?;
    if (0xD800..0xDC00).contains(&unit) {
        let low = text.get(len..).and_then(number);
        return Some(match low.filter(|(low, _)| (0xDC00..0xE000).contains(low)) {
            Some((low, more)) => {
                let whole = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                (char::from_u32(whole).unwrap_or('\u{fffd}'), len + more)
            }
            None => ('\u{fffd}', len),
        });
    }
    Some((character(unit), len))
}

fn number(text: &str) -> Option<(u32, usize)> {
    let body = text.strip_prefix("&#")?;
    let (digits, radix, before) = match body.as_bytes().first()? {
        b'x' | b'X' => (&body[1..], 16, 3),
        _ => (body, 10, 2),
    };
    let end = digits
        .bytes()
        .take(10)
        .position(|byte| !byte.is_ascii_hexdigit() || (radix == 10 && !byte.is_ascii_digit()))
        .unwrap_or(digits.len().min(10));
    let unit = u32::from_str_radix(digits.get(..end)?, radix).ok()?;
    let semicolon = usize::from(digits.as_bytes().get(end) == Some(&b';'));
    Some((unit, before + end + semicolon))
}

/// Browsers read the numbers of C1 controls as windows-1252; what is no character is U+FFFD.
fn character(unit: u32) -> char {
    match unit {
        0 => '\u{fffd}',
        0x80..=0x9f => {
            let byte = [unit as u8];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or('\u{fffd}')
        }
        _ => char::from_u32(unit).unwrap_or('\u{fffd}'),
    }
}

const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("deg", '°'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("shy", '\u{ad}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("larr", '←'),
    ("rarr", '→'),
    ("hearts", '♥'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1251;

    #[test]
    fn references_become_what_they_mean_and_others_stay() {
        assert_eq!(
            of_utf8("&lt;b&gt; &amp;amp; &quot;&#39;&#x44F;".as_bytes()),
            "<b> &amp; \"'я"
        );
        assert_eq!(of_utf8(b"a & b &who; &lt &#; &#x; &"), "a & b &who; &lt &#; &#x; &");
        assert_eq!(
            of_utf8(b"&#150;&#0;&#1114112;&#99999999999;"),
            "–\u{fffd}\u{fffd}&#99999999999;"
        );
    }

    #[test]
    fn halves_of_a_pair_written_apart_are_one_character() {
        assert_eq!(of_utf8(b"&#55357;&#56842;"), "\u{1f60a}");
        assert_eq!(of_utf8(b"&#55357;x&#56842;"), "\u{fffd}x\u{fffd}");
    }

    #[test]
    fn a_code_page_and_references_stand_side_by_side() {
        assert_eq!(of(b"\xcf\xf0\xe8\xe2\xe5\xf2 &#128514;", WINDOWS_1251), "Привет 😂");
    }
}
