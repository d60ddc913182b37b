//! The main job on the bundled sample case: a locker is made, the case is taken in, claims are linked, words are
//! searched, a dossier is exported and verified. What is answered is what the verbs answered.

use crate::door::{NewLocker, create};
use crate::review::{ReviewKey, verify};
use crate::settings::SAMPLE;
use crate::views::{
    ClaimDraft, ClaimView, DossierMade, DossierRequest, ImportReport, ImportRequest, LinkDraft, LinkView, LogCheck,
    SearchRequest, SearchView, SourceDraft, VerifyView,
};
use crate::{Env, Error, OpenLocker, Passphrase, Result};
use model::{Progress, Relation, SourceGrade};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the demonstration did, and where its results are.
#[derive(Serialize)]
pub struct Demo {
    /// The locker's folder.
    pub locker: PathBuf,
    /// What opens it.
    pub passphrase: String,
    /// How many sources were added.
    pub sources: u32,
    /// One report of all imports.
    pub imported: ImportReport,
    /// The claims with their status.
    pub claims: Vec<ClaimView>,
    /// Links that were made.
    pub links: Vec<LinkView>,
    /// What was looked for, and what was found.
    pub searched: Vec<(String, SearchView)>,
    /// The dossier's file.
    pub dossier: PathBuf,
    /// What was exported.
    pub made: DossierMade,
    /// What verification found.
    pub verified: VerifyView,
    /// What the check of the custody log found.
    pub log: LogCheck,
}

#[derive(Deserialize)]
struct Case {
    passphrase: String,
    sources: Vec<CaseSource>,
    imports: Vec<CaseImport>,
    /// What lists call an item, by its path in the case.
    #[serde(default)]
    titles: BTreeMap<String, String>,
    claims: Vec<CaseClaim>,
    dossier: CaseDossier,
    #[serde(default)]
    searches: Vec<String>,
}

