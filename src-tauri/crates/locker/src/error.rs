//! What can go wrong, as situations a person can act on. Faces turn the code into sentences: what happened, what is
//! safe, what to do. No variant carries a name, a text or a path.

use crate::views::ErrorView;
use std::io;

/// A situation. Its text is the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The passphrase (or the key file) opens none of the locker's slots.
    #[error("wrong-passphrase")]
    WrongPassphrase,
    /// Nothing is open, or it was locked meanwhile.
    #[error("locked")]
    Locked,
    /// Another process has the locker open.
    #[error("already-open")]
    AlreadyOpen,
    /// The folder is no locker.
    #[error("not-a-locker")]
    NotALocker,
    /// Something has this name already.
    #[error("exists")]
    Exists,
    /// A text that cannot be a locker's name.
    #[error("bad-name")]
    BadName,
    /// A text that cannot be a codename.
    #[error("bad-codename")]
    BadCodename,
    /// Another source has this codename.
    #[error("codename-taken")]
    CodenameTaken,
    /// An empty passphrase, or none at all.
    #[error("passphrase-too-short")]
    PassphraseTooShort,
    /// This passphrase opens the locker already.
    #[error("passphrase-in-use")]
    PassphraseInUse,
    /// All key slots are taken.
    #[error("slots-full")]
    SlotsFull,
    /// It is the only passphrase: without it nobody could open the locker.
    #[error("last-passphrase")]
    LastPassphrase,
    /// The disk is full.
    #[error("disk-full")]
    DiskFull,
    /// The folder or file may not be written.
    #[error("read-only")]
    ReadOnly,
    /// The disk did not read or write as it should.
    #[error("disk-failed")]
    DiskFailed,
    /// The key slots are not what was written.
    #[error("slots-damaged")]
    SlotsDamaged,
    /// A part of the locker is not what was written.
    #[error("damaged")]
    Damaged,
    /// The slots ask for more memory or time than this program spends.
    #[error("too-costly")]
    TooCostly,
    /// Made by a later version of the program.
    #[error("too-new")]
    TooNew,
    /// The locker was wiped.
    #[error("wiped")]
    Wiped,
    /// There is no such thing in the locker.
    #[error("not-found")]
    NotFound,
    /// A bound was reached.
    #[error("too-large")]
    TooLarge,
    /// The person, a lock or a wipe stopped it.
    #[error("stopped")]
    Stopped,
    /// The reading process gave up on the file.
    #[error("worker-failed")]
    WorkerFailed,
    /// The reading process could not be started at all.
    #[error("worker-missing")]
    WorkerMissing,
    /// A text that is no selector, or a place that the item does not have.
    #[error("bad-selector")]
    BadSelector,
    /// Words that the item does not have at that place.
    #[error("quote-not-found")]
    QuoteNotFound,
    /// A request that makes no sense.
    #[error("bad-request")]
    BadRequest,
    /// No such time zone in the IANA database.
    #[error("bad-timezone")]
    BadTimezone,
    /// Nothing to look for.
    #[error("query-empty")]
    QueryEmpty,
    /// A file that was picked is not there, or may not be read.
    #[error("unreadable")]
    Unreadable,
    /// Neither file nor folder: a device, a pipe, a socket.
    #[error("not-a-file")]
    NotAFile,
    /// A symbolic link; they are never followed.
    #[error("symbolic-link")]
    SymbolicLink,
    /// Folders nested deeper than the walk goes.
    #[error("too-deep")]
    TooDeep,
    /// More files than one import takes.
    #[error("too-many-files")]
    TooManyFiles,
    /// Nothing chosen for the dossier.
    #[error("nothing-chosen")]
    NothingChosen,
    /// Neither recipients nor a passphrase nor the explicit wish to seal to nobody; or more than one of them.
    #[error("no-recipient")]
    NoRecipient,
    /// A text that is no age recipient.
    #[error("bad-recipient")]
    BadRecipient,
    /// A text that is no age identity, or a file without one.
    #[error("bad-identity")]
    BadIdentity,
    /// The file is no dossier.
    #[error("not-a-dossier")]
    NotADossier,
    /// The dossier is sealed and no key was given.
    #[error("key-needed")]
    KeyNeeded,
    /// The key does not open the dossier.
    #[error("wrong-key")]
    WrongKey,
    /// The dossier does not authenticate, or ends before its end.
    #[error("dossier-damaged")]
    DossierDamaged,
    /// The dossier is not intact, and looking at it all the same was not asked for.
    #[error("not-verified")]
    NotVerified,
    /// The sample case is not where it should be.
    #[error("sample-missing")]
    SampleMissing,
    /// The folder of a backup went away, or does not read or write as it should.
    #[error("backup-gone")]
    BackupGone,
    /// The file system of a backup takes no file as large as one of these is.
    #[error("too-large-there")]
    TooLargeThere,
    /// There is no backup in this folder.
    #[error("not-a-backup")]
    NotABackup,
    /// The folder holds the backup of another locker.
    #[error("backup-of-another")]
    BackupOfAnother,
    /// The backup holds acts that this locker does not know.
    #[error("backup-newer")]
    BackupNewer,
    /// The first run of the backup did not come to its end.
    #[error("backup-unfinished")]
    BackupUnfinished,
    /// A part of the backup is not what was written, and without it nothing can be restored.
    #[error("backup-damaged")]
    BackupDamaged,
    /// What was read back from the backup is not what was written there.
    #[error("backup-not-verified")]
    BackupNotVerified,
    /// A share (first figure: its number) with another count of words (second figure) than thirty.
    #[error("share-length")]
    ShareLength(u8, u8),
    /// A word of a share (figures: share, word) that is not in the list.
    #[error("share-word-unknown")]
    ShareWordUnknown(u8, u8),
    /// A word of a share (figures: share, word) that does not fit the others.
    #[error("share-word-wrong")]
    ShareWordWrong(u8, u8),
    /// A share (figure: its number) of which several words are wrong.
    #[error("share-wrong")]
    ShareWrong(u8),
    /// A share (figure: its number) that belongs to others than those before it.
    #[error("share-of-another-set")]
    ShareOfAnotherSet(u8),
    /// A share (figure: its number) that was given before.
    #[error("share-twice")]
    ShareTwice(u8),
    /// Fewer shares (first figure) than are needed (second figure).
    #[error("shares-too-few")]
    SharesTooFew(u8, u8),
    /// Shares that fit each other, and open nothing here (any more).
    #[error("shares-open-nothing")]
    SharesOpenNothing,
    /// A mistake of ours.
    #[error("internal")]
    Internal,
}

