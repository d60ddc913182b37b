//! Asks the index and turns rows into hits.
//!
//! The newest come first because a passage's id grows with its time; relevance is weighed within a bounded number of
//! the newest hits, since weighing every hit of a common word takes a hundred times as long. Hits of parts of words
//! come after hits of words.

use super::mark::Marker;
use super::query::Query;
use crate::db::{Reader, rows};
use crate::{Error, Result};
use model::{ClaimId, EvidenceId, Kind, Selector, SourceId, Timestamp};
use rusqlite::{Row, params};
use std::collections::HashSet;

/// What was found: which table its words belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A message of a chat.
    Message,
    /// Text of a page or an item.
    Page,
    /// An item's title or file name.
    Title,
    /// Something a file says about itself.
    Fact,
    /// A claim's statement.
    Claim,
    /// The journalist's notes on a source.
    Note,
}

impl Class {
    const ALL: [Class; 6] = [
        Class::Message,
        Class::Page,
        Class::Title,
        Class::Fact,
        Class::Claim,
        Class::Note,
    ];

    /// The word for it in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Class::Message => "message",
            Class::Page => "page",
            Class::Title => "title",
            Class::Fact => "fact",
            Class::Claim => "claim",
            Class::Note => "note",
        }
    }

    pub(crate) fn number(self) -> u8 {
        self as u8 + 1
    }

    fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.number() == number)
    }
}

/// What a search leaves out; empty means nothing.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// Only of this source.
    pub source: Option<SourceId>,
    /// Only items of this kind.
    pub kind: Option<Kind>,
    /// Only of this item.
    pub evidence: Option<EvidenceId>,
    /// Only messages of authors with this display name.
    pub author: Option<String>,
    /// Not before this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub to: Option<Timestamp>,
}

impl Filters {
    fn are_none(&self) -> bool {
        self.source.is_none()
            && self.kind.is_none()
            && self.evidence.is_none()
            && self.author.is_none()
            && self.from.is_none()
            && self.to.is_none()
    }

    fn counted(&self) -> u32 {
        if self.are_none() { COUNTED } else { COUNTED_WITH_FILTERS }
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By time, the newest first.
    #[default]
    Newest,
    /// By how much a passage is about the query, among the newest 2,000.
    Relevance,
}

/// A search.
#[derive(Debug, Clone)]
pub struct Search {
    /// What to look for.
    pub query: Query,
    /// What to leave out.
    pub filters: Filters,
    /// In which order.
    pub order: Order,
    /// At most this many hits; 500 at most.
    pub limit: u32,
    /// After so many hits; 10,000 at most.
    pub offset: u32,
}

/// A place that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub class: Class,
    /// The item, for all but claims and notes.
    pub evidence: Option<EvidenceId>,
    /// The claim, for claims.
    pub claim: Option<ClaimId>,
    /// The source, where there is one.
    pub source: Option<SourceId>,
    /// The item's kind.
    pub kind: Option<Kind>,
    /// The place in the item.
    pub at: Selector,
    /// A stretch of the original text around the words.
    pub snippet: String,
    /// Start and length of the words found, in characters of `snippet`.
    pub marks: Vec<(u32, u32)>,
    /// Who wrote it, for messages.
    pub author: Option<String>,
    /// The message's time, or when the item came in, in milliseconds since 1970.
    pub time: Option<i64>,
    /// Whether only a part of a word was found.
    pub by_part: bool,
}

/// What a search answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many there are altogether, counted up to 10,000, or up to 1,000 where filters are set.
    pub total: u32,
    /// Whether there are more than `total`.
    pub more: bool,
}

const LIMIT: u32 = 500;
const OFFSET: u32 = 10_000;
/// Hits are counted up to here; with filters every one has to be fetched for it.
const COUNTED: u32 = 10_000;
const COUNTED_WITH_FILTERS: u32 = 1_000;
/// Passages that are looked at for filters before the search gives up looking for more.
const LOOKED_AT: u32 = 200_000;
/// Hits that are weighed for relevance.
const WEIGHED: u32 = 2_000;
/// Words that a part may stand for.
const PARTS: u32 = 64;

const COLUMNS: &str = "p.class, p.owner, p.source, p.kind, p.place, p.start, p.time, p.text,
                       (SELECT name FROM authors WHERE id = p.author)";