#[derive(Deserialize)]
struct CaseSource {
    codename: String,
    protected: Vec<String>,
    notes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct CaseImport {
    source: String,
    path: String,
    timezone: Option<String>,
    date_order: Option<String>,
}

#[derive(Deserialize)]
struct CaseClaim {
    statement: String,
    about: Option<String>,
    links: Vec<CaseLink>,
}

#[derive(Deserialize)]
struct CaseLink {
    evidence: String,
    at: String,
    relation: Relation,
    independence: String,
    source_grade: Option<SourceGrade>,
    info_grade: Option<u8>,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
struct CaseDossier {
    title: String,
    claims: Vec<usize>,
    questions: Vec<String>,
}

/// The folder of the sample case: beside the program, where it is installed, or in the checkout it was built from.
pub fn sample_case() -> Result<PathBuf> {
    let program = std::env::current_exe().map_err(|_| Error::SampleMissing)?;
    let above = program.ancestors().skip(1).take(5);
    let places = above.flat_map(|folder| PLACES.iter().map(move |place| folder.join(place)));
    let found = places
        .chain(checkout())
        .find(|folder| folder.join("case.json").is_file());
    found.ok_or(Error::SampleMissing)
}

/// Where a program that was built for trying things has its source; programs that are handed out know of no such place.
fn checkout() -> Option<PathBuf> {
    cfg!(debug_assertions).then(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/sample-case")))
}

/// From a folder above the program.
const PLACES: [&str; 3] = ["sample-case", "share/vouchsafe/sample-case", "assets/sample-case"];

/// The passphrase of the sample case, which may be shown.
pub(crate) fn sample_passphrase() -> Option<String> {
    read_case(&sample_case().ok()?).ok().map(|case| case.passphrase)
}

fn read_case(folder: &Path) -> Result<Case> {
    let json = std::fs::read(folder.join("case.json")).map_err(|_| Error::SampleMissing)?;
    serde_json::from_slice(&json).map_err(|_| Error::SampleMissing)
}

/// Does the main job in `to`, which is made where it is missing. `language` (`en`, `ru`, `uk`) chooses the words of the
/// sources' notes. [`Error::Exists`], [`Error::SampleMissing`].
pub fn demo(to: &Path, language: &str, env: &Env, progress: &dyn Progress) -> Result<Demo> {
    let folder = sample_case()?;
    let case = read_case(&folder)?;
    std::fs::create_dir_all(to)?;
    let locker = to.join("Sample case.locker");
    let passphrase = Passphrase::new(case.passphrase.as_bytes());
    let open = create(
        NewLocker {
            folder: &locker,
            passphrase: &passphrase,
            key_file: None,
        },
        env,
    )?;
    open.inside()?.db.set_setting(SAMPLE, &true)?;
    add_sources(&open, &case, language)?;
    let (imported, items) = import_all(&open, &case, &folder, env, progress)?;
    for (path, title) in &case.titles {
        open.set_title(items.get(path).ok_or(Error::SampleMissing)?, title)?;
    }
    let links = add_claims(&open, &case, &items)?;
    let words = if case.searches.is_empty() {
        vec!["приказ".to_owned(), "рапорт".to_owned()]
    } else {
        case.searches.clone()
    };
    let search = |query: String| {
        let request = SearchRequest {
            query: query.clone(),
            limit: Some(3),
            ..SearchRequest::default()
        };
        Ok((query, open.search(&request)?))
    };
    let searched = words.into_iter().map(search).collect::<Result<_>>()?;
    let (dossier, made) = export(&open, &case, to, env, progress)?;
    let verified = verify(&dossier, ReviewKey::Locker(&open), Some(&made.fingerprint), progress)?;
    Ok(Demo {
        locker,
        sources: case.sources.len() as u32,
        passphrase: case.passphrase,
        imported,
        claims: open.claims()?,
        links,
        searched,
        dossier,
        made,
        verified,
        log: open.log_verify()?,
    })
}

fn add_sources(open: &OpenLocker, case: &Case, language: &str) -> Result<()> {
    for source in &case.sources {
        let notes = source
            .notes
            .get(language)
            .or_else(|| source.notes.get("en"))
            .cloned()
            .unwrap_or_default();
        let draft = SourceDraft {
            codename: source.codename.clone(),
            protected: source.protected.clone(),
            notes,
        };
        open.add_source(draft)?;
    }
    Ok(())
}

/// Takes everything in; answers one report, and the items by their path in the case.
fn import_all(
    open: &OpenLocker,
    case: &Case,
    folder: &Path,
    env: &Env,
    progress: &dyn Progress,
) -> Result<(ImportReport, BTreeMap<String, String>)> {
    let (mut all, mut items) = (ImportReport::default(), BTreeMap::new());
    for import in &case.imports {
        let request = ImportRequest {
            source: import.source.clone(),
            timezone: import.timezone.clone(),
            date_order: import.date_order.clone(),
        };
        let report = open.import(&request, &[folder.join(&import.path)], env, progress)?;
        let above = import
            .path
            .rsplit_once('/')
            .map_or(String::new(), |(above, _)| format!("{above}/"));
        for item in &report.items {
            if let Some(id) = &item.id {
                items.insert(format!("{above}{}", item.path), id.clone());
            }
        }
        add(&mut all, report);
    }
    Ok((all, items))
}

fn add(all: &mut ImportReport, one: ImportReport) {
    all.totals.added += one.totals.added;
    all.totals.already_here += one.totals.already_here;
    all.totals.refused += one.totals.refused;
    all.totals.bytes += one.totals.bytes;
    all.totals.messages += one.totals.messages;
    all.stopped |= one.stopped;
    all.items.extend(one.items);
}

fn add_claims(open: &OpenLocker, case: &Case, items: &BTreeMap<String, String>) -> Result<Vec<LinkView>> {
    let (mut links, mut grouped) = (Vec::new(), BTreeMap::new());
    for claim in &case.claims {
        let added = open.add_claim(ClaimDraft {
            statement: claim.statement.clone(),
            about: claim.about.clone(),
        })?;
        for link in &claim.links {
            let evidence = items.get(&link.evidence).ok_or(Error::SampleMissing)?;
            if grouped.insert(evidence.clone(), link.independence.clone()).is_none() {
                open.set_group(evidence, &link.independence)?;
            }
            links.push(open.link(LinkDraft {
                claim: added.id.clone(),
                evidence: evidence.clone(),
                relation: link.relation,
                at: link.at.clone(),
                source_grade: link.source_grade,
                info_grade: link.info_grade,
                reason: link.reason.clone(),
            })?);
        }
    }
    Ok(links)
}

/// Seals a dossier to the locker's own key: there is no panel to seal it to.
fn export(
    open: &OpenLocker,
    case: &Case,
    to: &Path,
    env: &Env,
    progress: &dyn Progress,
) -> Result<(PathBuf, DossierMade)> {
    let all = open.claims()?;
    let chosen = case
        .dossier
        .claims
        .iter()
        .filter_map(|number| all.get(number.checked_sub(1)?));
    let request = DossierRequest {
        title: case.dossier.title.clone(),
        questions: case.dossier.questions.clone(),
        claims: chosen.map(|claim| claim.id.clone()).collect(),
        recipients: vec![open.identity_keys()?.age],
        ..DossierRequest::default()
    };
    let path = to.join(crate::dossier_file_name(&request));
    let made = open.export_dossier(&request, None, &path, env, progress)?;
    Ok((path, made))
}
