//! Words of a text, and the forms under which each is indexed: as it stands without case and diacritics, its Russian,
//! Ukrainian or English stem (Snowball), and for Cyrillic a skeleton that evens out vowels which change between cases
//! (Київ, Києва) and between the two languages (Львів, Львов).
//!
//! A word is a run of letters and digits; apostrophes inside a word are dropped (об'єкт), hyphens part words.

use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::ops::Range;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longest word that is indexed, in characters; of a longer run only the start is.
pub(crate) const WORD_LIMIT: usize = 64;

/// The forms of one word. `form` is what phrases, beginnings and parts are compared with; `stems` are compared when any
/// form will do and never repeat each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Forms {
    pub form: String,
    pub stems: Vec<String>,
}

/// Stemmers of the three languages.
pub(crate) struct Stems {
    russian: Stemmer,
    ukrainian: Stemmer,
    english: Stemmer,
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            russian: Stemmer::create(Algorithm::Russian),
            ukrainian: Stemmer::create(Algorithm::Ukrainian),
            english: Stemmer::create(Algorithm::English),
        }
    }
}

impl Stems {
    /// The forms of a word as [`words_of`] gives it.
    pub(crate) fn forms(&self, word: &str) -> Forms {
        let form = fold_letters(word);
        let mut stems = Vec::with_capacity(3);
        let mut add = |stem: String| {
            if !stem.is_empty() && !stems.contains(&stem) {
                stems.push(stem);
            }
        };
        if word.chars().any(|c| c.is_ascii_digit()) {
            add(form.clone());
        } else if word.chars().any(is_cyrillic) {
            add(fold_letters(&self.russian.stem(word)));
            add(fold_letters(&self.ukrainian.stem(word)));
            add(skeleton(&form));
        } else {
            add(self.english.stem(word).into_owned());
        }
        Forms { form, stems }
    }
}

/// Calls `each` with every word in lower case and its place in bytes; stops early when `each` answers `false`.
/// й, ї and ґ are still told apart, ё is е, other diacritics are gone.
pub(crate) fn words_of(text: &str, mut each: impl FnMut(&str, Range<usize>) -> bool) {
    let mut word = String::new();
    let (mut start, mut end, mut length) = (0, 0, 0usize);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        if c.is_alphanumeric() {
            if word.is_empty() {
                (start, length) = (at, 0);
            }
            if length < WORD_LIMIT {
                lower_into(&mut word, c);
            }
            length += 1;
            end = after;
        } else if !word.is_empty() && is_combining_mark(c) {
            compose(&mut word, c);
            end = after;
        } else if !word.is_empty() && is_apostrophe(c) && chars.peek().is_some_and(|(_, next)| next.is_alphabetic()) {
            // об'єкт, п’ять, don't: one word
        } else if !word.is_empty() {
            if !each(&word, start..end) {
                return;
            }
            word.clear();
        }
    }
    if !word.is_empty() {
        each(&word, start..end);
    }
}

fn lower_into(word: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' | 'а'..='я' | 'і' | 'ї' | 'є' | 'ґ' => word.push(c),
        'ё' | 'Ё' => word.push('е'),
        'ʼ' | 'ʹ' | 'ʻ' => {}
        _ => c.to_lowercase().for_each(|c| strip_into(word, c)),
    }
}

/// Pushes a lower-case letter without its diacritics, except where the sign makes another letter.
fn strip_into(word: &mut String, c: char) {
    match c {
        'й' | 'ї' | 'ґ' | '\0'..='\x7f' => word.push(c),
        _ => decompose_canonical(c, |part| {
            if !is_combining_mark(part) {
                word.push(part);
            }
        }),
    }
}

/// A combining mark after a letter: й and ї may come in two pieces; anything else is dropped.
fn compose(word: &mut String, mark: char) {
    let whole = match (word.chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('і'), '\u{308}') => 'ї',
        _ => return,
    };
    word.pop();
    word.push(whole);
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '＇')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// ї is і and ґ is г: spellings that keyboards and exports mix up.
fn fold_letters(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'ї' => 'і',
            'ґ' => 'г',
            c => c,
        })
        .collect()
}

/// A Cyrillic word without a simple case ending and soft signs, with the last vowel evened out.
fn skeleton(form: &str) -> String {
    let mut letters: Vec<char> = form.chars().filter(|c| *c != 'ь').collect();
    if letters.len() < 4 && form.chars().count() < 4 {
        return String::new();
    }
    if let Some(ending) = ENDINGS
        .iter()
        .map(|ending| ending.chars().count())
        .zip(ENDINGS)
        .filter(|(length, ending)| letters.len() >= length + 3 && ends_with(&letters, ending))
        .map(|(length, _)| length)
        .max()
    {
        letters.truncate(letters.len() - ending);
    }
    drop_fleeting_vowel(&mut letters);
    if let Some(last) = letters.iter_mut().rev().find(|c| is_vowel(**c))
        && matches!(last, 'о' | 'е' | 'є' | 'і')
    {
        *last = 'і';
    }
    letters.into_iter().collect()
}

fn ends_with(letters: &[char], ending: &str) -> bool {
    let mut expected = ending.chars().rev();
    let mut there = letters.iter().rev();
    expected.all(|c| there.next() == Some(&c))
}

/// свідок, ребенок, отец: the vowel before a last к or ц goes away in other cases.
fn drop_fleeting_vowel(letters: &mut Vec<char>) {
    if let [.., before, 'о' | 'е', 'к' | 'ц'] = letters[..]
        && letters.len() >= if letters.ends_with(&['ц']) { 4 } else { 5 }
        && !is_vowel(before)
    {
        letters.remove(letters.len() - 2);
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'є' | 'и' | 'і' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

const ENDINGS: &[&str] = &[
    "а", "я", "у", "ю", "і", "и", "ы", "е", "о", "ом", "ем", "єм", "ою", "ею", "єю", "ой", "ей", "ам", "ям", "ах",
    "ях", "ами", "ями", "им", "их", "ими", "ий", "ого", "ому",
];

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
