//! Text of items, page by page.

use crate::views::{PageRuns, Run, TextPage, TextView};
use crate::{Env, Error, OpenLocker, Result};
use model::EvidenceId;
use store::db::Reader;

/// Most characters in one answer.
const LIMIT: usize = 2_000_000;

impl OpenLocker {
    /// The text of an item, cut after two million characters.
    pub fn text(&self, id: &str) -> Result<TextView> {
        let id: EvidenceId = id.parse()?;
        self.read(|reader| {
            reader.evidence(id)?;
            let (mut pages, mut left) = (Vec::new(), LIMIT);
            for (page, chars) in reader.text_pages(id)? {
                if left == 0 {
                    return Ok(TextView { pages, cut: true });
                }
                let text = reader.text_page(id, page)?.text;
                let cut = chars as usize > left;
                let text = if cut { text.chars().take(left).collect() } else { text };
                left = left.saturating_sub(chars as usize);
                pages.push(TextPage { page, text });
                if cut {
                    return Ok(TextView { pages, cut });
                }
            }
            Ok(TextView { pages, cut: false })
        })
    }

    /// The words of a page (from 1) with their places, read anew by the worker.
    pub fn page_runs(&self, id: &str, page: u32, _env: &Env) -> Result<PageRuns> {
        let id: EvidenceId = id.parse()?;
        let (text, aspect) = self.look(id, |worker, job| {
            let pixels = worker.page(job, page, 64, 64)?;
            let aspect = f64::from(pixels.width) / f64::from(pixels.height.max(1));
            Ok((worker.page_text(job, page)?, aspect))
        })?;
        let runs = text.runs.into_iter().map(|run| Run {
            start: run.start,
            text: run.text,
            at: run.rect.map(u32::from),
        });
        Ok(PageRuns {
            page,
            aspect,
            runs: runs.collect(),
        })
    }
}

/// Where the words are in an item's text: their page and start in characters. With neither given, the first place.
pub(crate) fn find_quote(
    reader: &Reader,
    id: EvidenceId,
    page: Option<u32>,
    start: Option<u32>,
    exact: &str,
) -> Result<(u32, u32)> {
    for (number, _) in reader.text_pages(id)? {
        if page.is_some_and(|page| page != number) {
            continue;
        }
        let text = reader.text_page(id, number)?.text;
        let found = match start {
            Some(start) => starts_at(&text, start, exact).then_some(start),
            None => text.find(exact).map(|at| text[..at].chars().count() as u32),
        };
        if let Some(start) = found {
            return Ok((number, start));
        }
    }
    Err(Error::QuoteNotFound)
}

fn starts_at(text: &str, start: u32, exact: &str) -> bool {
    let at = text.char_indices().nth(start as usize).map(|(at, _)| at);
    at.is_some_and(|at| text[at..].starts_with(exact))
}

#[cfg(test)]
mod tests {
    use super::starts_at;

    #[test]
    fn words_stand_where_they_are_said_to_in_characters() {
        assert!(starts_at("приказ о выдаче", 9, "выдаче"));
        assert!(!starts_at("приказ о выдаче", 10, "выдаче"));
        assert!(!starts_at("приказ", 99, "п"));
    }
}
