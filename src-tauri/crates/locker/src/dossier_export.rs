//! Handing over: the chosen part of the locker as one signed, sealed file.

use crate::dossier_outward::{
    Told, custody, facts_of_excerpts, forget_unchosen, hide_foreign_groups, notes_of_excerpts, notes_of_whole,
};
use crate::dossier_plan::{Choice, ChosenItem, choose};
use crate::frame::count;
use crate::open::Inside;
use crate::views::{DossierMade, DossierRequest, DossierRow};
use crate::{Env, Error, OpenLocker, Passphrase, Result};
use dossier::{Originals, Plan, PlanClaim, PlanEvidence, Sealing, Written};
use model::{Act, Evidence, EvidenceId, Kind, Progress, SourceId};
use seal::{Recipient, SealTo, Signer};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use store::db::Reader;

/// Dossiers that were exported, in the locker's settings.
const DOSSIERS: &str = "dossiers";

impl OpenLocker {
    /// Dossiers that were exported, the latest first.
    pub fn dossiers(&self) -> Result<Vec<DossierRow>> {
        let mut rows: Vec<DossierRow> = self.read(|reader| Ok(reader.setting(DOSSIERS)?.unwrap_or_default()))?;
        rows.reverse();
        Ok(rows)
    }

    /// Writes a dossier to `path`, sealed to the request's recipients, to `passphrase`, or, where the request says so,
    /// to nobody. [`Error::NoRecipient`], [`Error::BadRecipient`], [`Error::NothingChosen`], [`Error::Stopped`].
    pub fn export_dossier(
        &self,
        request: &DossierRequest,
        passphrase: Option<&Passphrase>,
        path: &Path,
        _env: &Env,
        progress: &dyn Progress,
    ) -> Result<DossierMade> {
        let inside = self.inside()?;
        let recipients = recipients(request)?;
        let sealing = sealing(&recipients, passphrase, request.unsealed)?;
        let signer = inside.keys.signer()?;
        let (plan, choice) = self.read(|reader| self.plan(reader, request, &signer))?;
        let beside = Beside::new(path)?;
        let written = {
            let reader = Source { inside: &inside };
            dossier::write(&plan, &reader, &signer, &sealing, &beside.file, &self.watched(progress))?
        };
        beside.file.sync_all()?;
        self.remember(request, &choice, &written)?;
        beside.settle()?;
        let key = signer.public_key();
        Ok(DossierMade {
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            bytes: written.bytes as f64,
            digest: written.digest.to_string(),
            fingerprint: key.fingerprint(),
            words: key.words().split(' ').map(str::to_owned).collect(),
        })
    }

    fn plan(&self, reader: &Reader, request: &DossierRequest, signer: &Signer) -> Result<(Plan, Choice)> {
        let choice = choose(reader, request)?;
        let names: HashMap<SourceId, String> = reader
            .sources()?
            .into_iter()
            .map(|source| (source.id, source.codename.to_string()))
            .collect();
        let claims = choice.claims.iter().map(|(claim, links)| PlanClaim {
            claim: claim.clone(),
            about: claim.about.and_then(|id| names.get(&id).cloned()),
            links: links.clone(),
        });
        let claims = claims.collect();
        let mut evidence = choice
            .items
            .iter()
            .map(|chosen| planned(reader, chosen, &names))
            .collect::<Result<Vec<_>>>()?;
        hide_foreign_groups(&mut evidence, &names);
        forget_unchosen(&mut evidence);
        let slice = reader.log_slice(&choice.logged())?;
        let slice = custody(slice, &Told::of(&choice), signer)?;
        let plan = Plan {
            title: request.title.clone(),
            scope: String::new(),
            questions: request.questions.clone(),
            made: self.now(),
            claims,
            evidence,
            problems: Vec::new(),
            custody: Some(slice),
        };
        Ok((plan, choice))
    }

