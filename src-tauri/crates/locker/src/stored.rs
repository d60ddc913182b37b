//! The store's situations in the words of this crate.

use crate::Error;
use store::Error as Stored;

impl From<Stored> for Error {
    fn from(error: Stored) -> Self {
        match error {
            Stored::DatabaseDoesNotOpen | Stored::DatabaseDamaged | Stored::KeyDamaged => Error::Damaged,
            Stored::BlobDamaged | Stored::BlobMissing => Error::Damaged,
            Stored::DatabaseIsNewer | Stored::LockerIsNewer => Error::TooNew,
            Stored::DatabaseExists | Stored::LockerExists => Error::Exists,
            Stored::Busy | Stored::LockerInUse => Error::AlreadyOpen,
            Stored::DiskFull => Error::DiskFull,
            Stored::ReadOnly => Error::ReadOnly,
            Stored::NoSuchItem => Error::NotFound,
            Stored::CodenameTaken => Error::CodenameTaken,
            Stored::TooLong => Error::TooLarge,
            Stored::ActWithoutEntry | Stored::NoRandomness => Error::Internal,
            Stored::WrongPassphrase => Error::WrongPassphrase,
            Stored::SlotsDamaged => Error::SlotsDamaged,
            Stored::SlotsCostTooHigh => Error::TooCostly,
            Stored::NoFreeSlot => Error::SlotsFull,
            Stored::LastPassphrase => Error::LastPassphrase,
            Stored::PassphraseInUse => Error::PassphraseInUse,
            Stored::PassphraseUnusable => Error::PassphraseTooShort,
            Stored::NotALocker => Error::NotALocker,
            Stored::LockerWiped => Error::Wiped,
            Stored::CannotRead => Error::Unreadable,
            Stored::Stopped => Error::Stopped,
            Stored::BackupGone => Error::BackupGone,
            Stored::TooLargeThere => Error::TooLargeThere,
            Stored::NotABackup => Error::NotABackup,
            Stored::BackupOfAnother => Error::BackupOfAnother,
            Stored::BackupNewer => Error::BackupNewer,
            Stored::BackupUnfinished => Error::BackupUnfinished,
            Stored::BackupDamaged => Error::BackupDamaged,
            Stored::BackupNotVerified => Error::BackupNotVerified,
            Stored::Database(_) | Stored::Io(_) => Error::DiskFailed,
        }
    }
}
