//! What a person proves to be themselves with, on its way from a face to the key derivation.

use crate::{Error, Result};
use std::path::Path;

/// A passphrase as it was typed. Held in locked memory, zeroed when dropped.
pub struct Passphrase(Typed);

enum Typed {
    Nothing,
    NotText,
    Text(seal::Passphrase),
}

impl Passphrase {
    /// Copies the bytes; erasing the original stays the caller's duty. What is no UTF-8 or too long opens nothing.
    pub fn new(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).map(seal::Passphrase::copy_of);
        Self(match text {
            _ if bytes.is_empty() => Typed::Nothing,
            Ok(Ok(passphrase)) => Typed::Text(passphrase),
            _ => Typed::NotText,
        })
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Typed::Nothing)
    }

    /// To open something with.
    pub(crate) fn given(&self) -> Result<&seal::Passphrase> {
        match &self.0 {
            Typed::Text(passphrase) => Ok(passphrase),
            Typed::Nothing | Typed::NotText => Err(Error::WrongPassphrase),
        }
    }

    /// To seal something with from now on.
    pub(crate) fn chosen(&self) -> Result<&seal::Passphrase> {
        match &self.0 {
            Typed::Text(passphrase) => Ok(passphrase),
            Typed::Nothing | Typed::NotText => Err(Error::PassphraseTooShort),
        }
    }
}

/// What a key file adds to a passphrase.
pub struct KeyFile(pub(crate) seal::KeyFile);

impl KeyFile {
    /// Reads a key file whole: any file will do.
    pub fn read(path: &Path) -> Result<Self> {
        let file = std::fs::File::open(path).map_err(|_| Error::Unreadable)?;
        seal::KeyFile::read(file).map(Self).map_err(|error| match error {
            seal::SealError::TooLarge => Error::TooLarge,
            _ => Error::Unreadable,
        })
    }
}