/// What verbs answer with.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Every situation, so that a face can show that it has words for each.
    pub const ALL: [Error; 62] = [
        Error::WrongPassphrase,
        Error::Locked,
        Error::AlreadyOpen,
        Error::NotALocker,
        Error::Exists,
        Error::BadName,
        Error::BadCodename,
        Error::CodenameTaken,
        Error::PassphraseTooShort,
        Error::PassphraseInUse,
        Error::SlotsFull,
        Error::LastPassphrase,
        Error::DiskFull,
        Error::ReadOnly,
        Error::DiskFailed,
        Error::SlotsDamaged,
        Error::Damaged,
        Error::TooCostly,
        Error::TooNew,
        Error::Wiped,
        Error::NotFound,
        Error::TooLarge,
        Error::Stopped,
        Error::WorkerFailed,
        Error::WorkerMissing,
        Error::BadSelector,
        Error::QuoteNotFound,
        Error::BadRequest,
        Error::BadTimezone,
        Error::QueryEmpty,
        Error::Unreadable,
        Error::NotAFile,
        Error::SymbolicLink,
        Error::TooDeep,
        Error::TooManyFiles,
        Error::NothingChosen,
        Error::NoRecipient,
        Error::BadRecipient,
        Error::BadIdentity,
        Error::NotADossier,
        Error::KeyNeeded,
        Error::WrongKey,
        Error::DossierDamaged,
        Error::NotVerified,
        Error::SampleMissing,
        Error::BackupGone,
        Error::TooLargeThere,
        Error::NotABackup,
        Error::BackupOfAnother,
        Error::BackupNewer,
        Error::BackupUnfinished,
        Error::BackupDamaged,
        Error::BackupNotVerified,
        Error::ShareLength(1, 0),
        Error::ShareWordUnknown(1, 1),
        Error::ShareWordWrong(1, 1),
        Error::ShareWrong(1),
        Error::ShareOfAnotherSet(1),
        Error::ShareTwice(1),
        Error::SharesTooFew(1, 2),
        Error::SharesOpenNothing,
        Error::Internal,
    ];

    /// The kebab-case code.
    pub fn code(self) -> String {
        self.to_string()
    }

    /// For a face.
    pub fn view(self) -> ErrorView {
        ErrorView {
            code: self.code(),
            figures: self.figures(),
        }
    }

    /// Figures for the sentence: numbers of shares and words.
    pub fn figures(self) -> Vec<u32> {
        match self {
            Error::ShareLength(one, other)
            | Error::ShareWordUnknown(one, other)
            | Error::ShareWordWrong(one, other)
            | Error::SharesTooFew(one, other) => vec![one.into(), other.into()],
            Error::ShareWrong(one) | Error::ShareOfAnotherSet(one) | Error::ShareTwice(one) => vec![one.into()],
            _ => Vec::new(),
        }
    }
}

impl From<model::Stopped> for Error {
    fn from(_: model::Stopped) -> Self {
        Error::Stopped
    }
}

impl From<model::BadSelector> for Error {
    fn from(_: model::BadSelector) -> Self {
        Error::BadSelector
    }
}

impl From<model::BadId> for Error {
    fn from(_: model::BadId) -> Self {
        Error::NotFound
    }
}

impl From<model::BadCodename> for Error {
    fn from(_: model::BadCodename) -> Self {
        Error::BadCodename
    }
}

impl From<store::search::BadQuery> for Error {
    fn from(bad: store::search::BadQuery) -> Self {
        match bad {
            store::search::BadQuery::Empty => Error::QueryEmpty,
            store::search::BadQuery::TooLong => Error::TooLarge,
        }
    }
}

impl From<dossier::Error> for Error {
    fn from(error: dossier::Error) -> Self {
        use dossier::Error as From;
        match error {
            From::NotADossier => Error::NotADossier,
            From::KeyNeeded => Error::KeyNeeded,
            From::WrongKey => Error::WrongKey,
            From::WorkFactorTooHigh => Error::TooCostly,
            From::CutShort | From::Damaged | From::ChangedWhileOpen => Error::DossierDamaged,
            From::TooLarge => Error::TooLarge,
            From::NotVerified => Error::NotVerified,
            From::UnknownVersion => Error::TooNew,
            From::OriginalDiffers => Error::Damaged,
            From::BadPlan | From::SigningFailed => Error::Internal,
            From::AlreadyThere => Error::Exists,
            From::Stopped => Error::Stopped,
            From::Io(error) => error.into(),
        }
    }
}

/// The file system's word. Only for files of our own; for files that were picked see [`Error::Unreadable`].
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Error::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Error::ReadOnly,
            io::ErrorKind::NotFound => Error::NotFound,
            io::ErrorKind::AlreadyExists => Error::Exists,
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Error::Damaged,
            _ => Error::DiskFailed,
        }
    }
}
