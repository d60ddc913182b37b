//! A person's query: words (all of them, in any form), `"a phrase"` (as it stands), `begin*`, `-not`.
//!
//! What a person types is split into words first, and only words, quoted, reach the index: its own query language
//! (AND, NEAR, columns, parentheses) cannot be reached.

use super::fold::words_of;
use super::register::AS_IT_STANDS;

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(super) wanted: Vec<Term>,
    pub(super) unwanted: Vec<Term>,
}

/// One part of a query; its words are in lower case and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub words: Vec<String>,
    pub how: How,
}

/// How a term is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// In any grammatical form.
    AnyForm,
    /// As it stands, but for case and diacritics.
    AsItStands,
    /// The last word only begins so.
    Beginning,
}

/// A query that cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadQuery {
    /// More than 1,000 characters or 32 terms.
    #[error("query-too-long")]
    TooLong,
    /// Nothing to look for: no word, or only words that must not be there.
    #[error("query-empty")]
    Empty,
}

const CHARS: usize = 1_000;
const TERMS: usize = 32;

impl Query {
    /// Reads what a person typed.
    pub fn read(text: &str) -> Result<Self, BadQuery> {
        if text.chars().nth(CHARS).is_some() {
            return Err(BadQuery::TooLong);
        }
        let mut query = Query {
            wanted: Vec::new(),
            unwanted: Vec::new(),
        };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (unwanted, after_minus) = match rest.strip_prefix('-') {
                Some(after) => (true, after),
                None => (false, rest),
            };
            let (term, after) = read_term(after_minus);
            if let Some(term) = term {
                let side = if unwanted {
                    &mut query.unwanted
                } else {
                    &mut query.wanted
                };
                side.push(term);
            }
            rest = after.trim_start();
        }
        query.checked()
    }

    fn checked(self) -> Result<Self, BadQuery> {
        match (self.wanted.len(), self.unwanted.len()) {
            (0, _) => Err(BadQuery::Empty),
            (wanted, unwanted) if wanted + unwanted > TERMS => Err(BadQuery::TooLong),
            _ => Ok(self),
        }
    }

    /// The index's expression for this query, where `part` may add other words that will do for a single wanted word.
    pub(super) fn expression(&self, mut others: impl FnMut(&Term) -> Vec<String>) -> String {
        let mut expression = String::new();
        for (i, term) in self.wanted.iter().enumerate() {
            if i > 0 {
                expression.push_str(" AND ");
            }
            expression.push('(');
            term.write(&mut expression);
            for other in others(term) {
                expression.push_str(" OR ");
                quote(&mut expression, true, &[other]);
            }
            expression.push(')');
        }
        for term in &self.unwanted {
            expression.push_str(" NOT ");
            term.write(&mut expression);
        }
        expression
    }
}

fn read_term(text: &str) -> (Option<Term>, &str) {
    if let Some(quoted) = text.strip_prefix(['"', '«', '“', '„']) {
        let end = quoted.find(['"', '»', '”', '“']).unwrap_or(quoted.len());
        let after = quoted[end..]
            .chars()
            .next()
            .map_or("", |c| &quoted[end + c.len_utf8()..]);
        return (Term::new(&quoted[..end], How::AsItStands), after);
    }
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '«' | '“' | '„'))
        .unwrap_or(text.len());
    // A quote inside a word parts it; an empty term in front of a quote must not stop the reading.
    let (word, after) = text.split_at(end);
    match word.strip_suffix('*') {
        Some(beginning) => (Term::new(beginning, How::Beginning), after),
        None => (Term::new(word, How::AnyForm), after),
    }
}

impl Term {
    fn new(text: &str, how: How) -> Option<Self> {
        let mut words = Vec::new();
        words_of(text, |word, _| {
            words.push(word.to_owned());
            true
        });
        (!words.is_empty()).then_some(Self { words, how })
    }

    /// The single word whose parts may be looked for.
    pub(super) fn part(&self) -> Option<&str> {
        match (self.how, &self.words[..]) {
            (How::AnyForm | How::Beginning, [word]) => Some(word),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        quote(out, self.how == How::AsItStands, &self.words);
        if self.how == How::Beginning {
            out.push_str(" *");
        }
    }
}

/// A string of the index's language. Words hold letters and digits only, so nothing in them needs escaping.
fn quote(out: &mut String, as_it_stands: bool, words: &[String]) {
    out.push('"');
    if as_it_stands {
        out.push(AS_IT_STANDS);
    }
    out.push_str(&words.join(" "));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expression(text: &str) -> String {
        Query::read(text).expect(text).expression(|_| Vec::new())
    }

    #[test]
    fn words_phrases_beginnings_and_what_must_not_be_there() {
        assert_eq!(expression("Приказ 12"), r#"("приказ") AND ("12")"#);
        assert_eq!(
            expression("«по приказу» -черновик"),
            "(\"\u{1}по приказу\") NOT \"черновик\""
        );
        assert_eq!(expression("коман*"), r#"("коман" *)"#);
        assert_eq!(expression("когда-то"), r#"("когда то")"#);
        assert_eq!(expression("a\"b c"), "(\"a\") AND (\"\u{1}b c\")");
    }

    #[test]
    fn the_index_s_own_language_is_out_of_reach() {
        assert_eq!(
            expression("a OR b) NEAR(c"),
            r#"("a") AND ("or") AND ("b") AND ("near c")"#
        );
        assert_eq!(expression("text:secret^2"), r#"("text secret 2")"#);
    }

    #[test]
    fn a_query_without_a_wanted_word_is_empty() {
        for text in ["", "   ", "-", "-слово", "\"\"", "***", "\"", "- -", "«»"] {
            assert_eq!(Query::read(text), Err(BadQuery::Empty), "{text:?}");
        }
    }

    #[test]
    fn a_query_without_end_is_refused() {
        assert_eq!(Query::read(&"я".repeat(1_001)), Err(BadQuery::TooLong));
        assert_eq!(Query::read(&"я ".repeat(33)), Err(BadQuery::TooLong));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
            if let Ok(query) = Query::read(&text) {
                let expression = query.expression(|_| Vec::new());
                let quotes = expression.matches('"').count();
                prop_assert_eq!(quotes % 2, 0);
            }
        }
    }
}
