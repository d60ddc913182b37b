//! The command line's grammar. Names here are a contract with scripts: add, never rename.

use clap::{Args as ClapArgs, Parser, Subcommand};
use std::path::PathBuf;

/// A locker for what sources entrust, and proof of what it is worth. Works offline; nothing here opens a network socket.
#[derive(Parser)]
#[command(
    name = "vouchsafe",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
pub struct Args {
    /// One JSON document on standard output; progress and messages go to standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// File whose first line is the passphrase; further lines answer further prompts. `-` is standard input.
    #[arg(long, global = true, value_name = "PATH")]
    pub passphrase_file: Option<PathBuf>,
    /// File that belongs to the passphrase.
    #[arg(long, global = true, value_name = "PATH")]
    pub key_file: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Make a new locker: a folder NAME.locker.
    Create { locker: PathBuf },
    /// Do the main job on the bundled sample case, start to end, and say what was done and where.
    Demo { dir: PathBuf },
    /// Sources.
    #[command(subcommand)]
    Source(SourceCommand),
    /// Take in files and folders.
    Import(ImportArgs),
    /// Items of evidence.
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// Search everything: any form of a word, "exact words", prefix*, -without.
    Search(SearchArgs),
    /// Claims and their links.
    #[command(subcommand)]
    Claim(ClaimCommand),
    /// Make and open dossiers.
    #[command(subcommand)]
    Dossier(DossierCommand),
    /// Check a dossier. Needs no locker.
    Verify(VerifyArgs),
    /// The custody log.
    #[command(subcommand)]
    Log(LogCommand),
    /// Check every blob, every row and the log.
    Check {
        locker: PathBuf,
        /// Mark what is damaged, and say how much of it can still be read. Nothing is moved or deleted.
        #[arg(long)]
        quarantine: bool,
        /// Only some items, at most 20 or 64 MiB a day: those that nobody has read for longest.
        #[arg(long, conflicts_with = "quarantine")]
        some: bool,
    },
    /// Copy a locker to a folder on another disk; a further run copies only what is new.
    Backup {
        locker: PathBuf,
        dir: PathBuf,
        /// Read back only what this run wrote, instead of everything.
        #[arg(long)]
        quick: bool,
    },
    /// Bring a locker back from its backup, to a new folder.
    Restore { dir: PathBuf, locker: PathBuf },
    /// Recovery shares: any K of N people bring the locker back.
    #[command(subcommand)]
    Share(ShareCommand),
    /// Passphrases of a locker.
    #[command(subcommand)]
    Passphrase(PassphraseCommand),
    /// When a locker destroys itself without being asked. Shows the limits, and sets those that are named.
    Limits {
        locker: PathBuf,
        /// Wrong passphrases in a row: 3 to 100, or 0 for any number.
        #[arg(long)]
        tries: Option<u32>,
        /// Days without being opened, or 0 for any number.
        #[arg(long)]
        days: Option<u32>,
    },
    /// The locker's public keys and its fingerprint as words.
    Identity { locker: PathBuf },
    /// Destroy a locker. Asks for no passphrase.
    Wipe {
        locker: PathBuf,
        /// Said on purpose: nothing can be brought back.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub enum SourceCommand {
    /// Add a source by codename.
    Add {
        locker: PathBuf,
        codename: String,
        /// A name, number or handle that must not leave. May be given several times.
        #[arg(long, value_name = "TERM")]
        protect: Vec<String>,
        /// Notes.
        #[arg(long, default_value = "")]
        notes: String,
    },
    /// List the sources.
    List { locker: PathBuf },
    /// Show one source.
    Show { locker: PathBuf, codename: String },
    /// Erase a source's key, and with it everything it entrusted.
    Forget {
        locker: PathBuf,
        codename: String,
        /// Said on purpose: nothing can be brought back.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(ClapArgs)]
pub struct ImportArgs {
    pub locker: PathBuf,
    /// Who entrusts it.
    #[arg(long, value_name = "CODENAME")]
    pub source: String,
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// IANA zone in which clock times without a zone are read, e.g. Europe/Kyiv.
    #[arg(long)]
    pub timezone: Option<String>,
    /// Order of day, month and year, where the file does not tell.
    #[arg(long, value_parser = ["dmy", "mdy", "ymd"])]
    pub date_order: Option<String>,
}

#[derive(Subcommand)]
pub enum EvidenceCommand {
    /// List the items.
    List {
        locker: PathBuf,
        #[arg(long, value_name = "CODENAME")]
        source: Option<String>,
    },
    /// Show one item.
    Show { locker: PathBuf, id: String },
    /// Write the original bytes to standard output.
    Cat { locker: PathBuf, id: String },
    /// Messages of a chat.
    Messages {
        locker: PathBuf,
        id: String,
        #[arg(long, default_value_t = u32::MAX)]
        limit: u32,
        /// Number of the first message, from 1.
        #[arg(long, default_value_t = 1)]
        from: u32,
    },
    /// The text of an item.
    Text { locker: PathBuf, id: String },
}

#[derive(ClapArgs)]
pub struct SearchArgs {
    pub locker: PathBuf,
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    #[arg(long)]
    pub kind: Option<String>,
    #[arg(long, value_name = "CODENAME")]
    pub source: Option<String>,
    #[arg(long)]
    pub author: Option<String>,
    /// Not before this day, YYYY-MM-DD.
    #[arg(long)]
    pub from: Option<String>,
    /// Not after this day, YYYY-MM-DD.
    #[arg(long)]
    pub to: Option<String>,
    /// newest (default) or relevance.
    #[arg(long, value_parser = ["newest", "relevance"])]
    pub order: Option<String>,
}

#[derive(Subcommand)]
pub enum ClaimCommand {
    /// Add a claim.
    Add {
        locker: PathBuf,
        statement: String,
        #[arg(long, value_name = "CODENAME")]
        about: Option<String>,
    },
    /// List the claims with their links.
    List { locker: PathBuf },
    /// Show one claim.
    Show { locker: PathBuf, claim: String },
    /// Link an excerpt to a claim.
    Link(LinkArgs),
    /// Take a link away.
    Unlink { locker: PathBuf, link: String },
}

#[derive(ClapArgs)]
pub struct LinkArgs {
    pub locker: PathBuf,
    pub claim: String,
    pub evidence: String,
    #[arg(long, value_parser = ["supports", "contradicts", "context"])]
    pub relation: String,
    /// Where: message=12-20, page=3, page=3&xywh=percent:10,20,30,5, xywh=percent:…, t=12.5,31, quote=exact text.
    #[arg(long, value_name = "SELECTOR", default_value = "")]
    pub at: String,
    #[arg(long, value_parser = ["A", "B", "C", "D", "E", "F"])]
    pub source_grade: Option<String>,
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=6))]
    pub info_grade: Option<u8>,
    #[arg(long, default_value = "")]
    pub reason: String,
}

