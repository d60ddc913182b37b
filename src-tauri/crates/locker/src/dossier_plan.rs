//! What a dossier would hold: chosen claims, the items they link to, the messages that leave, and what a person should
//! look at before it leaves.
//!
//! Deliberately absent: the consent gate and redaction, which come before any of this once there are terms to hold it to.

use crate::dossier_outward::{Told, excerpted};
use crate::evidence::row;
use crate::frame::count;
use crate::views::{DossierPlan, DossierRequest, PlanWarning};
use crate::{Error, OpenLocker, Result};
use model::{Claim, ClaimId, Evidence, EvidenceId, Kind, Link, Message, Selector};
use std::collections::{BTreeMap, BTreeSet};
use store::db::Reader;
use store::search::{Class, Filters, Order, Query, Search};

/// Messages before and after the linked ones that go along, so that a reader sees where they stand.
const AROUND: u32 = 3;
/// Hits of a protected term that are looked at in one item.
const LOOKED_AT: u32 = 500;

/// What was chosen.
pub(crate) struct Choice {
    pub claims: Vec<(Claim, Vec<Link>)>,
    pub items: Vec<ChosenItem>,
    pub claims_in_all: usize,
}

/// An item and how much of it leaves.
pub(crate) struct ChosenItem {
    pub item: Evidence,
    /// For chats: the runs of messages that leave, by place, in order and apart; all of them where the original leaves.
    pub runs: Vec<(u32, u32)>,
    /// Whether the original leaves.
    pub original: bool,
}

impl OpenLocker {
    /// What a dossier would hold. [`Error::NothingChosen`], [`Error::NotFound`] for a claim that is none.
    pub fn dossier_plan(&self, request: &DossierRequest) -> Result<DossierPlan> {
        self.read(|reader| {
            let choice = choose(reader, request)?;
            let (slice, told) = (reader.log_slice(&choice.logged())?, Told::of(&choice));
            let entries = slice.entries.iter().filter(|proven| told.allows(&proven.row.entry));
            let disclosed = count(entries.count());
            let everything = reader.count_items(&store::db::ItemFilter::default())?;
            let rows = choice
                .items
                .iter()
                .map(|chosen| row(reader, &chosen.item))
                .collect::<Result<_>>()?;
            Ok(DossierPlan {
                claims: [count(choice.claims.len()), count(choice.claims_in_all)],
                evidence: [count(choice.items.len()), everything],
                excerpts: count(choice.claims.iter().map(|(_, links)| links.len()).sum()),
                custody: [disclosed, slice.head.n.saturating_sub(disclosed)],
                bytes: choice
                    .items
                    .iter()
                    .filter(|chosen| chosen.original)
                    .map(|chosen| chosen.item.bytes as f64)
                    .sum(),
                items: rows,
                warnings: warnings(reader, &choice, request)?,
            })
        })
    }
}

/// A file name for a dossier, from its title.
pub fn dossier_file_name(request: &DossierRequest) -> String {
    let kept: String = request
        .title
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let name = kept
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(60)
        .collect::<String>();
    let name = if name.is_empty() { "Dossier" } else { name.trim() };
    format!("{name}.{}", if request.unsealed { "zip" } else { "dossier" })
}

pub(crate) fn choose(reader: &Reader, request: &DossierRequest) -> Result<Choice> {
    let wanted = request
        .claims
        .iter()
        .map(|id| Ok(id.parse::<ClaimId>()?))
        .collect::<Result<BTreeSet<_>>>()?;
    let left_out = request
        .leave_out
        .iter()
        .map(|id| Ok(id.parse::<EvidenceId>()?))
        .collect::<Result<BTreeSet<_>>>()?;
    let all = reader.claims()?;
    let claims_in_all = all.len();
    if let Some(missing) = wanted.iter().find(|id| all.iter().all(|claim| claim.claim.id != **id)) {
        reader.claim(*missing)?;
    }
    let chosen = all
        .into_iter()
        .filter(|claim| request.all || wanted.contains(&claim.claim.id));
    let claims: Vec<(Claim, Vec<Link>)> = chosen
        .map(|claim| {
            let links = claim
                .links
                .into_iter()
                .map(|link| link.link)
                .filter(|link| !left_out.contains(&link.evidence));
            (claim.claim, links.collect())
        })
        .collect();
    if claims.is_empty() {
        return Err(Error::NothingChosen);
    }
    let mut places: BTreeMap<EvidenceId, Vec<Selector>> = BTreeMap::new();
    for link in claims.iter().flat_map(|(_, links)| links) {
        places.entry(link.evidence).or_default().push(link.at.clone());
    }
    let items = places
        .into_iter()
        .map(|(id, places)| chosen_item(reader, id, &places, request.whole_chats))
        .collect::<Result<_>>()?;
    Ok(Choice {
        claims,
        items,
        claims_in_all,
    })
}

