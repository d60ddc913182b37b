//! A real database in a real folder, and invented facts to put into it.

use crate::Error;
use crate::custody::NewEntry;
use crate::db::{Change, Db, NewItem, NewSource, ParseState, SealedBlob};
use model::{
    Act, Codename, EvidenceId, Kind, Message, MessageKind, Moment, Sha256Digest, SourceId, Timestamp, ZoneKnown,
};
use seal::{DatabaseKey, FixedRandomness, LockerKey};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub(crate) struct Bench {
    pub db: Db,
    pub folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let db = Db::create(&folder.path().join("db"), &key(1)).expect("create");
        Self { db, folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("db")
    }

    /// A source `Heron` and a chat of hers with these messages.
    pub fn chat(&self, texts: &[&str]) -> EvidenceId {
        self.change(|change| {
            let source = match change.source_named("Heron")? {
                Some(source) => source,
                None => change.add_source(&source("Heron"))?,
            };
            let id = change.add_item(&item(source, Kind::Chat, "chat.json"))?;
            let messages: Vec<Message> = texts.iter().zip(1..).map(|(text, n)| message(n, text)).collect();
            change.add_messages(id, &messages)?;
            Ok(id)
        })
    }

    /// A change with an entry.
    pub fn change<T>(&self, act: impl FnOnce(&mut Change<'_>) -> Result<T, Error>) -> T {
        let done = self.db.change(|change| {
            change.log(&entry(Act::TakenIn, "locker"), &randomness())?;
            act(change)
        });
        done.expect("change")
    }
}

pub(crate) fn key(seed: u64) -> DatabaseKey {
    let locker = LockerKey::make(&FixedRandomness::new(seed)).expect("fixed");
    locker.derive_database_key(&[7; 16]).expect("derived")
}

pub(crate) fn randomness() -> seal::SystemRandomness {
    seal::SystemRandomness
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_700_000_000 + seconds).expect("in range")
}

pub(crate) fn entry(act: Act, item: &str) -> NewEntry {
    NewEntry {
        at: at(0),
        act,
        item: item.to_owned(),
        details: BTreeMap::new(),
    }
}

pub(crate) fn source(codename: &str) -> NewSource {
    NewSource {
        codename: Codename::new(codename).expect("codename"),
        protected: vec!["Invented Name".to_owned()],
        notes: String::new(),
        added: at(0),
        wrapped_key: vec![1; 48],
    }
}

pub(crate) fn item(source: SourceId, kind: Kind, name: &str) -> NewItem {
    NewItem {
        source,
        kind,
        media_type: "application/octet-stream".to_owned(),
        name: name.to_owned(),
        title: name.to_owned(),
        sha256: Sha256Digest([9; 32]),
        bytes: 1_234,
        taken_in: at(0),
        part_of: None,
        part_path: None,
        group: "Heron".to_owned(),
        parse_state: ParseState::Parsed,
        original: SealedBlob {
            name: "0a1b".to_owned(),
            wrapped_key: vec![2; 48],
        },
    }
}

/// A message of a minute after the one before it.
pub(crate) fn message(n: u32, text: &str) -> Message {
    Message {
        n,
        id: Some((1000 + n).to_string()),
        chat: String::new(),
        author: Some(if n.is_multiple_of(2) { "Anna" } else { "Bohdan" }.to_owned()),
        author_id: None,
        time: moment(i64::from(n) * 60),
        kind: MessageKind::Text,
        text: text.to_owned(),
        reply_to: None,
        forwarded_from: None,
        edited: None,
        deleted: false,
        attachments: Vec::new(),
        locator: format!("line={n}"),
        flags: Vec::new(),
    }
}

pub(crate) fn moment(seconds: i64) -> Moment {
    Moment {
        utc: Some(at(seconds)),
        raw: "raw".to_owned(),
        zone: ZoneKnown::ExplicitEpoch,
        wall: None,
    }
}

/// Limits as somebody without a passphrase would write them into one copy of the slots: wrong passphrases and days borne,
/// never opened, and a checksum that fits.
pub(crate) fn forge_limits(copy: &mut [u8], tries: u8, days: u16) {
    copy[628..644].fill(0);
    copy[628] = tries;
    copy[630..632].copy_from_slice(&days.to_le_bytes());
    let checksum = seal::sha256(&[&copy[..4064], &copy[4096..]].concat());
    copy[4064..4096].copy_from_slice(&checksum.0);
}
