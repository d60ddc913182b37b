//! The verbs: what a person can do. Every face (window, command line, tests) calls these and nothing below.
//!
//! Deliberately absent: windows, terminals, sentences, cryptography, SQL and parsers; this crate only composes.

mod background;
mod backup;
mod carry;
mod chat;
mod check;
mod claims;
mod coercion;
mod demo;
mod door;
mod dossier_export;
mod dossier_outward;
mod dossier_plan;
mod env;
mod error;
mod evidence;
mod frame;
mod import;
mod links;
mod log;
mod open;
mod paper;
mod passphrase;
mod pictures;
mod quarantine;
mod review;
mod search;
mod secrets;
mod settings;
mod shares;
mod sources;
mod stored;
mod text;
#[cfg(test)]
mod types;
pub mod views;
mod wipe;

pub use backup::{BackupFound, BackupView, RestoreView, Way, look_at_backup, restore, restore_by};
pub use carry::{backup_folder, backup_in, path_for_people};
pub use demo::{Demo, demo, sample_case};
pub use door::{
    NewLocker, create, locker_folder, locker_ref, lockers_in, new_place, require_locker, strength, suggest_words,
    unlock, unlock_to_change,
};
pub use dossier_plan::dossier_file_name;
pub use env::{Cost, Env};
pub use error::{Error, Result};
pub use model::{Progress, Quiet, Relation, SourceGrade};
pub use open::OpenLocker;
pub use paper::{share_page, write_share};
pub use passphrase::Slot;
pub use pictures::{Bytes, Picture};
pub use quarantine::{QuarantineReport, SetApart};
pub use review::{HowSealed, Review, ReviewKey, how_sealed, verify};
pub use seal::keep_to_itself;
pub use secrets::{KeyFile, Passphrase};
pub use shares::{MadeShares, Quorum, Recovered, ShareSet, recover};
pub use wipe::wipe;
