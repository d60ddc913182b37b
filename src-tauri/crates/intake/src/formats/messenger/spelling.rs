//! Texts whose bytes were spelt as characters: `Ð\u{9f}` for `П`.

/// The text put together again. None where it is not so spelt: a character beyond U+00FF, only ASCII, or bytes that are no
/// UTF-8. So a text that is right already stays.
pub fn mended(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spelt(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn a_text_that_is_right_stays() {
        for right in ["hello", "Привет", "😂", "café", "Zoë £5", ""] {
            assert_eq!(mended(right), None, "{right}");
        }
        assert_eq!(mended(&spelt("Привіт, café 😂")).as_deref(), Some("Привіт, café 😂"));
    }

    proptest! {
        #[test]
        fn mending_brings_back_what_was_spelt_and_mends_once(text in "[a-zа-яіїє😀-😂 ]{0,30}") {
            let read = mended(&spelt(&text)).unwrap_or_else(|| spelt(&text));
            prop_assert_eq!(&read, &text);
            prop_assert_eq!(mended(&read), None);
        }
    }
}