fn chosen_item(reader: &Reader, id: EvidenceId, places: &[Selector], whole_chats: bool) -> Result<ChosenItem> {
    let item = reader.evidence(id)?;
    let last = reader.message_count(id)?;
    if item.kind != Kind::Chat || last == 0 {
        return Ok(ChosenItem {
            item,
            runs: Vec::new(),
            original: true,
        });
    }
    if whole_chats || places.contains(&Selector::Whole) {
        return Ok(ChosenItem {
            item,
            runs: vec![(1, last)],
            original: true,
        });
    }
    let ranges = places.iter().filter_map(|place| match place {
        Selector::Messages { from, to } => with_neighbours(*from, *to, last),
        _ => None,
    });
    Ok(ChosenItem {
        item,
        runs: joined(ranges.collect()),
        original: false,
    })
}

/// A range and what stands around it, within the messages there are. An item that was parsed again may have fewer.
fn with_neighbours(from: u32, to: u32, last: u32) -> Option<(u32, u32)> {
    let range = (from.saturating_sub(AROUND).max(1), to.saturating_add(AROUND).min(last));
    (from <= last && range.0 <= range.1).then_some(range)
}

/// Ranges in order, those that touch made one.
fn joined(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (from, to) in ranges {
        match out.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

impl ChosenItem {
    /// The messages that leave, as they leave.
    pub fn messages(&self, reader: &Reader) -> Result<Vec<Message>> {
        let mut messages = Vec::new();
        for (from, to) in &self.runs {
            messages.extend(reader.messages(self.item.id, *from, to - from + 1)?);
        }
        if !self.original {
            excerpted(&mut messages);
        }
        Ok(messages)
    }

    fn holds(&self, at: &Selector) -> bool {
        match at {
            Selector::Messages { from, .. } => self.runs.iter().any(|(first, last)| (first..=last).contains(&from)),
            _ => true,
        }
    }
}

impl Choice {
    /// Items, claims and what else the custody slice is about.
    pub fn logged(&self) -> BTreeSet<String> {
        let items = self.items.iter().map(|chosen| chosen.item.id.to_string());
        items
            .chain(self.claims.iter().map(|(claim, _)| claim.id.to_string()))
            .collect()
    }
}

fn warnings(reader: &Reader, choice: &Choice, request: &DossierRequest) -> Result<Vec<PlanWarning>> {
    let mut warnings = Vec::new();
    let mut warn = |code: &str, evidence: Option<EvidenceId>, count: u32| {
        warnings.push(PlanWarning {
            code: code.to_owned(),
            evidence: evidence.map(|id| id.to_string()),
            count,
        });
    };
    let protected: Vec<String> = reader
        .sources()?
        .into_iter()
        .flat_map(|source| source.protected)
        .collect();
    for chosen in &choice.items {
        let id = chosen.item.id;
        let found = protected_in(reader, chosen, &protected)?;
        if found > 0 {
            warn("protected-term-found", Some(id), found);
        }
        if chosen.original && reader.facts(id)?.iter().any(|fact| fact.key == "gps") {
            warn("gps-in-photo", Some(id), 1);
        }
        if chosen.original && chosen.item.kind == Kind::Chat {
            warn("whole-chat-leaves", Some(id), reader.message_count(id)?);
        }
    }
    let in_words = protected_in_words(choice, request, &protected);
    if in_words > 0 {
        warn("protected-term-in-claims", None, in_words);
    }
    if request.unsealed {
        warn("sealed-to-nobody", None, 1);
    }
    let bare = choice.claims.iter().filter(|(_, links)| links.is_empty()).count();
    if bare > 0 {
        warn("claim-without-evidence", None, count(bare));
    }
    Ok(warnings)
}

/// How many places of what leaves of an item hold a protected term, in any grammatical form.
fn protected_in(reader: &Reader, chosen: &ChosenItem, protected: &[String]) -> Result<u32> {
    let mut places = BTreeSet::new();
    for term in protected {
        let Ok(query) = Query::read(&term.replace(['"', '-', '*', '«', '»'], " ")) else {
            continue;
        };
        let filters = Filters {
            evidence: Some(chosen.item.id),
            ..Filters::default()
        };
        let search = Search {
            query,
            filters,
            order: Order::Newest,
            limit: LOOKED_AT,
            offset: 0,
        };
        let hits = reader
            .search(&search)?
            .hits
            .into_iter()
            .filter(|hit| !hit.by_part && chosen.holds(&hit.at))
            .filter(|hit| chosen.original || hit.class != Class::Title);
        places.extend(hits.map(|hit| (hit.class == Class::Title, hit.at.to_string(), hit.snippet)));
    }
    let found: BTreeSet<String> = places.iter().map(|(_, at, _)| at.clone()).collect();
    let named = messages_that_name(reader, chosen, protected)?
        .into_iter()
        .filter(|at| !found.contains(at))
        .count();
    Ok(count(places.len() + named))
}

/// Messages that leave and hold a protected term where the search does not look: in the name of who wrote or is forwarded,
/// or in a file's name. Their words are looked at once more, as they stand: the search ends after [`LOOKED_AT`] places.
fn messages_that_name(reader: &Reader, chosen: &ChosenItem, protected: &[String]) -> Result<BTreeSet<String>> {
    let terms: Vec<String> = protected
        .iter()
        .map(|term| term.trim().to_lowercase())
        .filter(|term| !term.is_empty())
        .collect();
    let holds = |text: &str| {
        let text = text.to_lowercase();
        terms.iter().any(|term| text.contains(term.as_str()))
    };
    let names = |message: &Message| {
        let said = [
            message.author.as_deref(),
            message.forwarded_from.as_deref(),
            Some(message.text.as_str()),
            Some(message.chat.as_str()),
        ];
        said.into_iter().flatten().any(holds) || message.attachments.iter().any(|file| holds(&file.name))
    };
    let leaving = chosen.messages(reader)?;
    let named = leaving.iter().filter(|message| names(message));
    Ok(named
        .map(|message| {
            Selector::Messages {
                from: message.n,
                to: message.n,
            }
            .to_string()
        })
        .collect())
}

/// Protected terms in the journalist's own words, as they stand.
fn protected_in_words(choice: &Choice, request: &DossierRequest, protected: &[String]) -> u32 {
    let statements = choice.claims.iter().map(|(claim, _)| claim.statement.as_str());
    let reasons = choice
        .claims
        .iter()
        .flat_map(|(_, links)| links)
        .map(|link| link.reason.as_str());
    let own = [request.title.as_str()]
        .into_iter()
        .chain(request.questions.iter().map(String::as_str));
    let words = statements.chain(reasons).chain(own).map(str::to_lowercase);
    let terms: Vec<String> = protected.iter().map(|term| term.to_lowercase()).collect();
    count(
        words
            .filter(|text| terms.iter().any(|term| text.contains(term.as_str())))
            .count(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_stays_within_the_messages_there_are() {
        assert_eq!(with_neighbours(10, 12, 100), Some((7, 15)));
        assert_eq!(with_neighbours(1, u32::MAX, 5), Some((1, 5)));
        assert_eq!(with_neighbours(10, 12, 4), None, "parsed again, and shorter");
        assert_eq!(
            with_neighbours(6, 7, 4),
            None,
            "only neighbours are left, and nobody chose them"
        );
    }

    #[test]
    fn ranges_that_touch_become_one() {
        assert_eq!(joined(vec![(10, 14), (1, 5), (6, 8), (12, 20)]), [(1, 8), (10, 20)]);
        assert_eq!(joined(Vec::new()), []);
    }

    #[test]
    fn a_file_name_has_nothing_that_a_file_system_minds() {
        let request = |title: &str| DossierRequest {
            title: title.to_owned(),
            ..DossierRequest::default()
        };
        assert_eq!(
            dossier_file_name(&request("Приказ № 46: подвал/элеватор")),
            "Приказ 46 подвал элеватор.dossier"
        );
        assert_eq!(dossier_file_name(&request("../..")), "Dossier.dossier");
    }
}
