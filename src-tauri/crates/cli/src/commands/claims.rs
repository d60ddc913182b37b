//! Claims and their links.

use super::Context;
use crate::args::{ClaimCommand, LinkArgs};
use crate::out::{self, Failure, Outcome};
use crate::words;
use locker::views::{ClaimDraft, ClaimView, LinkDraft};
use locker::{Error, Relation, SourceGrade};
use serde_json::json;

pub fn run(context: &mut Context, command: ClaimCommand) -> Result<Outcome, Failure> {
    match command {
        ClaimCommand::Add {
            locker,
            statement,
            about,
        } => {
            let added = context.unlock(&locker)?.add_claim(ClaimDraft { statement, about })?;
            if context.json {
                out::json(&added)?
            } else {
                out::line(&format!("{} {}", words::now().claim_added, added.id))
            }
        }
        ClaimCommand::List { locker } => {
            let claims = context.unlock(&locker)?.claims()?;
            if context.json {
                out::json(&claims)?;
            } else if claims.is_empty() {
                out::line(words::now().no_claims);
            } else {
                claims.iter().for_each(|claim| out::line(&headed(claim)));
            }
        }
        ClaimCommand::Show { locker, claim } => {
            let claims = context.unlock(&locker)?.claims()?;
            let claim = claims
                .into_iter()
                .find(|other| other.id.eq_ignore_ascii_case(&claim))
                .ok_or(Error::NotFound)?;
            if context.json { out::json(&claim)? } else { show(&claim) }
        }
        ClaimCommand::Link(link) => link_one(context, link)?,
        ClaimCommand::Unlink { locker, link } => {
            context.unlock(&locker)?.unlink(&link)?;
            if context.json {
                out::json(&json!({ "id": link }))?
            } else {
                out::line(&format!("{} {link}", words::now().unlinked))
            }
        }
    }
    Ok(Outcome::Done)
}

fn link_one(context: &mut Context, args: LinkArgs) -> Result<(), Failure> {
    let open = context.unlock(&args.locker)?;
    let relation = Relation::from_code(&args.relation).ok_or(Error::BadRequest)?;
    let letter = args.source_grade.as_deref().and_then(|grade| grade.chars().next());
    let linked = open.link(LinkDraft {
        claim: args.claim,
        evidence: args.evidence,
        relation,
        at: args.at,
        source_grade: letter.and_then(SourceGrade::from_letter),
        info_grade: args.info_grade,
        reason: args.reason,
    })?;
    if context.json {
        return out::json(&linked);
    }
    out::line(&format!(
        "{} {} {} {} {}",
        words::now().linked,
        linked.id,
        linked.claim,
        linked.evidence,
        linked.at
    ));
    Ok(())
}

fn headed(claim: &ClaimView) -> String {
    let status = serde_json::to_value(claim.status)
        .ok()
        .and_then(|code| code.as_str().map(str::to_owned))
        .unwrap_or_default();
    let counts = claim.counts;
    format!(
        "{}  {}  +{} −{} ·{}  {}",
        claim.id,
        words::pick(&words::now().status, &status),
        counts.supports,
        counts.contradicts,
        counts.context,
        claim.statement
    )
}

fn show(claim: &ClaimView) {
    out::line(&headed(claim));
    for link in &claim.links {
        let relation = words::pick(&words::now().relation, link.relation.code());
        let grades = [
            link.grades.source.map(|grade| grade.letter().to_string()),
            link.grades.information.map(|grade| grade.number().to_string()),
        ];
        let grades = grades.into_iter().flatten().collect::<String>();
        out::line(&format!(
            "  {}  {relation}  {grades}  {} {}  {}",
            link.id,
            link.evidence,
            link.at,
            out::name(&link.title)
        ));
        if !link.quote.is_empty() {
            out::line(&format!("      «{}»", link.quote));
        }
        if !link.reason.is_empty() {
            out::line(&format!("      {}", link.reason));
        }
    }
}
