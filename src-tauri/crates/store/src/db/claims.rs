//! Claims and their links; status and matrix follow from the links by the model's rule.

use super::passages::Passage;
use super::rows::{claim_id, evidence_id, link_id, source_id, timestamp, within};
use super::sources::one;
use super::{Change, Reader};
use crate::search::Class;
use crate::{Error, Result};
use model::{
    Claim, ClaimId, ClaimStatus, Counts, EvidenceId, Grades, InfoGrade, Link, LinkId, Relation, SourceGrade, SourceId,
    Timestamp, status_of,
};
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// A link with the independence group of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOf {
    /// The link.
    pub link: Link,
    /// The independence group of its item.
    pub group: String,
}

/// A claim with all that follows from its links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimView {
    /// The claim.
    pub claim: Claim,
    /// Its links in the order in which they were made.
    pub links: Vec<LinkOf>,
    /// What follows from them.
    pub status: ClaimStatus,
    /// What the status was counted from.
    pub counts: Counts,
}

const LINKS: &str = "SELECT l.id, l.claim, l.evidence, l.selector, l.relation, l.source_grade, l.info_grade, l.reason,
                            l.quote, l.added, e.grouping
                     FROM links l JOIN evidence e ON e.id = l.evidence";

impl Reader {
    /// Every claim with its links: the matrix of claims and evidence.
    pub fn claims(&self) -> Result<Vec<ClaimView>> {
        let mut links: BTreeMap<ClaimId, Vec<LinkOf>> = BTreeMap::new();
        for link in self.links(&format!("{LINKS} ORDER BY l.id"), [])? {
            links.entry(link.link.claim).or_default().push(link);
        }
        let mut select = self
            .conn
            .prepare_cached("SELECT id, statement, about, added FROM claims ORDER BY id")?;
        let mut rows = select.query([])?;
        let mut views = Vec::new();
        while let Some(row) = rows.next()? {
            let claim = read_claim(row)?;
            let of_claim = links.remove(&claim.id).unwrap_or_default();
            views.push(view(claim, of_claim));
        }
        Ok(views)
    }

    /// One claim with its links. [`Error::NoSuchItem`].
    pub fn claim(&self, id: ClaimId) -> Result<ClaimView> {
        let mut select = self
            .conn
            .prepare_cached("SELECT id, statement, about, added FROM claims WHERE id = ?1")?;
        let mut rows = select.query([id.number()])?;
        let claim = read_claim(rows.next()?.ok_or(Error::NoSuchItem)?)?;
        let links = self.links(&format!("{LINKS} WHERE l.claim = ?1 ORDER BY l.id"), [id.number()])?;
        Ok(view(claim, links))
    }

    /// The links that point into an item.
    pub fn links_of_item(&self, id: EvidenceId) -> Result<Vec<Link>> {
        let links = self.links(&format!("{LINKS} WHERE l.evidence = ?1 ORDER BY l.id"), [id.number()])?;
        Ok(links.into_iter().map(|link| link.link).collect())
    }

    /// One link. [`Error::NoSuchItem`].
    pub fn link(&self, id: LinkId) -> Result<Link> {
        let mut links = self.links(&format!("{LINKS} WHERE l.id = ?1"), [id.number()])?;
        links.pop().map(|link| link.link).ok_or(Error::NoSuchItem)
    }

    fn links(&self, select: &str, values: impl rusqlite::Params) -> Result<Vec<LinkOf>> {
        let mut select = self.conn.prepare_cached(select)?;
        let mut rows = select.query(values)?;
        let mut links = Vec::new();
        while let Some(row) = rows.next()? {
            links.push(read_link(row)?);
        }
        Ok(links)
    }
}

fn view(claim: Claim, links: Vec<LinkOf>) -> ClaimView {
    let (status, counts) = status_of(links.iter().map(|link| (link.link.relation, link.group.as_str())));
    ClaimView {
        claim,
        links,
        status,
        counts,
    }
}

fn read_claim(row: &Row<'_>) -> Result<Claim> {
    let about: Option<u32> = row.get(2)?;
    Ok(Claim {
        id: claim_id(row.get(0)?)?,
        statement: row.get(1)?,
        about: about.map(source_id).transpose()?,
        added: timestamp(row.get(3)?)?,
    })
}

