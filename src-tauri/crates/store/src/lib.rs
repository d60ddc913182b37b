//! The locker on disk: key slots, SQLCipher, sealed blobs, search index, custody log, wipe.
//!
//! Deliberately absent: parsing of anything that came from outside, sentences for people, the secrets' own mathematics
//! (they are the `seal` crate's).

pub mod custody;
pub mod db;
pub mod search;

mod backup;
mod blobs;
mod decoy;
mod disk;
mod error;
mod fail;
mod files;
mod folder;
mod keys;
mod memory;
mod slots;
#[cfg(test)]
mod testing;
mod unlock;
mod wipe;

pub use backup::{
    BackupReport, HowVerified, OpenedBackup, Restored, backup, backup_there, is_backup, is_half_restored, open_backup,
    restore,
};
pub use blobs::{Batch, BlobId, BlobWriter, Blobs, Swept, Taken};
pub use decoy::{Installed, install_decoy, remove_decoy};
pub use disk::disk_meaning;
pub use error::{Error, Result};
pub use folder::Folder;
pub use keys::{Keys, LockerId, open_blob_key, wrap_blob_key};
pub use slots::{Decoy, Limits, Opened, SLOTS, Secret, SlotUse, Slots};
pub use unlock::{Standing, Unlocked, change_slots, create, opens, tries_left, unlock, wipe_if_overdue};
pub use wipe::{WipeReport, finish_wipe_if_interrupted, was_interrupted, wipe};
