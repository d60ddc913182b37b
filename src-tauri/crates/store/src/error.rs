//! What can go wrong with a locker on disk. No variant carries a name, a text, a path or a statement.

/// A situation the caller can act on. Its text is a kebab-case code that faces turn into sentences.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The key does not open the database, or its first page is damaged; the two cannot be told apart.
    #[error("database-does-not-open")]
    DatabaseDoesNotOpen,
    /// A part of the database is not what was written.
    #[error("database-damaged")]
    DatabaseDamaged,
    /// The database was written by a later version of the program.
    #[error("database-is-newer")]
    DatabaseIsNewer,
    /// There is a database already where one should be created.
    #[error("database-exists")]
    DatabaseExists,
    /// Another process or a longer act holds the database.
    #[error("busy")]
    Busy,
    /// The disk is full; nothing of the act was kept.
    #[error("disk-full")]
    DiskFull,
    /// The folder or file may not be written.
    #[error("read-only")]
    ReadOnly,
    /// No source, item, claim or link has this number.
    #[error("no-such-item")]
    NoSuchItem,
    /// Another source has this codename, perhaps in other letter case.
    #[error("codename-taken")]
    CodenameTaken,
    /// A value is longer than its bound.
    #[error("too-long")]
    TooLong,
    /// An act was about to be kept without an entry in the custody log.
    #[error("act-without-entry")]
    ActWithoutEntry,
    /// Anything else the database reports, with its extended result code (sqlite.org/rescode.html).
    #[error("database-error")]
    Database(i32),
    /// No slot opens with this passphrase (and key file).
    #[error("wrong-passphrase")]
    WrongPassphrase,
    /// Neither copy of the key slots is what was written. A backup of the locker is the way back.
    #[error("slots-damaged")]
    SlotsDamaged,
    /// The key slots ask for a derivation that this program will not pay for, or this machine cannot.
    #[error("slots-cost-too-high")]
    SlotsCostTooHigh,
    /// The locker was made by a later version of the program.
    #[error("locker-is-newer")]
    LockerIsNewer,
    /// All eight key slots are in use.
    #[error("no-free-slot")]
    NoFreeSlot,
    /// The last passphrase that opens the locker cannot be removed.
    #[error("last-passphrase")]
    LastPassphrase,
    /// This passphrase opens another slot already.
    #[error("passphrase-in-use")]
    PassphraseInUse,
    /// A passphrase that is empty or too long, or Argon2id parameters below the floor.
    #[error("passphrase-unusable")]
    PassphraseUnusable,
    /// This folder is not a locker.
    #[error("not-a-locker")]
    NotALocker,
    /// There is something already where a locker should be created.
    #[error("locker-exists")]
    LockerExists,
    /// Another process has the locker open.
    #[error("locker-in-use")]
    LockerInUse,
    /// The locker was wiped. There is nothing left to open.
    #[error("locker-wiped")]
    LockerWiped,
    /// A sealed blob is not what was written, or not complete.
    #[error("blob-damaged")]
    BlobDamaged,
    /// A sealed blob that should be there is not.
    #[error("blob-missing")]
    BlobMissing,
    /// What should be taken in could not be read to its end.
    #[error("cannot-read")]
    CannotRead,
    /// The person asked to stop.
    #[error("stopped")]
    Stopped,
    /// The operating system gave no random bytes.
    #[error("no-randomness")]
    NoRandomness,
    /// A key that was stored does not open with the key it belongs under.
    #[error("key-damaged")]
    KeyDamaged,
    /// The folder of a backup went away, or does not read or write as it should.
    #[error("backup-gone")]
    BackupGone,
    /// The file system of a backup takes no file as large as one of these is (FAT32: 4 GiB).
    #[error("too-large-there")]
    TooLargeThere,
    /// There is no backup in this folder.
    #[error("not-a-backup")]
    NotABackup,
    /// The folder holds the backup of another locker. Nothing in it was touched.
    #[error("backup-of-another")]
    BackupOfAnother,
    /// The backup holds acts that this locker does not know: it was made of a newer state. Nothing in it was touched.
    #[error("backup-newer")]
    BackupNewer,
    /// The first run of the backup did not come to its end.
    #[error("backup-unfinished")]
    BackupUnfinished,
    /// A part of the backup is not what was written.
    #[error("backup-damaged")]
    BackupDamaged,
    /// What was read back from the backup, twice, is not what was written there.
    #[error("backup-not-verified")]
    BackupNotVerified,
    /// The file system refused, with the operating system's number.
    #[error("io-error")]
    Io(i32),
}

/// What functions of this crate answer with.
pub type Result<T> = std::result::Result<T, Error>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::*;
        match error {
            rusqlite::Error::QueryReturnedNoRows => Error::NoSuchItem,
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                NotADatabase => Error::DatabaseDoesNotOpen,
                DatabaseCorrupt => Error::DatabaseDamaged,
                DatabaseBusy | DatabaseLocked => Error::Busy,
                DiskFull => Error::DiskFull,
                ReadOnly | PermissionDenied | CannotOpen => Error::ReadOnly,
                TooBig => Error::TooLong,
                _ => Error::Database(failure.extended_code),
            },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => Error::DatabaseDamaged,
            _ => Error::Database(0),
        }
    }
}

impl From<std::io::Error> for Error {
    /// One of `seal`'s that travelled through a `Read` comes back as itself.
    fn from(error: std::io::Error) -> Self {
        let error = match error.downcast::<seal::SealError>() {
            Ok(ours) => return ours.into(),
            Err(error) => error,
        };
        match error.kind() {
            std::io::ErrorKind::StorageFull => Error::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => Error::ReadOnly,
            _ => Error::Io(error.raw_os_error().unwrap_or(0)),
        }
    }
}

impl From<seal::SealError> for Error {
    fn from(error: seal::SealError) -> Self {
        use seal::SealError as S;
        match error {
            S::NoRandomness => Error::NoRandomness,
            S::NotEnoughMemory => Error::SlotsCostTooHigh,
            S::KdfOutOfBounds | S::PassphraseLength => Error::PassphraseUnusable,
            S::WrongKey => Error::KeyDamaged,
            S::Stopped => Error::Stopped,
            S::TooLarge => Error::TooLong,
            S::Io(error) => error.into(),
            S::Altered
            | S::UnknownFormat
            | S::BadKeyText
            | S::SignatureInvalid
            | S::SignatureOtherNamespace
            | S::SignatureUnsupported => Error::BlobDamaged,
        }
    }
}
