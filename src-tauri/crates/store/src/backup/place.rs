//! What the tests of backups share: a locker with a few blobs, a folder for its backup beside it, and both ways.

use super::*;
use crate::db::{NewItem, SealedBlob};
use crate::testing::{at, entry, item, source};
use crate::{BlobId, Unlocked, create, unlock};
use model::{Act, Kind, Progress, Quiet, Timestamp};
use seal::{KdfParams, Passphrase, SystemRandomness};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

pub struct Place {
    pub outer: TempDir,
    pub open: Option<Unlocked>,
}

pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::copy_of(text).expect("short")
}

pub fn secret(passphrase: &Passphrase) -> Secret<'_> {
    Secret {
        passphrase,
        key_file: None,
    }
}

impl Place {
    /// A locker with these blobs.
    pub fn with(contents: &[&[u8]]) -> Self {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let made = create(
            &outer.path().join("x.locker"),
            &secret(&passphrase("first")),
            KdfParams::cheap_for_tests(),
            &SystemRandomness,
        );
        drop(made.expect("creates"));
        let mut place = Self { outer, open: None };
        place.open = Some(place.unlock("x.locker", "first").expect("opens"));
        for content in contents {
            place.add(content);
        }
        place
    }

    pub fn unlock(&self, name: &str, with: &str) -> Result<Unlocked> {
        unlock(&self.at(name), &secret(&passphrase(with)), at(0), &SystemRandomness)
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.outer.path().join(name)
    }

    pub fn open(&self) -> &Unlocked {
        self.open.as_ref().expect("unlocked")
    }

    pub fn add(&self, content: &[u8]) -> BlobId {
        add(self.open(), content)
    }

    pub fn back_up(&self) -> Result<BackupReport> {
        self.back_up_with(HowVerified::All, &Quiet)
    }

    pub fn back_up_with(&self, how: HowVerified, progress: &dyn Progress) -> Result<BackupReport> {
        back_up_to(self.open(), &self.at("stick"), how, progress)
    }

    /// Another locker's run into this one's backup.
    pub fn back_up_of(&self, other: &Unlocked) -> Result<BackupReport> {
        back_up_to(other, &self.at("stick"), HowVerified::All, &Quiet)
    }

    pub fn restore(&self, name: &str) -> Result<Restored> {
        self.restore_with(name, "first")
    }

    pub fn restore_with(&self, name: &str, with: &str) -> Result<Restored> {
        self.restore_at(name, with, at(1), &Quiet)
    }

    pub fn restore_at(&self, name: &str, with: &str, now: Timestamp, progress: &dyn Progress) -> Result<Restored> {
        let with = passphrase(with);
        restore(
            &self.at("stick"),
            &self.at(name),
            &secret(&with),
            now,
            &SystemRandomness,
            progress,
        )
    }

    pub fn blob_there(&self, id: BlobId) -> PathBuf {
        there::blob_path(&self.at("stick"), id)
    }
}

fn back_up_to(
    open: &Unlocked,
    dir: &std::path::Path,
    how: HowVerified,
    progress: &dyn Progress,
) -> Result<BackupReport> {
    let Unlocked { folder, db, keys, .. } = open;
    backup((folder, db, keys), dir, how, at(1), &SystemRandomness, progress)
}

pub fn add(open: &Unlocked, content: &[u8]) -> BlobId {
    let name = open.db.blob_name(&SystemRandomness).expect("room");
    let blobs = open.folder.blobs();
    let taken = blobs
        .take_in(name, &mut &content[..], &SystemRandomness, &Quiet, 0)
        .expect("room");
    let done = open.db.change(|change| {
        change.log(&entry(Act::TakenIn, "E-001"), &SystemRandomness)?;
        let source = match change.source_named("Heron")? {
            Some(source) => source,
            None => change.add_source(&source("Heron"))?,
        };
        let original = SealedBlob {
            name: taken.id.to_string(),
            wrapped_key: vec![2; 60],
        };
        change.add_item(&NewItem {
            original,
            ..item(source, Kind::Other, "a")
        })
    });
    done.expect("kept");
    taken.id
}

/// Every file of a locker's blobs, with its bytes.
pub fn blobs_of(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for shelf in fs::read_dir(root.join("blobs")).expect("a folder").flatten() {
        for file in fs::read_dir(shelf.path()).expect("a shelf").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            found.insert(name, fs::read(file.path()).expect("readable"));
        }
    }
    found
}

pub fn same_blobs(place: &Place, restored: &str) {
    assert_eq!(blobs_of(&place.at("x.locker")), blobs_of(&place.at(restored)));
}
