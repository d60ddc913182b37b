//! Search over everything in the locker.

use crate::sources;
use crate::views::{HitView, SearchRequest, SearchView, title_of};
use crate::{Error, OpenLocker, Result};
use model::{EvidenceId, Kind, Moment, Selector, SourceId, Timestamp};
use std::collections::HashMap;
use std::time::Instant;
use store::db::Reader;
use store::search::{Class, Filters, Hit, Order, Query, Search};

/// Hits where the person does not say how many.
const USUAL: u32 = 50;
const DAY: i64 = 86_400_000;

impl OpenLocker {
    /// Looks for words in any grammatical form, phrases, beginnings and parts of words. [`Error::QueryEmpty`],
    /// [`Error::NotFound`] for a source or item that is none, [`Error::BadRequest`] for a filter that makes no sense.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchView> {
        let started = Instant::now();
        let query = Query::read(&request.query)?;
        self.read(|reader| {
            let search = Search {
                query,
                filters: filters(reader, request)?,
                order: order(request.order.as_deref())?,
                limit: request.limit.unwrap_or(USUAL),
                offset: request.offset.unwrap_or(0),
            };
            let found = reader.search(&search)?;
            let mut names = Names::default();
            let hits = found
                .hits
                .into_iter()
                .map(|hit| view(reader, &mut names, hit))
                .collect::<Result<_>>()?;
            Ok(SearchView {
                total: found.total,
                hits,
                took_ms: started.elapsed().as_secs_f64() * 1000.0,
            })
        })
    }
}

fn order(text: Option<&str>) -> Result<Order> {
    match text {
        None | Some("" | "newest") => Ok(Order::Newest),
        Some("relevance") => Ok(Order::Relevance),
        Some(_) => Err(Error::BadRequest),
    }
}

fn filters(reader: &Reader, request: &SearchRequest) -> Result<Filters> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let kind = given(&request.kind).map(|code| Kind::from_code(&code).ok_or(Error::BadRequest));
    Ok(Filters {
        source: given(&request.source)
            .map(|text| sources::find(reader, &text))
            .transpose()?,
        kind: kind.transpose()?,
        evidence: given(&request.evidence).map(|text| text.parse()).transpose()?,
        author: given(&request.author),
        from: given(&request.from).map(|day| midnight(&day, 0)).transpose()?,
        to: given(&request.to).map(|day| midnight(&day, 1)).transpose()?,
    })
}

/// The start of a day (`2023-03-14`) in UTC, or of one so many days later.
fn midnight(day: &str, later: i64) -> Result<Timestamp> {
    let start: Timestamp = format!("{day}T00:00:00Z").parse().map_err(|_| Error::BadRequest)?;
    Timestamp::from_millis(start.millis() + later * DAY).map_err(|_| Error::BadRequest)
}

/// Names that hits repeat.
#[derive(Default)]
struct Names {
    sources: HashMap<SourceId, String>,
    items: HashMap<EvidenceId, String>,
}

impl Names {
    fn source(&mut self, reader: &Reader, id: SourceId) -> Result<String> {
        if let Some(known) = self.sources.get(&id) {
            return Ok(known.clone());
        }
        let name = reader.source(id)?.codename.to_string();
        self.sources.insert(id, name.clone());
        Ok(name)
    }

    fn item(&mut self, reader: &Reader, id: EvidenceId) -> Result<String> {
        if let Some(known) = self.items.get(&id) {
            return Ok(known.clone());
        }
        let title = title_of(&reader.evidence(id)?).to_owned();
        self.items.insert(id, title.clone());
        Ok(title)
    }
}

fn view(reader: &Reader, names: &mut Names, hit: Hit) -> Result<HitView> {
    let source = hit
        .source
        .map(|id| names.source(reader, id))
        .transpose()?
        .unwrap_or_default();
    let title = match (hit.evidence, hit.claim) {
        (Some(id), _) => names.item(reader, id)?,
        (None, Some(claim)) => claim.to_string(),
        (None, None) => source.clone(),
    };
    let kind = match hit.class {
        Class::Claim => "claim",
        Class::Note => "source",
        _ => hit.kind.map_or("other", Kind::code),
    };
    Ok(HitView {
        evidence: hit.evidence.map(|id| id.to_string()).unwrap_or_default(),
        title,
        kind: kind.to_owned(),
        source,
        time: time(reader, &hit)?,
        at: hit.at,
        snippet: hit.snippet,
        marks: hit.marks.into_iter().map(|(start, length)| [start, length]).collect(),
        author: hit.author,
    })
}

fn time(reader: &Reader, hit: &Hit) -> Result<Option<Moment>> {
    match (hit.evidence, &hit.at) {
        (Some(id), Selector::Messages { from, .. }) => {
            Ok(reader.messages(id, *from, 1)?.pop().map(|message| message.time))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_a_range_is_inside_it() {
        let day = |text, later| midnight(text, later).expect("a day").to_string();
        assert_eq!(day("2023-03-14", 0), "2023-03-14T00:00:00Z");
        assert_eq!(day("2023-03-31", 1), "2023-04-01T00:00:00Z");
        assert_eq!(midnight("14.03.2023", 0), Err(Error::BadRequest));
    }
}
