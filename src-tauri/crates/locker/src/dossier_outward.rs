//! What is told of an item that does not leave whole, and which custody entries leave. Both go by lists of what may be
//! told, never of what may not: a field, a code or an act that is new stays here until somebody thinks of it.
//!
//! Deliberately absent: digest, length, name and title of such an item, which the format itself leaves out, and the choice
//! of claims, items and messages (`dossier_plan.rs`).

use crate::dossier_plan::Choice;
use crate::import::SAME_ELSEWHERE;
use crate::{Error, Result};
use dossier::{CustodySlice, DisclosedEntry, ItemHead, PlanEvidence};
use model::{Act, Attachment, CustodyEntry, EvidenceId, Fact, Kind, Message, Note, Sha256Digest, SourceId};
use seal::{Checkpoint, Signer};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::custody::Slice;

/// The custody log's name in checkpoints.
const ORIGIN: &str = "vouchsafe/custody";

/// Notes that say how far the messages of a chat can be relied on: what its export leaves out, how times were read, what
/// looks wrong. Their figures and details are about the whole chat and stay here.
const RELIANCE: [&str; 16] = [
    "broken-after-byte",
    "charset-damaged",
    "charset-guessed",
    "date-order-ambiguous",
    "date-order-contradicted",
    "date-order-inferred",
    "exporter-offset-inconsistent",
    "id-gaps",
    "json-mended",
    "looks-forged",
    "messages-unparsed",
    "not-in-order",
    "only-own-messages-suspected",
    "text-cut",
    "times-without-zone",
    "timezone-unknown",
];
/// Notes on what an export leaves out begin so.
const LEAVES_OUT: &str = "leaves-out-";
/// Flags of a message whose detail is the message's own; of others the code alone leaves.
const OWN_DETAIL: [&str; 2] = ["link-to", "reactions"];

/// Facts of an item of which only excerpts leave. Each message says itself how its time and zone are known.
pub(crate) fn facts_of_excerpts(kind: Kind, mut facts: Vec<Fact>) -> Vec<Fact> {
    let told: &[&str] = match kind {
        Kind::Chat => &["chat-type"],
        Kind::Image
        | Kind::Pdf
        | Kind::Document
        | Kind::Sheet
        | Kind::Mail
        | Kind::Audio
        | Kind::Video
        | Kind::Text
        | Kind::Transcript
        | Kind::Archive
        | Kind::Other => &[],
    };
    facts.retain(|fact| told.contains(&fact.key.as_str()));
    facts
}

/// Notes of an item of which only excerpts leave: codes alone.
pub(crate) fn notes_of_excerpts(notes: &[Note]) -> Vec<Note> {
    let told = |code: &str| code.starts_with(LEAVES_OUT) || RELIANCE.contains(&code);
    let codes = notes.iter().map(|note| note.code.as_str()).filter(|code| told(code));
    codes.map(Note::new).collect()
}

/// Notes of an item that leaves whole: that another source gave the same bytes, and as which item, is told to nobody.
pub(crate) fn notes_of_whole(notes: &[Note]) -> Vec<Note> {
    let told = notes.iter().filter(|note| note.code != SAME_ELSEWHERE);
    told.cloned().collect()
}

/// Messages of a chat of which only excerpts leave. Chats of one export get numbers for their names; places in the file,
/// paths, account numbers and answers to messages that stay here are left out.
pub(crate) fn excerpted(messages: &mut [Message]) {
    let leaving: BTreeSet<(String, String)> = messages
        .iter()
        .filter_map(|message| Some((message.chat.clone(), message.id.clone()?)))
        .collect();
    let mut chats = BTreeMap::new();
    for message in messages {
        let chat = std::mem::take(&mut message.chat);
        message.reply_to = message
            .reply_to
            .take()
            .filter(|to| leaving.contains(&(chat.clone(), to.clone())));
        if !chat.is_empty() {
            let next = chats.len() + 1;
            message.chat = format!("chat-{}", chats.entry(chat).or_insert(next));
        }
        message.author_id = None;
        message.locator.clear();
        message.attachments.iter_mut().for_each(|file| file.path = None);
        message.flags.iter_mut().for_each(shorten);
    }
}

fn shorten(flag: &mut String) {
    let code = flag.split(':').next().unwrap_or_default();
    if !OWN_DETAIL.contains(&code) {
        flag.truncate(code.len());
    }
}

