//! The keys of an open locker: everything that hangs on the locker key, under the names the rest of the program uses.
//!
//! Deliberately absent: how a passphrase becomes the locker key (`slots`), and where wrapped keys lie (`db`).

use crate::{BlobId, Error, Result};
use seal::{AgeIdentity, BlobKey, DatabaseKey, LockerKey, PublicKey, Randomness, Signer, SourceKey, Wrapped};
use std::fmt::Display;

/// A locker's own random name, from its slots file. It is no secret and binds keys to their locker.
pub type LockerId = [u8; 16];

/// The keys of an open locker. Dropping it locks the locker, as far as keys go.
pub struct Keys {
    pub(crate) locker: LockerKey,
    pub(crate) id: LockerId,
}

impl Keys {
    /// The locker's random name.
    pub fn locker_id(&self) -> LockerId {
        self.id
    }

    /// The raw key of the database.
    pub fn database_key(&self) -> Result<DatabaseKey> {
        Ok(self.locker.derive_database_key(&self.id)?)
    }

    /// A new key for a source (`S-1`), and its wrapped form for the source's row.
    pub fn make_source_key(&self, source: impl Display, randomness: &dyn Randomness) -> Result<(SourceKey, Wrapped)> {
        let key = SourceKey::make(randomness)?;
        let wrapped = seal::wrap_source_key(&key, &self.locker, &self.id, &source.to_string(), randomness)?;
        Ok((key, wrapped))
    }

    /// The key of a source from its row. [`Error::KeyDamaged`].
    pub fn open_source_key(&self, source: impl Display, wrapped: &[u8]) -> Result<SourceKey> {
        seal::open_source_key(wrapped, &self.locker, &self.id, &source.to_string()).map_err(|_| Error::KeyDamaged)
    }

    /// Signs in the name of this locker.
    pub fn signer(&self) -> Result<Signer> {
        Ok(Signer::derive(&self.locker, &self.id)?)
    }

    /// The key that others check this locker's signatures with.
    pub fn public_key(&self) -> Result<PublicKey> {
        Ok(self.signer()?.public_key())
    }

    /// What others seal to when they send something back.
    pub fn age_identity(&self) -> Result<AgeIdentity> {
        Ok(self.locker.derive_age_identity(&self.id)?)
    }
}

/// The wrapped form of a blob's key, for the blob's row.
pub fn wrap_blob_key(key: &BlobKey, under: &SourceKey, blob: BlobId, randomness: &dyn Randomness) -> Result<Wrapped> {
    Ok(seal::wrap_blob_key(key, under, &blob.to_string(), randomness)?)
}

/// The key of a blob from its row. [`Error::KeyDamaged`].
pub fn open_blob_key(wrapped: &[u8], under: &SourceKey, blob: BlobId) -> Result<BlobKey> {
    seal::open_blob_key(wrapped, under, &blob.to_string()).map_err(|_| Error::KeyDamaged)
}
