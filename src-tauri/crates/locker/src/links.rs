//! Links: an excerpt tied to a claim. The place must exist in the item, and the words must stand there.

use crate::text::find_quote;
use crate::views::{LinkDraft, LinkView, title_of};
use crate::{Error, OpenLocker, Result};
use intake::pixels::PageText;
use model::{Act, ClaimId, Evidence, EvidenceId, Grades, InfoGrade, Kind, Link, LinkId, Region, Selector};
use store::db::Reader;

/// Longest snapshot of an excerpt's words, in characters.
const QUOTE: usize = 5_000;
/// Longest reason in characters.
const REASON: usize = 2_000;
/// Most messages of one excerpt.
const MESSAGES: u32 = 10_000;

impl OpenLocker {
    /// Ties an excerpt to a claim. [`Error::NotFound`], [`Error::BadSelector`] for a place that the item does not have,
    /// [`Error::QuoteNotFound`], [`Error::BadRequest`] for a grade that is none.
    pub fn link(&self, draft: LinkDraft) -> Result<LinkView> {
        let (claim, evidence) = (draft.claim.parse::<ClaimId>()?, draft.evidence.parse::<EvidenceId>()?);
        let at: Selector = draft.at.parse()?;
        let information = draft
            .info_grade
            .map(|number| InfoGrade::new(number).ok_or(Error::BadRequest))
            .transpose()?;
        if draft.reason.chars().count() > REASON {
            return Err(Error::TooLarge);
        }
        let (at, quote) = self.excerpt(evidence, at)?;
        let link = Link {
            id: LinkId::new(1)?,
            claim,
            evidence,
            at,
            relation: draft.relation,
            grades: Grades {
                source: draft.source_grade,
                information,
            },
            reason: draft.reason.trim().to_owned(),
            quote,
            added: self.now(),
        };
        let id = self.change(|_, change| {
            let id = change.add_link(&link)?;
            let details = [
                ("claim", claim.to_string()),
                ("link", id.to_string()),
                ("relation", link.relation.code().to_owned()),
            ];
            self.log_in(change, Act::Linked, evidence, &details)?;
            Ok(id)
        })?;
        self.read(|reader| link_view(reader, &reader.link(id)?))
    }

    /// Unties a link. [`Error::NotFound`].
    pub fn unlink(&self, id: &str) -> Result<()> {
        let id: LinkId = id.parse()?;
        self.change(|_, change| {
            let link = change.link(id)?;
            change.remove_link(id)?;
            let details = [("claim", link.claim.to_string()), ("link", id.to_string())];
            self.log_in(change, Act::Unlinked, link.evidence, &details)
        })
    }

    /// The place as it is kept and the words that stand there.
    fn excerpt(&self, id: EvidenceId, at: Selector) -> Result<(Selector, String)> {
        match at {
            Selector::Page { page, region } => {
                self.read(|reader| has_page(reader, id, page))?;
                let words = region.and_then(|region| {
                    Some(words_in(
                        &self.look(id, |worker, job| worker.page_text(job, page)).ok()?,
                        region,
                    ))
                });
                Ok((Selector::Page { page, region }, words.unwrap_or_default()))
            }
            at => self.read(|reader| excerpt(reader, &reader.evidence(id)?, at)),
        }
    }
}

fn excerpt(reader: &Reader, item: &Evidence, at: Selector) -> Result<(Selector, String)> {
    match at {
        Selector::Whole => Ok((at, String::new())),
        Selector::Page { .. } => Err(Error::BadSelector),
        Selector::Image(_) if item.kind == Kind::Image => Ok((at, String::new())),
        Selector::Time { .. } if matches!(item.kind, Kind::Audio | Kind::Video) => Ok((at, String::new())),
        Selector::Image(_) | Selector::Time { .. } => Err(Error::BadSelector),
        Selector::Messages { from, to } => Ok((at, words_of_messages(reader, item.id, from, to)?)),
        Selector::Quote { exact, .. } if item.kind == Kind::Chat => quote_in_chat(reader, item.id, exact),
        Selector::Quote { page, start, exact } => {
            let (found, start) = find_quote(reader, item.id, page, start, &exact)?;
            let page = (found > 0).then_some(found);
            Ok((
                Selector::Quote {
                    page,
                    start: Some(start),
                    exact: exact.clone(),
                },
                exact,
            ))
        }
    }
}

fn has_page(reader: &Reader, id: EvidenceId, page: u32) -> Result<()> {
    let stated = reader
        .facts(id)?
        .into_iter()
        .find(|fact| fact.key == "pages")
        .and_then(|fact| fact.value.parse::<u32>().ok());
    let with_text = reader.text_pages(id)?.last().map_or(0, |(page, _)| *page);
    if page <= stated.unwrap_or(with_text) {
        Ok(())
    } else {
        Err(Error::BadSelector)
    }
}

fn words_of_messages(reader: &Reader, id: EvidenceId, from: u32, to: u32) -> Result<String> {
    if to > reader.message_count(id)? || to - from >= MESSAGES {
        return Err(Error::BadSelector);
    }
    let messages = reader.messages(id, from, to - from + 1)?;
    let words: Vec<&str> = messages
        .iter()
        .map(|message| message.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    Ok(words.join("\n").chars().take(QUOTE).collect())
}

/// Words of a chat stand in one message; the place kept is that message.
fn quote_in_chat(reader: &Reader, id: EvidenceId, exact: String) -> Result<(Selector, String)> {
    let mut from = 1;
    loop {
        let messages = reader.messages(id, from, 500)?;
        let Some(last) = messages.last() else {
            return Err(Error::QuoteNotFound);
        };
        from = last.n + 1;
        if let Some(message) = messages.iter().find(|message| message.text.contains(&exact)) {
            return Ok((
                Selector::Messages {
                    from: message.n,
                    to: message.n,
                },
                exact,
            ));
        }
    }
}

/// The words of a page whose middle lies in a region.
fn words_in(page: &PageText, region: Region) -> String {
    let [x, y, w, h] = region.parts().map(u32::from);
    let inside = |at: [u16; 4]| {
        let [left, top, width, height] = at.map(u32::from);
        let (middle_x, middle_y) = (left + width / 2, top + height / 2);
        (x..=x + w).contains(&middle_x) && (y..=y + h).contains(&middle_y)
    };
    let words = page
        .runs
        .iter()
        .filter(|run| inside(run.rect))
        .map(|run| run.text.trim());
    words.collect::<Vec<_>>().join(" ").chars().take(QUOTE).collect()
}

/// Whether a link's excerpt has this message in it.
pub(crate) fn covers(link: &Link, n: u32) -> bool {
    matches!(link.at, Selector::Messages { from, to } if (from..=to).contains(&n))
}

pub(crate) fn link_view(reader: &Reader, link: &Link) -> Result<LinkView> {
    let item = reader.evidence(link.evidence)?;
    Ok(LinkView {
        id: link.id.to_string(),
        claim: link.claim.to_string(),
        statement: reader.claim(link.claim)?.claim.statement,
        evidence: link.evidence.to_string(),
        title: title_of(&item).to_owned(),
        kind: item.kind,
        source: item.source.to_string(),
        group: item.group,
        relation: link.relation,
        at: link.at.clone(),
        quote: link.quote.clone(),
        grades: link.grades,
        reason: link.reason.clone(),
    })
}