/// Passages of an expression that pass the filters, newest first.
const MATCHING: &str = "(SELECT rowid AS hit FROM passages_fts WHERE passages_fts MATCH ?1
                         AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4) CROSS JOIN passages p ON p.id = hit
     WHERE (?5 IS NULL OR p.source = ?5) AND (?6 IS NULL OR p.kind = ?6)
       AND (?7 IS NULL OR (p.owner = ?7 AND p.class < 5))
       AND (?8 IS NULL OR p.author IN (SELECT id FROM authors WHERE name = ?8))
       AND (?9 IS NULL OR p.time >= ?9) AND (?10 IS NULL OR p.time < ?10)";

struct Passage {
    class: Class,
    owner: u32,
    source: Option<u32>,
    kind: Option<u8>,
    place: u32,
    start: u32,
    time: Option<i64>,
    text: String,
    author: Option<String>,
}

impl Reader {
    /// Looks for a query's words in everything the locker holds.
    pub fn search(&self, search: &Search) -> Result<Found> {
        let (limit, offset) = (search.limit.min(LIMIT) as usize, search.offset.min(OFFSET) as usize);
        let marker = Marker::new(&search.query, &self.words);
        let words = search.query.expression(|_| Vec::new());
        let most = search.filters.counted();
        let by_word = self.count(&words, &search.filters)?;
        let mut passages = self.passages(&words, search, &marker, limit, offset)?;
        let mut found = Found {
            total: by_word.min(most),
            more: by_word > most,
            ..Found::default()
        };
        let whole_words = passages.len();
        if by_word <= most && by_word < (limit + offset) as u32 {
            let skip = offset.saturating_sub(by_word as usize);
            let (parts, more) = self.by_parts(search, &words, limit - whole_words, skip)?;
            found.total += more;
            passages.extend(parts);
        }
        for (i, passage) in passages.into_iter().enumerate() {
            let snippet = marker.snippet(&passage.text, &self.words);
            found.hits.push(passage.into_hit(snippet, i >= whole_words)?);
        }
        Ok(found)
    }

    fn count(&self, expression: &str, filters: &Filters) -> Result<u32> {
        if filters.are_none() {
            let mut count = self.conn.prepare_cached(
                "SELECT count(*) FROM (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?1 LIMIT ?2)",
            )?;
            return Ok(count.query_row(params![expression, COUNTED + 1], |row| row.get(0))?);
        }
        let mut count = self
            .conn
            .prepare_cached(&format!("SELECT count(*) FROM (SELECT 1 FROM {MATCHING} LIMIT ?11)"))?;
        let bound = Bound::new(filters);
        Ok(count.query_row(
            params![
                expression,
                bound.first,
                bound.last,
                LOOKED_AT,
                bound.source,
                bound.kind,
                bound.evidence,
                filters.author,
                bound.from,
                bound.to,
                COUNTED_WITH_FILTERS + 1
            ],
            |row| row.get(0),
        )?)
    }

    fn passages(
        &self,
        expression: &str,
        search: &Search,
        marker: &Marker,
        limit: usize,
        offset: usize,
    ) -> Result<Vec<Passage>> {
        match search.order {
            Order::Newest => self.newest(expression, &search.filters, limit as u32, offset as u32),
            Order::Relevance => {
                let mut passages = self.newest(expression, &search.filters, WEIGHED, 0)?;
                let weight = |passage: &Passage| -marker.weight(&passage.text, &self.words);
                passages.sort_by_cached_key(|passage| (weight(passage) * 1e9) as i64);
                Ok(passages.into_iter().skip(offset).take(limit).collect())
            }
        }
    }

