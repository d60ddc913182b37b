//! Looking at a dossier: opened, verified, and shown only from bytes that were hashed. Needs no locker.

use crate::pictures::{Bytes, Picture, RANGE, decode, encoded, look_at};
use crate::views::{ClaimView, EvidenceRow, LinkView, ReviewView, SignerView, VerifyCustody, VerifyFiles, VerifyView};
use crate::{Env, Error, OpenLocker, Passphrase, Result};
use dossier::{Contents, DossierEvidence, Opened, Outcome, Part, Report};
use model::{EvidenceId, Fact, Moment, Progress, Relation, ZoneKnown};
use seal::{AgeIdentity, OpenWith};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// How a dossier file is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowSealed {
    /// To age recipients.
    Recipients,
    /// With a passphrase.
    Passphrase,
    /// Not at all.
    Not,
}

impl HowSealed {
    /// The word for it.
    pub fn code(self) -> &'static str {
        match self {
            HowSealed::Recipients => "recipients",
            HowSealed::Passphrase => "passphrase",
            HowSealed::Not => "no",
        }
    }
}

/// What a dossier is opened with.
pub enum ReviewKey<'a> {
    /// Nothing: it is not sealed.
    None,
    /// The open locker's own key.
    Locker(&'a OpenLocker),
    /// A passphrase.
    Passphrase(&'a Passphrase),
    /// An age identity file.
    Identity(&'a Path),
}

/// Says how a file is sealed, by its first bytes. [`Error::NotADossier`], [`Error::Unreadable`].
pub fn how_sealed(path: &Path) -> Result<HowSealed> {
    let mut start = Vec::new();
    let file = File::open(path).map_err(|_| Error::Unreadable)?;
    file.take(4_096)
        .read_to_end(&mut start)
        .map_err(|_| Error::Unreadable)?;
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(HowSealed::Not);
    }
    if start.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----") {
        return Ok(HowSealed::Recipients); // the stanzas are inside the armour
    }
    let stanza = start
        .strip_prefix(b"age-encryption.org/v1\n")
        .ok_or(Error::NotADossier)?;
    Ok(if stanza.starts_with(b"-> scrypt ") {
        HowSealed::Passphrase
    } else {
        HowSealed::Recipients
    })
}

/// A dossier open for review.
pub struct Review {
    inside: Mutex<Looked>,
}

struct Looked {
    opened: Opened<File>,
    report: Report,
    contents: Option<Arc<Contents>>,
}

impl Review {
    /// Opens and verifies a dossier. [`Error::NotADossier`], [`Error::KeyNeeded`], [`Error::WrongKey`],
    /// [`Error::DossierDamaged`].
    pub fn open(path: &Path, key: ReviewKey<'_>, _env: &Env) -> Result<Self> {
        Self::verified(path, key, None, &model::Quiet)
    }

    /// The same, with the signer that is expected (fingerprint, words or OpenSSH line) and progress in bytes.
    pub fn verified(path: &Path, key: ReviewKey<'_>, expected: Option<&str>, progress: &dyn Progress) -> Result<Self> {
        let file = File::open(path).map_err(|_| Error::Unreadable)?;
        let mut opened = open_with(file, key)?;
        let report = dossier::verify(&mut opened, expected, progress)?;
        let contents = match opened.contents() {
            Ok(contents) => Some(contents),
            Err(dossier::Error::UnknownVersion) => return Err(Error::TooNew),
            Err(_) => None,
        };
        Ok(Self {
            inside: Mutex::new(Looked {
                opened,
                report,
                contents,
            }),
        })
    }

    /// What verification found, and the claims where it is intact.
    pub fn view(&self) -> Result<ReviewView> {
        self.with(|looked| Ok(looked.view(looked.report.outcome == Outcome::Intact)))
    }

    /// The same with its claims although it is not intact: what is shown is still only what is as it was signed.
    pub fn view_anyway(&self) -> Result<ReviewView> {
        self.with(|looked| Ok(looked.view(true)))
    }

    /// What verification found.
    pub fn report(&self) -> Result<VerifyView> {
        self.with(|looked| Ok(report_view(&looked.report)))
    }