    fn remember(&self, request: &DossierRequest, choice: &Choice, written: &Written) -> Result<()> {
        let row = DossierRow {
            title: request.title.clone(),
            at: self.now().to_string(),
            digest: written.digest.to_string(),
            claims: count(choice.claims.len()),
            evidence: count(choice.items.len()),
        };
        let details = [
            ("digest", row.digest.clone()),
            ("claims", row.claims.to_string()),
            ("items", row.evidence.to_string()),
            ("sealed", (!request.unsealed).to_string()),
        ];
        self.change(|_, change| {
            for chosen in &choice.items {
                self.log_in(change, Act::DossierExported, chosen.item.id, &details[..1])?;
            }
            self.log_in(change, Act::DossierExported, "locker", &details)
        })?;
        let inside = self.inside()?;
        let mut rows: Vec<DossierRow> = self.read(|reader| Ok(reader.setting(DOSSIERS)?.unwrap_or_default()))?;
        rows.push(row);
        Ok(inside.db.set_setting(DOSSIERS, &rows)?)
    }
}

fn planned(reader: &Reader, chosen: &ChosenItem, names: &HashMap<SourceId, String>) -> Result<PlanEvidence> {
    let item = &chosen.item;
    let text = if item.kind == Kind::Chat {
        Vec::new()
    } else {
        reader.text_pages(item.id)?
    };
    let pages = text
        .iter()
        .map(|(page, _)| Ok(reader.text_page(item.id, *page)?.text))
        .collect::<Result<Vec<_>>>()?;
    let (notes, facts) = match chosen.original {
        true => (notes_of_whole(&item.notes), reader.facts(item.id)?),
        false => (
            notes_of_excerpts(&item.notes),
            facts_of_excerpts(item.kind, reader.facts(item.id)?),
        ),
    };
    Ok(PlanEvidence {
        item: Evidence { notes, ..item.clone() },
        codename: names.get(&item.source).cloned().unwrap_or_default(),
        facts,
        original: chosen.original,
        text: (!pages.is_empty()).then_some(pages),
        messages: chosen.messages(reader)?,
        messages_total: reader.message_count(item.id)?,
    })
}

fn recipients(request: &DossierRequest) -> Result<Vec<Recipient>> {
    let read = |text: &String| text.trim().parse::<Recipient>().map_err(|_| Error::BadRecipient);
    request.recipients.iter().map(read).collect()
}

fn sealing<'a>(recipients: &'a [Recipient], passphrase: Option<&'a Passphrase>, unsealed: bool) -> Result<Sealing<'a>> {
    let passphrase = passphrase.filter(|passphrase| !passphrase.is_empty());
    match (recipients.is_empty(), passphrase, unsealed) {
        (false, None, false) => Ok(Sealing::Sealed(SealTo::Recipients(recipients))),
        (true, Some(passphrase), false) => Ok(Sealing::Sealed(SealTo::Passphrase(passphrase.chosen()?))),
        (true, None, true) => Ok(Sealing::Unsealed),
        _ => Err(Error::NoRecipient),
    }
}

struct Source<'a> {
    inside: &'a Inside,
}

impl Originals for Source<'_> {
    fn open(&self, id: EvidenceId) -> io::Result<Box<dyn Read + '_>> {
        let reader = self.inside.db.read();
        let blob = self
            .inside
            .open_original(&reader, id)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(Box::new(blob))
    }
}

/// A file beside the wanted one until it is whole; dropped before that, it is removed. What is in it is sealed already.
struct Beside {
    file: File,
    beside: PathBuf,
    wanted: PathBuf,
    settled: bool,
}

impl Beside {
    fn new(wanted: &Path) -> Result<Self> {
        let mut name = wanted.file_name().ok_or(Error::BadName)?.to_owned();
        name.push(".unfinished");
        let beside = wanted.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600); // it may go out unsealed
        let file = options.open(&beside)?;
        Ok(Self {
            file,
            beside,
            wanted: wanted.to_owned(),
            settled: false,
        })
    }

    /// Gives the whole file its name, and the name to the disk.
    fn settle(mut self) -> Result<()> {
        std::fs::rename(&self.beside, &self.wanted)?;
        self.settled = true;
        #[cfg(unix)]
        sync_folder_of(&self.wanted)?;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.settled {
            let _ = std::fs::remove_file(&self.beside);
        }
    }
}

/// Some file systems, such as those of shared folders, refuse to sync a folder; what they answer then is not an error.
#[cfg(unix)]
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match File::open(folder.unwrap_or(Path::new(".")))?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}
