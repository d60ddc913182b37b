//! The check of everything: every blob against its digest, every page of the database, the custody log.

use crate::coercion::decoy_files;
use crate::frame::count;
use crate::open::Silent;
use crate::views::CheckReport;
use crate::{Error, OpenLocker, Result};
use model::{Act, Evidence, EvidenceId, Progress, Sha256Digest};
use seal::{Digest, OpenReader};
use std::fs::File;
use std::io::{self, Read};
use store::db::{DbReport, ItemFilter};

impl OpenLocker {
    /// Reads everything there is and compares it with what was taken in. What is damaged, or cannot be read, is in the answer;
    /// a disk of which nothing can be read any more is [`Error::DiskFailed`].
    pub fn check(&self, progress: &dyn Progress) -> Result<CheckReport> {
        let watched = self.watched(progress);
        let items = self.read(|reader| Ok(reader.items(&ItemFilter::default(), None, u32::MAX)?))?;
        let total = items.iter().map(|item| item.bytes).sum();
        let (mut report, mut done, mut whole) = (CheckReport::default(), 0, Vec::new());
        for item in &items {
            match self.digest_of(item, &watched, &mut done, total)? {
                Found::Whole(digest) if digest == item.sha256 => {
                    report.blobs += 1;
                    whole.push(item.id.number());
                }
                Found::Whole(_) | Found::Damaged => report.damaged.push(item.id.to_string()),
                Found::Missing => report.missing.push(item.id.to_string()),
                Found::Unreadable => {
                    report.damaged.push(item.id.to_string());
                    report.unreadable.push(item.id.to_string());
                }
            }
        }
        let found = as_far_as_it_reads(self.inside()?.db.check().map_err(Error::from))?;
        report.rows_altered = found.is_some_and(|found| found.altered_tables > 0);
        report.database = found.is_some_and(|found| {
            DbReport {
                altered_tables: 0,
                ..found
            }
            .is_intact()
        });
        let asked = self.read(|reader| {
            report.log_broken = reader.verify_log()?.altered;
            let strays = self.inside()?.folder.strays(reader, &decoy_files(reader)?);
            report.strays = count(strays.unwrap_or(0) as usize);
            Ok(())
        });
        report.database &= as_far_as_it_reads(asked)?.is_some();
        self.note_verified(&whole)?;
        self.log_check(&report)?;
        Ok(report)
    }

    /// Whether the stored original of an item is what was taken in.
    pub(crate) fn is_whole(&self, id: EvidenceId, progress: &dyn Progress) -> Result<bool> {
        let item = self.read(|reader| Ok(reader.evidence(id)?))?;
        let silent = Silent(progress);
        Ok(match self.digest_of(&item, &silent, &mut 0, item.bytes)? {
            Found::Whole(digest) => digest == item.sha256,
            Found::Damaged | Found::Missing | Found::Unreadable => false,
        })
    }

    pub(crate) fn digest_of(
        &self,
        item: &Evidence,
        progress: &dyn Progress,
        done: &mut u64,
        total: u64,
    ) -> Result<Found> {
        let mut blob = match self.blob_found(item.id)? {
            Ok(blob) => blob,
            Err(found) => return Ok(found),
        };
        let (mut digest, mut chunk) = (Digest::new(), vec![0; 1 << 18]);
        loop {
            progress.go_on()?;
            match blob.read(&mut chunk) {
                Ok(0) => return Ok(Found::Whole(digest.finish())),
                Ok(read) => {
                    digest.update(&chunk[..read]);
                    *done += read as u64;
                    progress.report(*done, total);
                }
                Err(error) => return self.unread(&error),
            }
        }
    }

    /// What a reading that failed says of the item.
    pub(crate) fn unread(&self, error: &io::Error) -> Result<Found> {
        if error.raw_os_error().is_some() {
            self.unreadable()
        } else {
            Ok(Found::Damaged)
        }
    }

    fn unreadable(&self) -> Result<Found> {
        self.inside()?.folder.require_there()?;
        Ok(Found::Unreadable)
    }

    /// The opened original of an item, or what is wrong with it.
    pub(crate) fn blob_found(&self, id: EvidenceId) -> Result<std::result::Result<OpenReader<File>, Found>> {
        Ok(match self.blob_of(id) {
            Ok(blob) => Ok(blob),
            Err(BlobTrouble::Missing) => Err(Found::Missing),
            Err(BlobTrouble::Damaged) => Err(Found::Damaged),
            Err(BlobTrouble::Unreadable) => Err(self.unreadable()?),
            Err(BlobTrouble::Other(error)) => return Err(error),
        })
    }

    fn blob_of(&self, id: EvidenceId) -> std::result::Result<OpenReader<File>, BlobTrouble> {
        let inside = self.inside().map_err(BlobTrouble::Other)?;
        let reader = inside.db.read();
        let located = reader.locate(id).map_err(|error| BlobTrouble::Other(error.into()))?;
        let key = inside
            .source_key(&reader, located.source)
            .map_err(|_| BlobTrouble::Damaged)?;
        let blob = located.original.name.parse().map_err(|_| BlobTrouble::Damaged)?;
        let blob_key =
            store::open_blob_key(&located.original.wrapped_key, &key, blob).map_err(|_| BlobTrouble::Damaged)?;
        inside
            .folder
            .blobs()
            .open(blob, &blob_key)
            .map_err(|error| match error {
                store::Error::BlobMissing => BlobTrouble::Missing,
                store::Error::BlobDamaged => BlobTrouble::Damaged,
                _ => BlobTrouble::Unreadable,
            })
    }

    /// A locker in a folder that cannot be written is checked all the same.
    fn log_check(&self, report: &CheckReport) -> Result<()> {
        let sound = report.is_sound();
        let details = [
            ("blobs", report.blobs.to_string()),
            ("strays", report.strays.to_string()),
            ("sound", sound.to_string()),
        ];
        match self.change(|_, change| self.log_in(change, Act::Checked, "locker", &details)) {
            Err(Error::ReadOnly | Error::Damaged | Error::DiskFull | Error::DiskFailed) => Ok(()),
            other => other,
        }
    }
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.database
            && !self.rows_altered
            && self.damaged.is_empty()
            && self.missing.is_empty()
            && self.log_broken.is_empty()
    }
}

/// What the database answered; nothing where it is not what was written, or the disk does not give it.
fn as_far_as_it_reads<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Err(Error::Damaged | Error::DiskFailed) => Ok(None),
        answer => answer.map(Some),
    }
}

/// What reading an original came to.
pub(crate) enum Found {
    Whole(Sha256Digest),
    Damaged,
    Missing,
    Unreadable,
}

enum BlobTrouble {
    Missing,
    Damaged,
    Unreadable,
    Other(Error),
}
