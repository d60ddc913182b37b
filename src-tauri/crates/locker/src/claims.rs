//! Claims, and the matrix of claims and evidence.

use crate::evidence::row;
use crate::links::link_view;
use crate::views::{ClaimDraft, ClaimView, MatrixGroup, MatrixView};
use crate::{Error, OpenLocker, Result, sources};
use model::{Act, ClaimId, EvidenceId, Relation};
use std::collections::{BTreeMap, BTreeSet};
use store::db::{LinkOf, Reader};

/// Longest statement in characters.
const STATEMENT: usize = 2_000;

impl OpenLocker {
    /// All claims with their links.
    pub fn claims(&self) -> Result<Vec<ClaimView>> {
        self.read(|reader| reader.claims()?.iter().map(|claim| view(reader, claim)).collect())
    }

    /// One claim with its links. [`Error::NotFound`].
    pub fn claim(&self, id: &str) -> Result<ClaimView> {
        let id: ClaimId = id.parse()?;
        self.read(|reader| view(reader, &reader.claim(id)?))
    }

    /// Adds a claim. [`Error::BadRequest`] for an empty or overlong statement, [`Error::NotFound`] for a source that is none.
    pub fn add_claim(&self, draft: ClaimDraft) -> Result<ClaimView> {
        let statement = statement(&draft)?;
        let id = self.change(|_, change| {
            let about = about(change, &draft)?;
            let id = change.add_claim(&statement, about, self.now())?;
            self.log_in(change, Act::ClaimAdded, id, &[])?;
            Ok(id)
        })?;
        self.claim(&id.to_string())
    }

    /// Rewords a claim.
    pub fn edit_claim(&self, id: &str, draft: ClaimDraft) -> Result<ClaimView> {
        let (id, statement) = (id.parse::<ClaimId>()?, statement(&draft)?);
        self.change(|_, change| {
            let about = about(change, &draft)?;
            change.change_claim(id, &statement, about)?;
            self.log_in(change, Act::ClaimChanged, id, &[])
        })?;
        self.claim(&id.to_string())
    }

    /// Claims down, linked items across by independence group.
    pub fn matrix(&self) -> Result<MatrixView> {
        let claims = self.claims()?;
        self.read(|reader| {
            let linked: BTreeSet<EvidenceId> = claims
                .iter()
                .flat_map(|claim| &claim.links)
                .filter_map(|link| link.evidence.parse().ok())
                .collect();
            let mut groups: BTreeMap<String, Vec<_>> = BTreeMap::new();
            for id in linked {
                let item = row(reader, &reader.evidence(id)?)?;
                groups.entry(item.group.clone()).or_default().push(item);
            }
            let groups = groups
                .into_iter()
                .map(|(name, items)| MatrixGroup { name, items })
                .collect();
            Ok(MatrixView { claims, groups })
        })
    }
}

fn statement(draft: &ClaimDraft) -> Result<String> {
    let statement = draft.statement.trim();
    if (1..=STATEMENT).contains(&statement.chars().count()) {
        Ok(statement.to_owned())
    } else {
        Err(Error::BadRequest)
    }
}

fn about(reader: &Reader, draft: &ClaimDraft) -> Result<Option<model::SourceId>> {
    let given = draft.about.as_deref().filter(|text| !text.is_empty());
    given.map(|text| sources::find(reader, text)).transpose()
}

pub(crate) fn view(reader: &Reader, claim: &store::db::ClaimView) -> Result<ClaimView> {
    Ok(ClaimView {
        id: claim.claim.id.to_string(),
        statement: claim.claim.statement.clone(),
        about: claim.claim.about.map(|id| id.to_string()),
        status: claim.status,
        counts: claim.counts,
        supporting_groups: groups(&claim.links, Relation::Supports),
        contradicting_groups: groups(&claim.links, Relation::Contradicts),
        links: claim
            .links
            .iter()
            .map(|link| link_view(reader, &link.link))
            .collect::<Result<_>>()?,
    })
}

fn groups(links: &[LinkOf], relation: Relation) -> Vec<String> {
    let groups: BTreeSet<&str> = links
        .iter()
        .filter(|link| link.link.relation == relation)
        .map(|link| link.group.as_str())
        .collect();
    groups.into_iter().map(str::to_owned).collect()
}