#[derive(Subcommand)]
pub enum DossierCommand {
    /// Seal chosen claims and their evidence into one file.
    Export(ExportArgs),
    /// Say what is in a dossier.
    Inspect {
        file: PathBuf,
        #[command(flatten)]
        key: KeyArgs,
    },
    /// Unpack a dossier into a folder.
    Open {
        file: PathBuf,
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        #[command(flatten)]
        key: KeyArgs,
    },
}

#[derive(ClapArgs)]
pub struct ExportArgs {
    pub locker: PathBuf,
    pub out: PathBuf,
    /// A claim; may be given several times.
    #[arg(
        long = "claim",
        value_name = "ID",
        required_unless_present = "all",
        conflicts_with = "all"
    )]
    pub claims: Vec<String>,
    /// All claims.
    #[arg(long)]
    pub all: bool,
    /// age public key (age1…) of a reader; may be given several times.
    #[arg(long = "recipient", value_name = "AGE_PUBLIC_KEY", group = "sealing")]
    pub recipients: Vec<String>,
    /// File whose first line is the passphrase the dossier is sealed with.
    #[arg(long, value_name = "PATH", group = "sealing")]
    pub passphrase_file2: Option<PathBuf>,
    /// Sealed to nobody: a plain .zip that anyone can read.
    #[arg(long, group = "sealing")]
    pub unsealed: bool,
    /// What the panel sees as its name.
    #[arg(long, default_value = "")]
    pub title: String,
    /// A question to the panel; may be given several times.
    #[arg(long = "question", value_name = "TEXT")]
    pub questions: Vec<String>,
    /// An item that stays here although a chosen claim links to it.
    #[arg(long = "leave-out", value_name = "ID")]
    pub leave_out: Vec<String>,
    /// Chats leave whole, not only the linked messages.
    #[arg(long)]
    pub whole_chats: bool,
}

#[derive(ClapArgs)]
pub struct KeyArgs {
    /// File with an age secret key.
    #[arg(long, value_name = "AGE_KEY_FILE")]
    pub identity: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub struct VerifyArgs {
    pub file: PathBuf,
    #[command(flatten)]
    pub key: KeyArgs,
    /// Fingerprint the signature must have, SHA256:….
    #[arg(long, value_name = "FINGERPRINT")]
    pub signer: Option<String>,
}

#[derive(Subcommand)]
pub enum LogCommand {
    /// Entries, of the whole log or of one item.
    Show {
        locker: PathBuf,
        id: Option<String>,
        #[arg(long, default_value_t = u32::MAX)]
        limit: u32,
    },
    /// The head: a short line to note elsewhere.
    Head { locker: PathBuf },
    /// Recompute the whole chain.
    Verify { locker: PathBuf },
}

#[derive(Subcommand)]
pub enum ShareCommand {
    /// Make shares of a new recovery secret: thirty words for each person.
    Make {
        locker: PathBuf,
        /// How many are needed to open the locker.
        #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(2..=16))]
        need: u8,
        /// How many are made.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=16))]
        of: u8,
        /// Write each share to a file of its own in this folder, to be printed; otherwise they are shown.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// As pages of PDF, with the same words as a QR code, instead of plain text.
        #[arg(long, requires = "to")]
        pdf: bool,
    },
    /// Type shares, one per line, and set a new passphrase. Works on a locker and on a backup.
    Join { locker: PathBuf },
    /// Which sets of shares open the locker.
    List { locker: PathBuf },
    /// Make shares useless: all, or those of one set.
    Remove {
        locker: PathBuf,
        /// The eight characters that stand on each share of the set.
        #[arg(long)]
        set: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum PassphraseCommand {
    /// Add a passphrase.
    Add {
        locker: PathBuf,
        /// What to call it.
        #[arg(long, default_value = "")]
        label: String,
    },
    /// Put a new passphrase in place of the present one.
    Change { locker: PathBuf },
    /// Take a passphrase away.
    Remove { locker: PathBuf },
    /// Prepare a passphrase to be given under coercion: it shows a copy of another locker and erases this one.
    Duress {
        locker: PathBuf,
        /// The locker to show: an ordinary one, filled so that it can be believed.
        #[arg(long, value_name = "LOCKER", required_unless_present = "off", conflicts_with = "off")]
        decoy: Option<PathBuf>,
        /// Take the decoy and its passphrase away.
        #[arg(long)]
        off: bool,
    },
}