fn read_link(row: &Row<'_>) -> Result<LinkOf> {
    let (at, relation): (String, String) = (row.get(3)?, row.get(4)?);
    let (source, information): (Option<String>, Option<u8>) = (row.get(5)?, row.get(6)?);
    let letter = |text: String| text.chars().next().and_then(SourceGrade::from_letter);
    let link = Link {
        id: link_id(row.get(0)?)?,
        claim: claim_id(row.get(1)?)?,
        evidence: evidence_id(row.get(2)?)?,
        at: at.parse().map_err(|_| Error::DatabaseDamaged)?,
        relation: Relation::from_code(&relation).ok_or(Error::DatabaseDamaged)?,
        grades: Grades {
            source: source.and_then(letter),
            information: information.and_then(InfoGrade::new),
        },
        reason: row.get(7)?,
        quote: row.get(8)?,
        added: timestamp(row.get(9)?)?,
    };
    Ok(LinkOf {
        link,
        group: row.get(10)?,
    })
}

impl Change<'_> {
    /// Adds a claim and makes it findable. The statement has 1 to 2,000 characters; else [`Error::TooLong`].
    pub fn add_claim(&mut self, statement: &str, about: Option<SourceId>, added: Timestamp) -> Result<ClaimId> {
        check_statement(statement)?;
        if let Some(source) = about {
            self.source(source)?;
        }
        self.conn.execute(
            "INSERT INTO claims (statement, about, added) VALUES (?1, ?2, ?3)",
            params![statement, about.map(SourceId::number), added.millis()],
        )?;
        let id = self.last_number().and_then(claim_id)?;
        self.index_claim(id, statement, about, added)?;
        Ok(id)
    }

    /// Rewords a claim. [`Error::NoSuchItem`], [`Error::TooLong`].
    pub fn change_claim(&mut self, id: ClaimId, statement: &str, about: Option<SourceId>) -> Result<()> {
        check_statement(statement)?;
        let before = self.claim(id)?.claim;
        self.conn.execute(
            "UPDATE claims SET statement = ?2, about = ?3 WHERE id = ?1",
            params![id.number(), statement, about.map(SourceId::number)],
        )?;
        self.remove_passages(Class::Claim, id.number())?;
        self.index_claim(id, statement, about, before.added)
    }

    /// Ties an excerpt to a claim; the link's own number is ignored and the given one answered. Reason and quote have
    /// at most 10,000 characters. [`Error::NoSuchItem`] where the claim or the item is none.
    pub fn add_link(&mut self, link: &Link) -> Result<LinkId> {
        within(&link.reason, 10_000)?;
        within(&link.quote, 10_000)?;
        self.claim(link.claim)?;
        self.brief(link.evidence)?;
        self.conn.execute(
            "INSERT INTO links (claim, evidence, selector, relation, source_grade, info_grade, reason, quote, added)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                link.claim.number(),
                link.evidence.number(),
                link.at.to_string(),
                link.relation.code(),
                link.grades.source.map(|grade| grade.letter().to_string()),
                link.grades.information.map(InfoGrade::number),
                link.reason,
                link.quote,
                link.added.millis()
            ],
        )?;
        self.last_number().and_then(link_id)
    }

    /// Unties a link. [`Error::NoSuchItem`].
    pub fn remove_link(&mut self, id: LinkId) -> Result<()> {
        one(self.conn.execute("DELETE FROM links WHERE id = ?1", [id.number()])?)
    }

    fn index_claim(&mut self, id: ClaimId, statement: &str, about: Option<SourceId>, added: Timestamp) -> Result<()> {
        self.add_passage(&Passage {
            class: Class::Claim,
            owner: id.number(),
            source: about.map(SourceId::number),
            kind: None,
            place: 0,
            start: 0,
            time: Some(added.millis()),
            author: None,
            text: statement,
        })
    }
}

fn check_statement(statement: &str) -> Result<()> {
    if statement.trim().is_empty() {
        return Err(Error::TooLong);
    }
    within(statement, 2_000)
}
