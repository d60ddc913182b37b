//! What is made from an item, such as a thumbnail: one for each purpose, sealed like its original.

use super::{Change, Reader, SealedBlob};
use crate::Result;
use model::EvidenceId;
use rusqlite::{OptionalExtension, params};

/// Something made from an original, such as a thumbnail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivative {
    /// What it is for: `thumbnail`, …; one per item and purpose.
    pub purpose: String,
    /// Its media type.
    pub media_type: String,
    /// Its length in bytes before sealing.
    pub bytes: u64,
    /// Where it is.
    pub blob: SealedBlob,
}

impl Reader {
    /// What was made from an item for this purpose.
    pub fn derivative(&self, id: EvidenceId, purpose: &str) -> Result<Option<Derivative>> {
        let mut select = self.conn.prepare_cached(
            "SELECT purpose, media_type, bytes, blob, wrapped_key FROM derivatives WHERE evidence = ?1 AND purpose = ?2",
        )?;
        Ok(select
            .query_row(params![id.number(), purpose], |row| {
                Ok(Derivative {
                    purpose: row.get(0)?,
                    media_type: row.get(1)?,
                    bytes: row.get(2)?,
                    blob: SealedBlob {
                        name: row.get(3)?,
                        wrapped_key: row.get(4)?,
                    },
                })
            })
            .optional()?)
    }
}

impl Change<'_> {
    /// Adds something made from an item, in place of an earlier one for the same purpose; answers the name of the blob
    /// that was replaced.
    pub fn set_derivative(&mut self, id: EvidenceId, derivative: &Derivative) -> Result<Option<String>> {
        self.fasten(&derivative.blob.name)?;
        let before = self.derivative(id, &derivative.purpose)?;
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO derivatives VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                id.number(),
                derivative.purpose,
                derivative.media_type,
                derivative.bytes,
                derivative.blob.name,
                derivative.blob.wrapped_key
            ])?;
        let replaced = before.map(|derivative| derivative.blob.name);
        replaced.iter().try_for_each(|name| self.loosen(name))?;
        Ok(replaced)
    }
}