/// Attachments of messages name items that were not chosen by their numbers; those numbers stay here.
pub(crate) fn forget_unchosen(evidence: &mut [PlanEvidence]) {
    let chosen: BTreeSet<EvidenceId> = evidence.iter().map(|planned| planned.item.id).collect();
    let messages = evidence.iter_mut().flat_map(|planned| &mut planned.messages);
    let forget = |file: &mut Attachment| file.id = file.id.filter(|id| chosen.contains(id));
    messages.flat_map(|message| &mut message.attachments).for_each(forget);
}

/// An independence group is called by the codename of the source it began with. Where that source is not in the dossier,
/// its codename stays here and the group gets a number.
pub(crate) fn hide_foreign_groups(evidence: &mut [PlanEvidence], names: &HashMap<SourceId, String>) {
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

/// What the custody entries that leave may name.
pub(crate) struct Told {
    /// Items whose original leaves: their entries carry its digest, length and counts.
    whole: BTreeSet<String>,
    /// Chosen links, each with its claim.
    links: BTreeSet<(String, String)>,
}

impl Told {
    pub fn of(choice: &Choice) -> Self {
        let whole = choice.items.iter().filter(|chosen| chosen.original);
        let links = choice.claims.iter().flat_map(|(_, links)| links);
        Self {
            whole: whole.map(|chosen| chosen.item.id.to_string()).collect(),
            links: links
                .map(|link| (link.id.to_string(), link.claim.to_string()))
                .collect(),
        }
    }

    /// Whether an entry about a chosen item or claim leaves. One that names a link, a claim or a dossier that is not in
    /// this one, or carries what is withheld of its item, stays and is counted.
    pub fn allows(&self, entry: &CustodyEntry) -> bool {
        let only = |keys: &[&str]| entry.details.keys().all(|key| keys.contains(&key.as_str()));
        let stated = |key: &str| entry.details.get(key).cloned().unwrap_or_default();
        match entry.act {
            Act::TakenIn => self.whole.contains(&entry.item) && only(&["sha256", "bytes"]),
            Act::Healed => self.whole.contains(&entry.item) && only(&["sha256"]),
            Act::Parsed => self.whole.contains(&entry.item) && only(&["messages", "attachments", "missing"]),
            Act::Linked => {
                self.links.contains(&(stated("link"), stated("claim"))) && only(&["link", "claim", "relation"])
            }
            Act::FoundAgain
            | Act::TitleChanged
            | Act::GroupChanged
            | Act::ClaimAdded
            | Act::ClaimChanged
            | Act::OriginalCopiedOut
            | Act::Checked
            | Act::Quarantined => only(&[]),
            Act::Unlinked
            | Act::DossierExported
            | Act::LockerCreated
            | Act::PassphraseChanged
            | Act::SourceAdded
            | Act::SourceChanged
            | Act::SourceForgotten
            | Act::IdentitySet
            | Act::IdentityShown
            | Act::OlderPartFound
            | Act::BackedUp
            | Act::Restored => false,
        }
    }
}

/// The part of the log that leaves, under a signed head; what stays of an item is counted.
pub(crate) fn custody(slice: Slice, told: &Told, signer: &Signer) -> Result<CustodySlice> {
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: u64::from(slice.head.n),
        root: slice.head.root,
        extensions: Vec::new(),
    };
    let entries: Vec<DisclosedEntry> = slice
        .entries
        .into_iter()
        .filter(|proven| told.allows(&proven.row.entry))
        .map(|proven| DisclosedEntry {
            nonce: Sha256Digest(proven.row.nonce).to_string(),
            entry: proven.row.entry,
            proof: proven.proof,
        })
        .collect();
    let mut disclosed: BTreeMap<&str, u32> = BTreeMap::new();
    for disclosed_entry in &entries {
        *disclosed.entry(&disclosed_entry.entry.item).or_default() += 1;
    }
    let heads = slice.items.into_iter().map(|head| ItemHead {
        withheld: head
            .entries
            .saturating_sub(disclosed.get(head.item.as_str()).copied().unwrap_or(0)),
        item: head.item,
        entries: head.entries,
        head: head.chain,
    });
    let items: Vec<ItemHead> = heads.collect();
    Ok(CustodySlice {
        checkpoint: checkpoint.sign(signer).map_err(|_| Error::Internal)?,
        entries,
        items,
    })
}

#[cfg(test)]
#[path = "dossier_outward_tests.rs"]
mod tests;
