//! Where in a passage a query's words are, and a short stretch around them to show.

use super::fold::words_of;
use super::query::{How, Query, Term};
use super::register::Words;
use crate::search::fold::Forms;
use std::ops::Range;

/// A stretch of a passage with its marks.
pub(super) struct Snippet {
    pub text: String,
    /// Start and length of each mark, in characters of `text`.
    pub marks: Vec<(u32, u32)>,
    /// Start of the first mark in characters of the passage, and what is marked there.
    pub first: Option<(u32, String)>,
}

/// Characters shown before the first mark and altogether.
const BEFORE: usize = 60;
const SHOWN: usize = 240;
/// Most marks of one snippet.
const MARKS: usize = 32;

/// A query's wanted terms, ready to be compared with words of a text.
pub(super) struct Marker {
    terms: Vec<Vec<Forms>>,
    hows: Vec<How>,
}

struct Token {
    forms: Forms,
    place: Range<usize>,
}

impl Marker {
    pub(super) fn new(query: &Query, words: &Words) -> Self {
        let forms = |term: &Term| term.words.iter().map(|word| words.forms(word)).collect();
        Self {
            terms: query.wanted.iter().map(forms).collect(),
            hows: query.wanted.iter().map(|term| term.how).collect(),
        }
    }

    /// Places of the query's words in a text, in bytes and in order, and how many were found as whole words.
    fn places(&self, text: &str, words: &Words) -> (Vec<Range<usize>>, usize) {
        let mut tokens = Vec::new();
        words_of(text, |word, place| {
            tokens.push(Token {
                forms: words.forms(word),
                place,
            });
            true
        });
        let mut places = Vec::new();
        let mut exact = 0;
        for at in 0..tokens.len() {
            for (term, how) in self.terms.iter().zip(&self.hows) {
                if let Some(place) = matches_at(term, *how, &tokens[at..]) {
                    exact += usize::from(term.len() == 1 && term[0].form == tokens[at].forms.form);
                    places.push(place);
                }
            }
        }
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup_by(|next, before| next.start < before.end);
        (places, exact)
    }

    /// How much a passage is about the query: marked words against its length, words as typed counted double.
    pub(super) fn weight(&self, text: &str, words: &Words) -> f64 {
        let (places, exact) = self.places(text, words);
        (places.len() + exact) as f64 / (8.0 + text.len() as f64 / 12.0)
    }

    /// The stretch to show.
    pub(super) fn snippet(&self, text: &str, words: &Words) -> Snippet {
        let (places, _) = self.places(text, words);
        let first = places.first().map(|place| {
            (
                u32::try_from(text[..place.start].chars().count()).unwrap_or(u32::MAX),
                text[place.clone()].to_owned(),
            )
        });
        let shown = window(text, places.first().map_or(0, |place| place.start));
        let marks = places
            .iter()
            .filter(|place| place.start >= shown.start && place.end <= shown.end)
            .take(MARKS)
            .map(|place| {
                let start = text[shown.start..place.start].chars().count();
                (start as u32, text[place.clone()].chars().count() as u32)
            })
            .collect();
        Snippet {
            text: text[shown].to_owned(),
            marks,
            first,
        }
    }
}

/// The place of a term that begins at the first of these tokens. A single word is also found inside a longer one.
fn matches_at(term: &[Forms], how: How, tokens: &[Token]) -> Option<Range<usize>> {
    if tokens.len() < term.len() {
        return None;
    }
    let whole = term
        .iter()
        .zip(tokens)
        .enumerate()
        .all(|(i, (wanted, token))| match how {
            How::AnyForm => same_word(wanted, &token.forms),
            How::AsItStands => wanted.form == token.forms.form,
            How::Beginning if i + 1 == term.len() => token.forms.form.starts_with(&wanted.form),
            How::Beginning => wanted.form == token.forms.form,
        });
    let part = || {
        term.len() == 1
            && how != How::AsItStands
            && term[0].form.chars().count() >= 3
            && tokens[0].forms.form.contains(&term[0].form)
    };
    (whole || part()).then(|| tokens[0].place.start..tokens[term.len() - 1].place.end)
}

fn same_word(wanted: &Forms, there: &Forms) -> bool {
    wanted
        .stems
        .iter()
        .any(|stem| *stem == there.form || there.stems.contains(stem))
}

/// The bytes to show: from a little before `mark`, beginning and ending between words where possible.
fn window(text: &str, mark: usize) -> Range<usize> {
    let before = text[..mark].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let start = match before {
        0 => 0,
        before => text[before..mark].find(' ').map_or(before, |space| before + space + 1),
    };
    let end = text[start..]
        .char_indices()
        .nth(SHOWN)
        .map_or(text.len(), |(at, _)| start + at);
    let last_space = text[start..end].rfind(' ').map(|at| start + at);
    match last_space {
        Some(space) if end < text.len() && space > mark + 40 => start..space,
        _ => start..end,
    }
}
