//! Words for numbers: fingerprints to be read aloud, passphrases to be remembered, and how strong a passphrase is.
//!
//! The list is the English one of BIP-39: 2048 words (11 bits each) that differ in their first four letters.

use crate::{Passphrase, Randomness, SealError};
use bip39::Language;
use zeroize::Zeroizing;

/// The first `11 × n` bits of `bytes` as words, most significant bit first, with spaces between.
pub fn words_of(bytes: &[u8], n: usize) -> String {
    let list = Language::English.word_list();
    let bit = |i: usize| bytes.get(i / 8).map_or(0, |byte| usize::from(byte >> (7 - i % 8) & 1));
    let word = |w: usize| list[(w * BITS..(w + 1) * BITS).fold(0, |index, i| index << 1 | bit(i))];
    (0..n).map(word).collect::<Vec<_>>().join(" ")
}

/// A random passphrase of `n` words joined by hyphens; each adds 11 bits.
pub fn make_words(n: usize, randomness: &dyn Randomness) -> Result<Zeroizing<String>, SealError> {
    let list = Language::English.word_list();
    let mut text = Zeroizing::new(String::with_capacity(n * (LONGEST_WORD + 1)));
    for i in 0..n {
        let mut bytes = Zeroizing::new([0; 2]);
        randomness.fill(&mut bytes[..])?;
        if i > 0 {
            text.push('-');
        }
        text.push_str(list[usize::from(u16::from_le_bytes(*bytes)) % list.len()]); // 2048 divides 65,536
    }
    Ok(text)
}

/// How many guesses a passphrase withstands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// 0 (found at once) to 4 (very unlikely to be found).
    pub score: u8,
    /// The decimal logarithm of the guesses that a good cracker needs.
    pub guesses_log10: f64,
    /// What is weak about it, as a code, where there is something to say.
    pub warning: Option<&'static str>,
}

/// Estimates a passphrase by zxcvbn (Wheeler 2016). `known` are words that an attacker would try first, such as the
/// locker's name. Only the first 128 characters count: the estimate takes cubic time.
///
/// The estimator keeps copies of its own while it works; use it when a passphrase is chosen, not when one is entered.
pub fn strength(passphrase: &str, known: &[&str]) -> Strength {
    let end = passphrase
        .char_indices()
        .nth(ESTIMATED_CHARS)
        .map_or(passphrase.len(), |(at, _)| at);
    let entropy = zxcvbn::zxcvbn(&passphrase[..end], known);
    let guesses_log10 = entropy.guesses_log10().max(0.0);
    let warning = entropy.feedback().and_then(|feedback| feedback.warning()).map(code);
    Strength {
        score: entropy.score().into(),
        guesses_log10,
        warning,
    }
}

impl Passphrase {
    /// [`strength`] of this passphrase.
    pub fn strength(&self, known: &[&str]) -> Strength {
        strength(self.text(), known)
    }
}

fn code(warning: zxcvbn::feedback::Warning) -> &'static str {
    use zxcvbn::feedback::Warning as W;
    match warning {
        W::StraightRowsOfKeysAreEasyToGuess => "row-of-keys",
        W::ShortKeyboardPatternsAreEasyToGuess => "keyboard-pattern",
        W::RepeatsLikeAaaAreEasyToGuess | W::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => "repeats",
        W::ThisIsATop10Password | W::ThisIsATop100Password | W::ThisIsACommonPassword => "common-password",
        W::ThisIsSimilarToACommonlyUsedPassword => "like-common-password",
        W::SequencesLikeAbcAreEasyToGuess => "sequence",
        W::RecentYearsAreEasyToGuess => "year",
        W::AWordByItselfIsEasyToGuess => "one-word",
        W::DatesAreOftenEasyToGuess => "date",
        W::NamesAndSurnamesByThemselvesAreEasyToGuess | W::CommonNamesAndSurnamesAreEasyToGuess => "name",
    }
}

const BITS: usize = 11;
const LONGEST_WORD: usize = 8;
const ESTIMATED_CHARS: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FixedRandomness;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_the_bits_in_order() {
        assert_eq!(words_of(&[0; 32], 2), "abandon abandon");
        assert_eq!(words_of(&[0xff; 32], 6), "zoo zoo zoo zoo zoo zoo");
        assert_eq!(words_of(&[0x00, 0x20, 0x00], 1), "ability", "the 11th bit is worth one");
    }

    #[test]
    fn the_list_is_what_it_promises() {
        let list = Language::English.word_list();
        assert_eq!(
            list.iter()
                .map(|word| &word[..word.len().min(4)])
                .collect::<BTreeSet<_>>()
                .len(),
            2048
        );
        assert!(
            list.iter()
                .all(|word| word.len() <= LONGEST_WORD && word.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn generated_words_are_strong_and_a_bare_word_is_not() {
        let made = make_words(6, &FixedRandomness::new(1)).expect("fixed");
        assert_eq!(made.split('-').count(), 6);
        assert_eq!(strength(&made, &[]).score, 4);
        assert_eq!(strength("password", &[]).warning, Some("common-password"));
        assert!(strength("kestrel", &["kestrel"]).score <= 1);
        assert_eq!(strength("", &[]).score, 0);
        assert!(strength(&"й".repeat(5000), &[]).guesses_log10 < 60.0, "bounded");
    }
}