    /// A picture of an item that came.
    pub fn picture(&self, id: &str, what: Picture, env: &Env) -> Result<(&'static str, Vec<u8>)> {
        let (name, bytes) = self.with(|looked| {
            let item = looked.item(id)?;
            let len = looked.opened.len_of(&item, Part::Original)?;
            Ok((
                item.name.clone().unwrap_or_default(),
                looked.opened.read(&item, Part::Original, 0..len)?,
            ))
        })?;
        let len = bytes.len() as u64;
        let pixels = look_at(env, &mut Cursor::new(bytes), len, &name, |worker, job| {
            decode(worker, job, what)
        })?;
        encoded(what, &pixels)
    }

    /// A range of an original that came, at most 16 MiB.
    pub fn bytes(&self, id: &str, from: u64, most: u64) -> Result<Bytes> {
        self.with(|looked| {
            let item = looked.item(id)?;
            let total = looked.opened.len_of(&item, Part::Original)?;
            if from > total {
                return Err(Error::NotFound);
            }
            let bytes = looked.opened.read(
                &item,
                Part::Original,
                from..from.saturating_add(most.min(RANGE)).min(total),
            )?;
            Ok(Bytes {
                from,
                total,
                media_type: item.media_type,
                bytes,
            })
        })
    }

    /// Writes every verified file below `to`, an empty or new folder, and answers with their number.
    pub fn unpack(&self, to: &Path, progress: &dyn Progress) -> Result<u32> {
        self.with(|looked| Ok(dossier::unpack(&mut looked.opened, to, progress)?))
    }

