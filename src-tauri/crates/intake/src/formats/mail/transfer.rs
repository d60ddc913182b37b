//! The codings in which parts are sent (RFC 2045, 6), undone as far as they go: a sign that does not belong is passed
//! over and said.

/// Bytes without their coding, and whether something in it was broken.
pub fn decode(coding: &str, bytes: &[u8]) -> (Vec<u8>, bool) {
    match coding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64(bytes),
        "quoted-printable" => quoted_printable(bytes),
        "x-uuencode" | "x-uue" | "uuencode" => uuencode(bytes),
        "" | "7bit" | "8bit" | "binary" => (bytes.to_vec(), false),
        _ => (bytes.to_vec(), true),
    }
}

fn base64(signs: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(signs.len() * 3 / 4 + 3);
    let (mut held, mut bits, mut broken) = (0_u32, 0_u32, false);
    for sign in signs {
        let six = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                bits = 0; // what follows begins anew
                continue;
            }
            sign => {
                broken |= !sign.is_ascii_whitespace();
                continue;
            }
        };
        held = (held << 6 | u32::from(six)) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    (out, broken || bits == 6)
}

fn quoted_printable(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(bytes.len());
    let mut broken = false;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let words = super::fields::trim_end(line);
        let end = &line[words.len()..];
        let words = without_blanks(words);
        let (words, soft) = match words.strip_suffix(b"=") {
            Some(words) => (words, true),
            None => (words, false),
        };
        broken |= undo_line(words, &mut out);
        if !soft {
            out.extend_from_slice(end);
        }
    }
    (out, broken)
}

/// Without blanks at its end, which were put there on the way.
fn without_blanks(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t'));
    &line[..end.map_or(0, |end| end + 1)]
}

fn undo_line(words: &[u8], out: &mut Vec<u8>) -> bool {
    let mut broken = false;
    let mut at = 0;
    while let Some(&byte) = words.get(at) {
        let pair = words
            .get(at + 1..at + 3)
            .and_then(|pair| Some((hex(pair[0])?, hex(pair[1])?)));
        match (byte, pair) {
            (b'=', Some((high, low))) => {
                out.push(high << 4 | low);
                at += 3;
            }
            (byte, _) => {
                broken |= byte == b'=';
                out.push(byte);
                at += 1;
            }
        }
    }
    broken
}

fn hex(sign: u8) -> Option<u8> {
    char::from(sign).to_digit(16).map(|digit| digit as u8)
}

fn uuencode(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let (mut begun, mut ended, mut broken) = (false, false, false);
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = super::fields::trim_end(line);
        match line.first() {
            _ if ended => {}
            _ if !begun => begun = line.starts_with(b"begin"),
            None => {}
            Some(_) if line == b"end" => ended = true,
            Some(&first) => {
                let wanted = usize::from(first.wrapping_sub(32) & 63);
                let before = out.len();
                for four in line[1..].chunks(4) {
                    let six = |at: usize| u32::from(four.get(at).map_or(0, |sign| sign.wrapping_sub(32) & 63));
                    let whole = six(0) << 18 | six(1) << 12 | six(2) << 6 | six(3);
                    out.extend_from_slice(&whole.to_be_bytes()[1..]);
                }
                broken |= out.len() < before + wanted;
                out.truncate(before + wanted);
            }
        }
    }
    (out, broken || !ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_undone_as_far_as_they_go() {
        let cases: [(&str, &[u8], &[u8], bool); 8] = [
            ("base64", b"aGVs\r\nbG8=\r\n", b"hello", false),
            ("BASE64", b"aGVs*bG8", b"hello", true),
            ("quoted-printable", b"a=3Db=\r\nc \r\nd=", b"a=bc\r\nd", false),
            ("quoted-printable", b"=D0=9F\n", "П\n".as_bytes(), false),
            ("quoted-printable", b"100=% =", b"100=% ", true),
            ("7bit", b"as it is", b"as it is", false),
            ("x-uuencode", b"begin 644 a\n%:&5L;&\\ \n`\nend\n", b"hello", false),
            ("rot13", b"uryyb", b"uryyb", true),
        ];
        for (coding, bytes, wanted, broken) in cases {
            let (decoded, was_broken) = decode(coding, bytes);
            assert_eq!((decoded.as_slice(), was_broken), (wanted, broken), "{coding}");
        }
    }
}
