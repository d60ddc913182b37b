//! From a plan to `dossier.json`: statuses are derived, paths are given, and a plan that contradicts itself is refused.

use crate::contents::{Contents, DossierClaim, DossierEvidence, DossierLink, MessagesFile, Problem, Run, VERSION};
use crate::names::safe_name;
use crate::plan::{Plan, PlanClaim, PlanEvidence, PlanLink};
use crate::{Error, Result};
use model::{EvidenceId, Message, status_of};
use std::collections::BTreeMap;

/// The contents of this plan.
pub(crate) fn describe(plan: &Plan) -> Result<Contents> {
    let groups = groups(plan)?;
    Ok(Contents {
        format: "vouchsafe-dossier".to_owned(),
        version: VERSION,
        title: plan.title.clone(),
        scope: plan.scope.clone(),
        questions: plan.questions.clone(),
        made: plan.made,
        claims: plan
            .claims
            .iter()
            .map(|claim| describe_claim(claim, &groups))
            .collect::<Result<_>>()?,
        evidence: plan
            .evidence
            .iter()
            .map(|evidence| describe_evidence(evidence, &groups))
            .collect(),
        problems: plan
            .problems
            .iter()
            .map(|p| Problem {
                claim: p.claim,
                text: p.text.clone(),
            })
            .collect(),
        redactions: Vec::new(),
    })
}

type Groups<'a> = BTreeMap<EvidenceId, &'a str>;

fn groups(plan: &Plan) -> Result<Groups<'_>> {
    let groups: Groups = plan
        .evidence
        .iter()
        .map(|evidence| (evidence.item.id, evidence.item.group.as_str()))
        .collect();
    if groups.len() == plan.evidence.len() {
        Ok(groups)
    } else {
        Err(Error::BadPlan)
    }
}

fn describe_claim(planned: &PlanClaim, groups: &Groups) -> Result<DossierClaim> {
    let claim = &planned.claim;
    let group_of = |link: &PlanLink| groups.get(&link.evidence).map(|group| (link.relation, *group));
    let sides: Vec<_> = planned
        .links
        .iter()
        .map(group_of)
        .collect::<Option<_>>()
        .ok_or(Error::BadPlan)?;
    if planned.links.iter().any(|link| link.claim != claim.id) {
        return Err(Error::BadPlan);
    }
    let (status, counts) = status_of(sides);
    Ok(DossierClaim {
        id: claim.id,
        statement: claim.statement.clone(),
        about: planned.about.clone(),
        added: claim.added,
        status,
        counts,
        links: planned.links.iter().map(describe_link).collect(),
    })
}

fn describe_link(link: &PlanLink) -> DossierLink {
    DossierLink {
        id: link.id,
        evidence: link.evidence,
        at: link.at.clone(),
        relation: link.relation,
        grades: link.grades,
        reason: link.reason.clone(),
        quote: link.quote.clone(),
        added: link.added,
    }
}

/// Without the original nothing is said that would tell which file it is: whoever holds a copy could confirm it.
fn describe_evidence(planned: &PlanEvidence, groups: &Groups) -> DossierEvidence {
    let item = &planned.item;
    let path = |file: &str| format!("data/evidence/{}/{file}", item.id);
    DossierEvidence {
        id: item.id,
        kind: item.kind,
        media_type: item.media_type.clone(),
        title: planned.original.then(|| item.title.clone()),
        name: planned.original.then(|| item.name.clone()),
        group: item.group.clone(),
        source: planned.codename.clone(),
        sha256: planned.original.then_some(item.sha256),
        bytes: planned.original.then_some(item.bytes),
        taken_in: item.taken_in,
        part_of: item.part_of.filter(|parent| groups.contains_key(parent)),
        facts: planned.facts.clone(),
        notes: item.notes.clone(),
        file: planned.original.then(|| path(&safe_name(&item.name))),
        text: planned.text.as_ref().map(|_| path("text.txt")),
        messages: (!planned.messages.is_empty()).then(|| path("messages.json")),
    }
}

impl MessagesFile {
    /// Messages in order of `n`, in unbroken runs.
    pub(crate) fn of(evidence: EvidenceId, total: Option<u32>, messages: &[Message]) -> Self {
        let mut ordered: Vec<&Message> = messages.iter().collect();
        ordered.sort_by_key(|message| message.n);
        ordered.dedup_by_key(|message| message.n);
        let runs = ordered
            .chunk_by(|one, next| one.n.checked_add(1) == Some(next.n))
            .map(Run::of)
            .collect();
        Self { evidence, total, runs }
    }
}

impl Run {
    fn of(messages: &[&Message]) -> Self {
        Self {
            from: messages.first().map_or(0, |message| message.n),
            to: messages.last().map_or(0, |message| message.n),
            messages: messages.iter().map(|message| (*message).clone()).collect(),
        }
    }
}
