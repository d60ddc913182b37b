//! `annotations.jsonld`: the excerpts as W3C Web Annotations, so that other programs find the places. Text is pointed
//! at twice (TextQuoteSelector and TextPositionSelector), pictures and recordings by Media Fragments, pages by
//! RFC 3778, messages by a fragment of our own that FORMAT.md defines. The context's address is a name; nothing fetches it.

use crate::contents::{Contents, DossierEvidence, DossierLink};
use model::{EvidenceId, Selector};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Characters of text before and after a quotation that make it findable again.
const AROUND: usize = 32;

/// The pages of items that have text, by item.
pub(crate) type Texts<'a> = BTreeMap<EvidenceId, &'a [String]>;

/// All excerpts of a dossier.
pub(crate) fn annotations(contents: &Contents, texts: &Texts) -> Value {
    let items: BTreeMap<_, _> = contents.evidence.iter().map(|item| (item.id, item)).collect();
    let all: Vec<Value> = (contents.claims.iter())
        .flat_map(|claim| claim.links.iter().map(move |link| (claim, link)))
        .filter_map(|(claim, link)| Some((claim, link, items.get(&link.evidence)?)))
        .map(|(claim, link, item)| {
            json!({
                "id": format!("urn:vouchsafe:link:{}", link.id),
                "type": "Annotation",
                "motivation": "assessing",
                "created": link.added,
                "body": [
                    { "type": "TextualBody", "purpose": "linking", "value": claim.statement, "vouchsafe:claim": claim.id },
                    { "type": "TextualBody", "purpose": "assessing", "value": link.reason,
                      "vouchsafe:relation": link.relation, "vouchsafe:grades": link.grades },
                ],
                "target": target(link, item, texts.get(&link.evidence).copied().unwrap_or_default()),
            })
        })
        .collect();
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", { "vouchsafe": "urn:vouchsafe:" }],
        "id": "urn:vouchsafe:annotations",
        "type": "AnnotationCollection",
        "label": contents.title,
        "total": all.len(),
        "first": { "id": "urn:vouchsafe:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": all },
    })
}

fn target(link: &DossierLink, item: &DossierEvidence, pages: &[String]) -> Value {
    let path = match link.at {
        Selector::Messages { .. } => item.messages.as_ref().or(item.file.as_ref()),
        Selector::Quote { .. } => item.text.as_ref().or(item.file.as_ref()),
        Selector::Whole | Selector::Page { .. } | Selector::Image(_) | Selector::Time { .. } => item.file.as_ref(),
    };
    let relative = path.map(|path| path.trim_start_matches("data/").to_owned());
    let source = relative.unwrap_or_else(|| format!("urn:vouchsafe:evidence:{}", item.id));
    match selector(link, pages) {
        Value::Null => json!({ "source": source }),
        selector => json!({ "source": source, "selector": selector }),
    }
}

fn selector(link: &DossierLink, pages: &[String]) -> Value {
    let fragment =
        |conforms: &str, value: String| json!({ "type": "FragmentSelector", "conformsTo": conforms, "value": value });
    match &link.at {
        Selector::Whole => Value::Null,
        Selector::Messages { .. } => fragment("urn:vouchsafe:messages", link.at.to_string()),
        Selector::Image(_) | Selector::Time { .. } => {
            fragment("http://www.w3.org/TR/media-frags/", link.at.to_string())
        }
        Selector::Page { page, region } => {
            let mut selector = fragment("http://tools.ietf.org/rfc/rfc3778", format!("page={page}"));
            if let Some(region) = region {
                selector["refinedBy"] = fragment("http://www.w3.org/TR/media-frags/", region.to_string());
            }
            selector
        }
        Selector::Quote { page, start, exact } => quote(*page, *start, exact, pages),
    }
}

fn quote(page: Option<u32>, start: Option<u32>, exact: &str, pages: &[String]) -> Value {
    let mut words = json!({ "type": "TextQuoteSelector", "exact": exact });
    let Some((before_page, page_text)) = page_of(page, pages) else {
        return words;
    };
    let Some(start) = place_of(start, exact, page_text) else {
        return words;
    };
    let length = exact.chars().count();
    words["prefix"] = page_text
        .chars()
        .skip(start.saturating_sub(AROUND))
        .take(start.min(AROUND))
        .collect::<String>()
        .into();
    words["suffix"] = page_text
        .chars()
        .skip(start + length)
        .take(AROUND)
        .collect::<String>()
        .into();
    let at = before_page + start;
    json!([words, { "type": "TextPositionSelector", "start": at, "end": at + length }])
}

/// The page's text, and how many characters of `text.txt` stand before it: pages are parted by one form feed.
fn page_of(page: Option<u32>, pages: &[String]) -> Option<(usize, &str)> {
    let index = usize::try_from(page.unwrap_or(1)).ok()?.checked_sub(1)?;
    let text = pages.get(index)?;
    Some((pages[..index].iter().map(|page| page.chars().count() + 1).sum(), text))
}

/// Where the words are: where the link says if they are there, or their only place.
fn place_of(start: Option<u32>, exact: &str, text: &str) -> Option<usize> {
    if let Some(start) = start.and_then(|start| usize::try_from(start).ok()) {
        let mut from = text.char_indices().map(|(at, _)| at);
        let byte = from.nth(start)?;
        return text[byte..].starts_with(exact).then_some(start);
    }
    let mut places = text.match_indices(exact);
    let (byte, _) = places.next()?;
    places.next().is_none().then(|| text[..byte].chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_pointed_at_by_words_and_by_place_across_pages() {
        let pages = ["перша".to_owned(), "до слів після".to_owned()];
        let both = quote(Some(2), None, "слів", &pages);
        assert_eq!(both[0]["prefix"], "до ");
        assert_eq!(both[0]["suffix"], " після");
        assert_eq!(
            (both[1]["start"].as_u64(), both[1]["end"].as_u64()),
            (Some(9), Some(13))
        );
    }

    #[test]
    fn a_quotation_that_stands_twice_or_elsewhere_gets_no_place() {
        let pages = ["a b a".to_owned()];
        assert!(quote(None, None, "a", &pages).is_object());
        assert!(quote(None, Some(1), "a", &pages).is_object());
        assert!(quote(Some(3), Some(0), "a", &pages).is_object());
        assert!(quote(None, Some(4), "a", &pages).is_array());
    }
}