    fn with<T>(&self, ask: impl FnOnce(&mut Looked) -> Result<T>) -> Result<T> {
        ask(&mut self.inside.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Opens and verifies, for callers that want only the report.
pub fn verify(path: &Path, key: ReviewKey<'_>, expected: Option<&str>, progress: &dyn Progress) -> Result<VerifyView> {
    Review::verified(path, key, expected, progress)?.report()
}

fn open_with(file: File, key: ReviewKey<'_>) -> Result<Opened<File>> {
    let with_identities =
        |file, identities: &[AgeIdentity]| dossier::open(file, Some(&OpenWith::Identities(identities)));
    Ok(match key {
        ReviewKey::None => dossier::open(file, None)?,
        ReviewKey::Locker(open) => with_identities(file, &[open.inside()?.keys.age_identity()?])?,
        ReviewKey::Passphrase(passphrase) => {
            let given = passphrase.given().map_err(|_| Error::WrongKey)?;
            dossier::open(file, Some(&OpenWith::Passphrase(given)))?
        }
        ReviewKey::Identity(path) => with_identities(file, &identities(path)?)?,
    })
}

/// The keys of an age identity file.
fn identities(path: &Path) -> Result<Vec<AgeIdentity>> {
    let mut text = Zeroizing::new(String::new());
    let file = File::open(path).map_err(|_| Error::Unreadable)?;
    file.take(IDENTITY_FILE)
        .read_to_string(&mut text)
        .map_err(|_| Error::BadIdentity)?;
    seal::read_identities(&text).map_err(|_| Error::BadIdentity)
}

/// Longest age identity file in bytes.
const IDENTITY_FILE: u64 = 1 << 20;

impl Looked {
    fn item(&self, id: &str) -> Result<DossierEvidence> {
        let id: EvidenceId = id.parse()?;
        let contents = self.contents.as_ref().ok_or(Error::NotVerified)?;
        Opened::<File>::item(contents, id).cloned().ok_or(Error::NotFound)
    }

    fn view(&self, with_claims: bool) -> ReviewView {
        let shown = self.contents.as_deref().filter(|_| with_claims);
        let contents = self.contents.as_ref();
        ReviewView {
            title: contents.map(|contents| contents.title.clone()).unwrap_or_default(),
            questions: contents.map(|contents| contents.questions.clone()).unwrap_or_default(),
            report: report_view(&self.report),
            signed: contents.map(|contents| contents.made.to_string()),
            claims: shown.map(claims).unwrap_or_default(),
            items: shown.map(items).unwrap_or_default(),
            claimed: shown.map(facts).unwrap_or_default(),
        }
    }
}

fn facts(contents: &Contents) -> Vec<(String, Vec<Fact>)> {
    contents
        .evidence
        .iter()
        .map(|item| (item.id.to_string(), item.facts.clone()))
        .collect()
}

fn claims(contents: &Contents) -> Vec<ClaimView> {
    let items: Items = contents.evidence.iter().rev().map(|item| (item.id, item)).collect();
    let claims = contents.claims.iter().map(|claim| ClaimView {
        id: claim.id.to_string(),
        statement: claim.statement.clone(),
        about: claim.about.clone(),
        status: claim.status,
        counts: claim.counts,
        supporting_groups: groups(&items, claim, Relation::Supports),
        contradicting_groups: groups(&items, claim, Relation::Contradicts),
        links: claim
            .links
            .iter()
            .filter_map(|link| link_view(&items, claim, link))
            .collect(),
    });
    claims.collect()
}

/// Items by id; of two with one id the first, which is what [`Opened::item`] gives.
type Items<'a> = BTreeMap<EvidenceId, &'a DossierEvidence>;

fn groups(items: &Items, claim: &dossier::DossierClaim, relation: Relation) -> Vec<String> {
    let links = claim.links.iter().filter(|link| link.relation == relation);
    let groups: BTreeSet<&str> = links
        .filter_map(|link| Some(items.get(&link.evidence)?.group.as_str()))
        .collect();
    groups.into_iter().map(str::to_owned).collect()
}

fn link_view(items: &Items, claim: &dossier::DossierClaim, link: &dossier::DossierLink) -> Option<LinkView> {
    let item = items.get(&link.evidence)?;
    Some(LinkView {
        id: link.id.to_string(),
        claim: claim.id.to_string(),
        statement: cut(&claim.statement, 2_000),
        evidence: link.evidence.to_string(),
        title: cut(&title(item), 200),
        kind: item.kind,
        source: cut(&item.source, 200),
        group: cut(&item.group, 200),
        relation: link.relation,
        at: link.at.clone(),
        quote: link.quote.clone(),
        grades: link.grades,
        reason: link.reason.clone(),
    })
}

/// Empty where only excerpts came.
fn title(item: &DossierEvidence) -> String {
    let mut said = [&item.title, &item.name].into_iter().flatten();
    said.find(|text| !text.is_empty()).cloned().unwrap_or_default()
}

/// What each link repeats is bounded, at what a locker itself allows: a dossier of others could make much of little.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn items(contents: &Contents) -> Vec<EvidenceRow> {
    let mut linked: Linked = BTreeMap::new();
    for link in contents.claims.iter().flat_map(|claim| &claim.links) {
        *linked.entry((link.evidence, link.relation.code())).or_default() += 1;
    }
    contents.evidence.iter().map(|item| row(&linked, item)).collect()
}

/// How many links of each relation an item has.
type Linked = BTreeMap<(EvidenceId, &'static str), u32>;

fn row(linked: &Linked, item: &DossierEvidence) -> EvidenceRow {
    let linked = |relation: Relation| linked.get(&(item.id, relation.code())).copied().unwrap_or(0);
    let stated = item
        .facts
        .iter()
        .find(|fact| fact.key == "date-taken")
        .and_then(|fact| fact.time.clone());
    let taken_in = Moment {
        utc: Some(item.taken_in),
        raw: String::new(),
        zone: ZoneKnown::ExplicitEpoch,
        wall: None,
    };
    EvidenceRow {
        id: item.id.to_string(),
        source: item.source.clone(),
        kind: item.kind,
        media_type: item.media_type.clone(),
        title: title(item),
        name: item.name.clone().unwrap_or_default(),
        bytes: item.bytes.unwrap_or(0) as f64,
        date: Some(stated.unwrap_or(taken_in)),
        taken_in: item.taken_in.to_string(),
        messages: None,
        pages: item
            .facts
            .iter()
            .find(|fact| fact.key == "pages")
            .and_then(|fact| fact.value.parse().ok()),
        seconds: None,
        thumb: item.file.is_some() && item.media_type.starts_with("image/"),
        part_of: item.part_of.map(|id| id.to_string()),
        part_count: 0,
        group: item.group.clone(),
        supports: linked(Relation::Supports),
        contradicts: linked(Relation::Contradicts),
        context: linked(Relation::Context),
        unread: None,
    }
}

fn report_view(report: &Report) -> VerifyView {
    VerifyView {
        outcome: report.outcome.code().to_owned(),
        signer: report.signer.as_ref().map(|signer| SignerView {
            fingerprint: signer.fingerprint.clone(),
            words: signer.words.clone(),
            known: signer.expected.unwrap_or(false),
        }),
        files: VerifyFiles {
            checked: report.files.checked,
            altered: report.files.altered.clone(),
            missing: report.files.missing.clone(),
            extra: report.files.extra.clone(),
        },
        custody: VerifyCustody {
            proofs_checked: report.custody.proofs_checked,
            failed: report.custody.failed,
            withheld: report.custody.withheld,
        },
        digest: report.digest.map(|digest| digest.to_string()),
    }
}
