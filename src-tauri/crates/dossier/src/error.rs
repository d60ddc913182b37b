//! What can go wrong, as situations. No variant carries a name, a text or a path.

use std::io;

/// Why a dossier could not be written, opened or unpacked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are neither an age file nor a ZIP archive.
    #[error("not-a-dossier")]
    NotADossier,
    /// The file is sealed and no key was given.
    #[error("key-needed")]
    KeyNeeded,
    /// The key opens nothing: a wrong passphrase, another recipient's key, a passphrase where a key is needed or the
    /// other way round. A changed recipient stanza looks the same: age cannot tell these apart.
    #[error("wrong-key")]
    WrongKey,
    /// The file asks for more scrypt work than the `seal` crate is willing to spend; nothing was spent.
    #[error("work-factor-too-high")]
    WorkFactorTooHigh,
    /// The file ends before its own end.
    #[error("cut-short")]
    CutShort,
    /// The sealed form does not authenticate, or the archive has no readable list of files: altered or cut short.
    #[error("damaged")]
    Damaged,
    /// More files, longer names or longer lists than the bounds of FORMAT.md.
    #[error("too-large")]
    TooLarge,
    /// Contents were asked for before [`crate::verify`] ran, or of a file that it did not find intact.
    #[error("not-verified")]
    NotVerified,
    /// The file changed between verification and reading.
    #[error("changed-while-open")]
    ChangedWhileOpen,
    /// `dossier.json` is of a later version than this program knows.
    #[error("unknown-version")]
    UnknownVersion,
    /// The original's bytes are not those its item states; nothing was handed over.
    #[error("original-differs")]
    OriginalDiffers,
    /// The plan contradicts itself: a link to an item that is not in it, an id twice, no recipients.
    #[error("bad-plan")]
    BadPlan,
    /// A place to unpack to has a file of that name already.
    #[error("already-there")]
    AlreadyThere,
    /// The signature could not be made.
    #[error("signing-failed")]
    SigningFailed,
    /// The person asked to stop.
    #[error("stopped")]
    Stopped,
    /// Reading or writing failed.
    #[error("io")]
    Io(#[from] io::Error),
}

impl Error {
    /// The kebab-case code, for faces.
    pub fn code(&self) -> String {
        self.to_string()
    }
}

impl From<model::Stopped> for Error {
    fn from(_: model::Stopped) -> Self {
        Self::Stopped
    }
}

/// What this crate's functions answer with.
pub type Result<T> = std::result::Result<T, Error>;

/// Reading sealed or packed bytes: what does not authenticate is damage, not a fault of the disk.
pub(crate) fn reading(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData => Error::Damaged,
        io::ErrorKind::UnexpectedEof => Error::CutShort,
        _ => Error::Io(error),
    }
}

impl From<seal::SealError> for Error {
    fn from(error: seal::SealError) -> Self {
        use seal::SealError::{Altered, Io, KdfOutOfBounds, Stopped, TooLarge, UnknownFormat, WrongKey};
        match error {
            WrongKey => Self::WrongKey,
            Altered => Self::Damaged,
            KdfOutOfBounds => Self::WorkFactorTooHigh,
            TooLarge => Self::TooLarge,
            UnknownFormat => Self::NotADossier,
            Stopped => Self::Stopped,
            Io(error) => Self::Io(error),
            _ => Self::BadPlan,
        }
    }
}