    fn newest(&self, expression: &str, filters: &Filters, limit: u32, offset: u32) -> Result<Vec<Passage>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {MATCHING} ORDER BY hit DESC LIMIT ?11 OFFSET ?12"
        ))?;
        let bound = Bound::new(filters);
        let mut rows = select.query(params![
            expression,
            bound.first,
            bound.last,
            LOOKED_AT,
            bound.source,
            bound.kind,
            bound.evidence,
            filters.author,
            bound.from,
            bound.to,
            limit,
            offset
        ])?;
        let mut passages = Vec::new();
        while let Some(row) = rows.next()? {
            passages.push(Passage::read(row)?);
        }
        Ok(passages)
    }

    /// Hits of parts of words that are no hits of words, and how many there are up to the bound.
    fn by_parts(&self, search: &Search, words: &str, limit: usize, skip: usize) -> Result<(Vec<Passage>, u32)> {
        let mut any = false;
        let mut failed = None;
        let with_parts = search
            .query
            .expression(|term| match term.part().map(|part| self.words_with(part)) {
                Some(Ok(words)) => {
                    any |= !words.is_empty();
                    words
                }
                Some(Err(error)) => {
                    failed = Some(error);
                    Vec::new()
                }
                None => Vec::new(),
            });
        if let Some(error) = failed {
            return Err(error);
        }
        if !any {
            return Ok((Vec::new(), 0));
        }
        let only_parts = format!("({with_parts}) NOT ({words})");
        let count = self.count(&only_parts, &search.filters)?.min(search.filters.counted());
        let passages = self.newest(&only_parts, &search.filters, limit as u32, skip as u32)?;
        Ok((passages, count))
    }

    /// Words that contain this one, of at least three characters.
    fn words_with(&self, part: &str) -> Result<Vec<String>> {
        let part = self.words.forms(part).form;
        if part.chars().count() < 3 {
            return Ok(Vec::new());
        }
        let mut select = self
            .conn
            .prepare_cached("SELECT word FROM words_fts WHERE words_fts MATCH ?1 LIMIT ?2")?;
        let words: HashSet<String> = select
            .query_map(params![format!("\"{part}\""), PARTS], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(words.into_iter().filter(|word| *word != part).collect())
    }
}

/// Filters as the statement takes them. Times bound the ids too, so that the index skips what is outside.
struct Bound {
    first: i64,
    last: i64,
    source: Option<u32>,
    kind: Option<u8>,
    evidence: Option<u32>,
    from: Option<i64>,
    to: Option<i64>,
}

impl Bound {
    fn new(filters: &Filters) -> Self {
        let (from, to) = (filters.from.map(Timestamp::millis), filters.to.map(Timestamp::millis));
        Self {
            first: from.map_or(0, crate::db::first_slot),
            last: i64::MAX,
            source: filters.source.map(SourceId::number),
            kind: filters.kind.map(crate::db::kind_number),
            evidence: filters.evidence.map(EvidenceId::number),
            from,
            to,
        }
    }
}

impl Passage {
    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            class: Class::from_number(row.get(0)?).ok_or(Error::DatabaseDamaged)?,
            owner: row.get(1)?,
            source: row.get(2)?,
            kind: row.get(3)?,
            place: row.get(4)?,
            start: row.get(5)?,
            time: row.get(6)?,
            text: row.get(7)?,
            author: row.get(8)?,
        })
    }

    fn into_hit(self, snippet: super::mark::Snippet, by_part: bool) -> Result<Hit> {
        let at = match self.class {
            Class::Message => Selector::Messages {
                from: self.place,
                to: self.place,
            },
            Class::Page => snippet
                .first
                .map_or(page_or_whole(self.place), |(start, exact)| Selector::Quote {
                    page: (self.place > 0).then_some(self.place),
                    start: Some(self.start.saturating_add(start)),
                    exact,
                }),
            Class::Title | Class::Fact | Class::Claim | Class::Note => Selector::Whole,
        };
        let of_item = !matches!(self.class, Class::Claim | Class::Note);
        let kind = self.kind.and_then(|number| Kind::ALL.get(usize::from(number)).copied());
        Ok(Hit {
            class: self.class,
            evidence: of_item.then(|| rows::evidence_id(self.owner)).transpose()?,
            claim: (self.class == Class::Claim)
                .then(|| rows::claim_id(self.owner))
                .transpose()?,
            source: self.source.map(rows::source_id).transpose()?,
            kind,
            at,
            snippet: snippet.text,
            marks: snippet.marks,
            author: self.author,
            time: self.time,
            by_part,
        })
    }
}

fn page_or_whole(page: u32) -> Selector {
    match page {
        0 => Selector::Whole,
        page => Selector::Page { page, region: None },
    }
}
