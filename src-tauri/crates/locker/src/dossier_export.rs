//! Handing over: the chosen part of the locker as one signed, sealed file.

use crate::dossier_plan::{Choice, ChosenItem, choose};
use crate::frame::count;
use crate::import::SAME_ELSEWHERE;
use crate::open::Inside;
use crate::views::{DossierMade, DossierRequest, DossierRow};
use crate::{Env, Error, OpenLocker, Passphrase, Result};
use dossier::{CustodySlice, DisclosedEntry, ItemHead, Originals, Plan, PlanClaim, PlanEvidence, Sealing, Written};
use model::{Act, Evidence, EvidenceId, Kind, Note, Progress, Sha256Digest, SourceId};
use seal::{Checkpoint, Recipient, SealTo, Signer};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use store::custody::Slice;
use store::db::Reader;

/// Dossiers that were exported, in the locker's settings.
const DOSSIERS: &str = "dossiers";
/// The custody log's name in checkpoints.
const ORIGIN: &str = "vouchsafe/custody";

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
        let plan = Plan {
            title: request.title.clone(),
            scope: String::new(),
            questions: request.questions.clone(),
            made: self.now(),
            claims,
            evidence,
            problems: Vec::new(),
            custody: Some(custody(slice, signer)?),
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
    Ok(PlanEvidence {
        item: Evidence {
            notes: outward(&item.notes),
            ..item.clone()
        },
        codename: names.get(&item.source).cloned().unwrap_or_default(),
        facts: reader.facts(item.id)?,
        original: chosen.original,
        text: (!pages.is_empty()).then_some(pages),
        messages: chosen.messages(reader)?,
        messages_total: reader.message_count(item.id)?,
    })
}

/// Notes as they leave: that another source gave the same bytes, and as which item, is told to nobody.
fn outward(notes: &[Note]) -> Vec<Note> {
    notes
        .iter()
        .filter(|note| note.code != SAME_ELSEWHERE)
        .cloned()
        .collect()
}

/// Attachments of messages name items that were not chosen by their numbers; those numbers stay here.
fn forget_unchosen(evidence: &mut [PlanEvidence]) {
    let chosen: BTreeSet<EvidenceId> = evidence.iter().map(|planned| planned.item.id).collect();
    let messages = evidence.iter_mut().flat_map(|planned| &mut planned.messages);
    for attachment in messages.flat_map(|message| &mut message.attachments) {
        attachment.id = attachment.id.filter(|id| chosen.contains(id));
    }
}

/// An independence group is called by the codename of the source it began with. Where that source is not in the dossier,
/// its codename stays here and the group gets a number.
fn hide_foreign_groups(evidence: &mut [PlanEvidence], names: &HashMap<SourceId, String>) {
    let inside: BTreeSet<String> = evidence.iter().map(|planned| planned.codename.clone()).collect();
    let foreign: BTreeSet<String> = names.values().filter(|name| !inside.contains(*name)).cloned().collect();
    let mut numbers = BTreeMap::new();
    for planned in evidence
        .iter_mut()
        .filter(|planned| foreign.contains(&planned.item.group))
    {
        let next = numbers.len() + 1;
        let number = numbers.entry(planned.item.group.clone()).or_insert(next);
        planned.item.group = format!("group-{number}");
    }
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

fn custody(slice: Slice, signer: &Signer) -> Result<CustodySlice> {
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: u64::from(slice.head.n),
        root: slice.head.root,
        extensions: Vec::new(),
    };
    let entries = slice.entries.into_iter().map(|proven| DisclosedEntry {
        nonce: Sha256Digest(proven.row.nonce).to_string(),
        entry: proven.row.entry,
        proof: proven.proof,
    });
    let heads = slice.items.into_iter().map(|head| ItemHead {
        item: head.item,
        entries: head.entries,
        withheld: 0,
        head: head.chain,
    });
    Ok(CustodySlice {
        checkpoint: checkpoint.sign(signer).map_err(|_| Error::Internal)?,
        entries: entries.collect(),
        items: heads.collect(),
    })
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

    fn settle(mut self) -> Result<()> {
        std::fs::rename(&self.beside, &self.wanted)?;
        self.settled = true;
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

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Attachment, Clock, Message, MessageKind, Moment, SystemClock, ZoneKnown};

    fn id(number: u32) -> EvidenceId {
        EvidenceId::new(number).expect("not zero")
    }

    fn planned_item(number: u32, codename: &str, group: &str, messages: Vec<Message>) -> PlanEvidence {
        let item = Evidence {
            id: id(number),
            source: SourceId::new(1).expect("not zero"),
            kind: Kind::Chat,
            media_type: "text/plain".to_owned(),
            name: "chat.txt".to_owned(),
            title: "chat.txt".to_owned(),
            sha256: Sha256Digest([1; 32]),
            bytes: 3,
            taken_in: SystemClock.now(),
            part_of: None,
            part_path: None,
            group: group.to_owned(),
            notes: Vec::new(),
        };
        PlanEvidence {
            item,
            codename: codename.to_owned(),
            facts: Vec::new(),
            original: false,
            text: None,
            messages,
            messages_total: 1,
        }
    }

    #[test]
    fn a_dossier_does_not_say_that_another_source_gave_the_same_file() {
        let names: HashMap<_, _> = [(1, "Heron"), (2, "Stork")]
            .into_iter()
            .map(|(n, name)| (SourceId::new(n).expect("not zero"), name.to_owned()))
            .collect();
        let mut evidence = [
            planned_item(1, "Heron", "Stork", Vec::new()),
            planned_item(2, "Heron", "Heron", Vec::new()),
            planned_item(3, "Heron", "Stork", Vec::new()),
        ];
        hide_foreign_groups(&mut evidence, &names);
        let groups: Vec<&str> = evidence.iter().map(|planned| planned.item.group.as_str()).collect();
        assert_eq!(groups, ["group-1", "Heron", "group-1"]);
        let notes = outward(&[Note::with_detail(SAME_ELSEWHERE, "E-009"), Note::new("text-cut")]);
        assert_eq!(notes, [Note::new("text-cut")]);
    }

    #[test]
    fn attachments_do_not_name_items_that_were_not_chosen() {
        let attachment = |number| Attachment {
            id: Some(id(number)),
            name: "x".to_owned(),
            path: None,
            missing: None,
            stated: None,
        };
        let message = Message {
            n: 1,
            id: None,
            chat: String::new(),
            author: None,
            author_id: None,
            time: Moment {
                utc: None,
                raw: String::new(),
                zone: ZoneKnown::Unknown,
                wall: None,
            },
            kind: MessageKind::Text,
            text: String::new(),
            reply_to: None,
            forwarded_from: None,
            edited: None,
            deleted: false,
            attachments: vec![attachment(1), attachment(7)],
            flags: Vec::new(),
            locator: String::new(),
        };
        let mut evidence = [planned_item(1, "Heron", "Heron", vec![message])];
        forget_unchosen(&mut evidence);
        let ids: Vec<_> = evidence[0].messages[0]
            .attachments
            .iter()
            .map(|attachment| attachment.id)
            .collect();
        assert_eq!(ids, [Some(id(1)), None]);
    }
}
