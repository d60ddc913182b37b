//! What can go wrong with secrets, as situations. `Display` is the code that the faces turn into a sentence.

use std::io;

/// A situation in which something was not sealed, opened, derived or verified.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The operating system gave no random bytes.
    #[error("no-randomness")]
    NoRandomness,
    /// Argon2id would need more memory than this machine gives.
    #[error("not-enough-memory")]
    NotEnoughMemory,
    /// Argon2id parameters outside what this program is willing to spend, or below the floor when a locker is made.
    #[error("kdf-out-of-bounds")]
    KdfOutOfBounds,
    /// A passphrase that is empty or longer than [`crate::Passphrase::MAX_BYTES`].
    #[error("passphrase-length")]
    PassphraseLength,
    /// The passphrase or key does not open this.
    #[error("wrong-key")]
    WrongKey,
    /// Sealed by us or in a known format once, and changed since.
    #[error("altered")]
    Altered,
    /// More bytes than the format can hold or we are willing to read.
    #[error("too-large")]
    TooLarge,
    /// Not of this format, or of a version this program does not know.
    #[error("unknown-format")]
    UnknownFormat,
    /// Not a public key, recipient or identity of a known kind.
    #[error("bad-key-text")]
    BadKeyText,
    /// A signature that does not fit the bytes and the key it names.
    #[error("signature-invalid")]
    SignatureInvalid,
    /// A valid signature for another purpose.
    #[error("signature-other-namespace")]
    SignatureOtherNamespace,
    /// A signature of a kind this program does not check (it checks Ed25519).
    #[error("signature-unsupported")]
    SignatureUnsupported,
    /// The person asked to stop.
    #[error("stopped")]
    Stopped,
    /// Reading or writing failed below us.
    #[error("io")]
    Io(#[source] io::Error),
}

impl From<io::Error> for SealError {
    /// An I/O error; one of our own that travelled through a `Read` or `Write` comes back as itself.
    fn from(error: io::Error) -> Self {
        match error.downcast::<SealError>() {
            Ok(ours) => ours,
            Err(error) => SealError::Io(error),
        }
    }
}

impl From<SealError> for io::Error {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Io(error) => error,
            ours => io::Error::new(io::ErrorKind::InvalidData, ours),
        }
    }
}

impl From<model::Stopped> for SealError {
    fn from(_: model::Stopped) -> Self {
        SealError::Stopped
    }
}
