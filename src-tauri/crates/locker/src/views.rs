//! What the faces are shown and what they ask for. Plain data: ids as text, instants as RFC 3339 UTC, counts as u32, sizes
//! as f64 (JavaScript's number). The same types become TypeScript (`ui/src/ipc/types/`, written by a test) and the JSON of
//! the command line where that asks for nothing else.
//!
//! Deliberately absent: sentences. Codes are kebab-case; faces turn them into words.

use model::{
    ClaimStatus, Counts, Evidence, Fact, Grades, Kind, Message, Moment, Note, Relation, Selector, SourceGrade,
};
use serde::{Deserialize, Serialize};

mod carrying;
pub use carrying::*;

/// A locker on the unlock screen. The face never sees its path.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LockerRef {
    /// Names it in later calls; means nothing outside this run.
    pub handle: String,
    /// Folder name without `.locker`.
    pub name: String,
    /// The bundled sample case, whose passphrase may be shown.
    pub sample: bool,
    /// Only for the sample.
    pub passphrase_hint: Option<String>,
    /// A wipe was cut short and was finished just now, or the locker is damaged: a code.
    pub state: Option<String>,
    /// What the disk and file system mean for a wipe: codes such as `flash`, `ext4-ordered`, `copy-on-write`, `swap-present`.
    pub disk: Vec<String>,
    /// Wrong passphrases that are still borne before it destroys itself, where they are counted.
    pub tries_left: Option<u32>,
}

/// A folder chosen for a new locker.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NewPlace {
    /// Names it in `create_locker`.
    pub handle: String,
    /// Suggested locker name.
    pub name: String,
    /// Last part of the folder's path, for people.
    pub folder: String,
    /// As in [`LockerRef`].
    pub disk: Vec<String>,
}

/// How hard a passphrase is to guess.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Strength {
    /// 0 to 4.
    pub score: u8,
    /// log10 of the guesses needed.
    pub guesses_log10: f64,
    /// log10 of the seconds a well-funded attacker needs at the locker's key derivation cost.
    pub seconds_log10: f64,
}

/// The open locker as the frame shows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LockerView {
    /// Folder name without `.locker`.
    pub name: String,
    /// The bundled sample case.
    pub sample: bool,
    /// Sources in the order of their codenames.
    pub sources: Vec<SourceRow>,
    /// Claims in the locker.
    pub claims: u32,
    /// Dossiers exported from it.
    pub dossiers: u32,
    /// Short line of the custody head, e.g. `7f3a 91c2 · 4,812` without grouping: hash part.
    pub head: HeadView,
    /// Whether secrets could be locked in memory.
    pub memory_locked: bool,
    /// A part of the locker was an older copy when it was unlocked: `database-older`, `slots-older`, or rows of it were altered: `rows-altered`. Nothing was deleted.
    /// Or `limits-altered`: the limits were changed without a passphrase, and are as they were set again.
    pub standing: Option<String>,
    /// As in [`LockerRef`].
    pub disk: Vec<String>,
}

/// The custody head.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeadView {
    /// Number of entries.
    pub entries: u32,
    /// First 16 hexadecimal digits of the tree root, in groups of four: the line to note elsewhere.
    pub line: String,
    /// The whole root, hexadecimal.
    pub root: String,
}

/// A source in the rail.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceRow {
    /// `S-1`.
    pub id: String,
    /// Codename.
    pub codename: String,
    /// Two letters for the binder tab, told apart from the other tabs.
    pub mark: String,
    /// Items it entrusted.
    pub evidence: u32,
}

/// A source's page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceView {
    /// As in the rail.
    #[serde(flatten)]
    pub row: SourceRow,
    /// Names, numbers, handles that must not leave.
    pub protected: Vec<String>,
    /// The journalist's notes.
    pub notes: String,
    /// When it was added.
    pub added: String,
    /// Whether an identity is sealed with it.
    pub has_identity: bool,
}

/// A new or changed source.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct SourceDraft {
    /// Codename.
    pub codename: String,
    /// Protected terms.
    #[serde(default)]
    pub protected: Vec<String>,
    /// Notes.
    #[serde(default)]
    pub notes: String,
}

/// An item in a list.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EvidenceRow {
    /// `E-014`.
    pub id: String,
    /// `S-1`.
    pub source: String,
    /// What it is.
    pub kind: Kind,
    /// By content.
    pub media_type: String,
    /// What lists call it; empty for an item of which a dossier has only excerpts.
    pub title: String,
    /// Original file name; empty likewise.
    pub name: String,
    /// Bytes; 0 likewise.
    pub bytes: f64,
    /// The date the item is *about* as far as it says (photo taken, first message), else when it was taken in.
    pub date: Option<Moment>,
    /// When it came in.
    pub taken_in: String,
    /// Messages, for chats.
    pub messages: Option<u32>,
    /// Pages, for documents.
    pub pages: Option<u32>,
    /// Seconds, for recordings, where known.
    pub seconds: Option<f64>,
    /// Whether `evidence://…/thumb/ID` has a picture.
    pub thumb: bool,
    /// The item it is part of.
    pub part_of: Option<String>,
    /// How many items are parts of it.
    pub part_count: u32,
    /// Independence group.
    pub group: String,
    /// Links by relation.
    pub supports: u32,
    /// Links by relation.
    pub contradicts: u32,
    /// Links by relation.
    pub context: u32,
    /// Code of why it could not be read, where it could not.
    pub unread: Option<String>,
}

/// One item, whole.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EvidenceView {
    /// As in lists.
    #[serde(flatten)]
    pub row: EvidenceRow,
    /// Hexadecimal.
    pub sha256: String,
    /// What the file claims about itself.
    pub claimed: Vec<Fact>,
    /// What is proved: codes with details, e.g. `same-bytes-since-intake`.
    pub proved: Vec<Note>,
    /// What the import had to say, and what the export leaves out.
    pub notes: Vec<Note>,
    /// Links of all claims to it.
    pub links: Vec<LinkView>,
    /// Items inside or attached.
    pub parts: Vec<EvidenceRow>,
    /// Participants of a chat, most frequent first.
    pub participants: Vec<Participant>,
}

/// Who writes in a chat.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Participant {
    /// Display name; absent for deleted accounts.
    pub name: Option<String>,
    /// How many messages.
    pub messages: u32,
}

/// Messages of a chat, from `from` on.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MessagesPage {
    /// All there are.
    pub total: u32,
    /// First `n` in `messages`.
    pub from: u32,
    /// In file order.
    pub messages: Vec<MessageView>,
}

/// A message with what a viewer needs beside it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MessageView {
    /// As the export tells it.
    #[serde(flatten)]
    pub message: Message,
    /// `n` of the message it answers, where that is in the item.
    pub reply_n: Option<u32>,
    /// Links that cover it: relation and claim.
    pub linked: Vec<LinkMark>,
}

/// That an excerpt here is linked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LinkMark {
    /// `L-1`.
    pub link: String,
    /// `C-1`.
    pub claim: String,
    /// Relation.
    pub relation: Relation,
}

/// A day of a chat, for jumping and for the scroll bar.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChatDay {
    /// `2023-03-14`, or empty where no time is known.
    pub day: String,
    /// First `n` of the day.
    pub from: u32,
    /// Messages.
    pub count: u32,
}

/// Text of an item.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TextView {
    /// Pages in order; one page 0 for items without pages. Bounded to `limit` characters in all.
    pub pages: Vec<TextPage>,
    /// Whether there is more.
    pub cut: bool,
}

/// Text of one page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TextPage {
    /// From 1; 0 without pages.
    pub page: u32,
    /// UTF-8; offsets in selectors count its characters.
    pub text: String,
}

/// Text of a PDF page in place.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PageRuns {
    /// From 1.
    pub page: u32,
    /// Width over height of the page as shown.
    pub aspect: f64,
    /// Runs in reading order.
    pub runs: Vec<Run>,
}

/// A piece of text on a page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Run {
    /// Start in characters of the page's text.
    pub start: u32,
    /// The words.
    pub text: String,
    /// Left, top, width, height in hundredths of a percent of the page.
    pub at: [u32; 4],
}

/// A claim with its links.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClaimView {
    /// `C-1`.
    pub id: String,
    /// The statement.
    pub statement: String,
    /// `S-1`.
    pub about: Option<String>,
    /// By the rule.
    pub status: ClaimStatus,
    /// What the rule counted.
    pub counts: Counts,
    /// Groups that support and that contradict, by name.
    pub supporting_groups: Vec<String>,
    /// As above.
    pub contradicting_groups: Vec<String>,
    /// Its links in the order they were made.
    pub links: Vec<LinkView>,
}

/// A link with what is shown of its excerpt.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LinkView {
    /// `L-1`.
    pub id: String,
    /// `C-1`.
    pub claim: String,
    /// The claim's statement.
    pub statement: String,
    /// `E-014`.
    pub evidence: String,
    /// The item's title.
    pub title: String,
    /// The item's kind.
    pub kind: Kind,
    /// The item's source.
    pub source: String,
    /// Its independence group.
    pub group: String,
    /// Relation.
    pub relation: Relation,
    /// Where.
    pub at: Selector,
    /// Words of the excerpt; empty for pictures.
    pub quote: String,
    /// Grades.
    pub grades: Grades,
    /// Why.
    pub reason: String,
}

/// A new claim.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct ClaimDraft {
    /// The statement.
    pub statement: String,
    /// `S-1` or a codename.
    #[serde(default)]
    pub about: Option<String>,
}

/// A new link.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct LinkDraft {
    /// `C-1`.
    pub claim: String,
    /// `E-014`.
    pub evidence: String,
    /// Relation.
    pub relation: Relation,
    /// Selector in the command line's grammar; empty for the whole item.
    #[serde(default)]
    pub at: String,
    /// `A` to `F`.
    #[serde(default)]
    pub source_grade: Option<SourceGrade>,
    /// 1 to 6.
    #[serde(default)]
    pub info_grade: Option<u8>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The matrix: claims down, items across, grouped by independence.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MatrixView {
    /// Claims with all their links; a cell is the links of one claim to one item.
    pub claims: Vec<ClaimView>,
    /// Columns: groups in order, each with its linked items.
    pub groups: Vec<MatrixGroup>,
}

/// One independence group of the matrix.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MatrixGroup {
    /// Its name.
    pub name: String,
    /// Its items.
    pub items: Vec<EvidenceRow>,
}

/// What to search.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct SearchRequest {
    /// As the person typed it.
    pub query: String,
    /// `S-1` or codename.
    #[serde(default)]
    pub source: Option<String>,
    /// Kind code.
    #[serde(default)]
    pub kind: Option<String>,
    /// `E-014`: inside one item.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Display name.
    #[serde(default)]
    pub author: Option<String>,
    /// `2023-03-14`, inclusive.
    #[serde(default)]
    pub from: Option<String>,
    /// Inclusive.
    #[serde(default)]
    pub to: Option<String>,
    /// `newest` (default) or `relevance`.
    #[serde(default)]
    pub order: Option<String>,
    /// At most 500; 50 if absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// How many to pass over.
    #[serde(default)]
    pub offset: Option<u32>,
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SearchView {
    /// All there are, counted up to 10,000.
    pub total: u32,
    /// In the order asked for.
    pub hits: Vec<HitView>,
    /// Milliseconds.
    pub took_ms: f64,
}

/// One hit.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HitView {
    /// `E-014`; empty for a claim or a source note.
    pub evidence: String,
    /// The item's title, the claim's number or the codename.
    pub title: String,
    /// Kind code, `claim` or `source`.
    pub kind: String,
    /// Codename.
    pub source: String,
    /// The exact place.
    pub at: Selector,
    /// Words around it.
    pub snippet: String,
    /// Start and length, in characters of `snippet`, of what matched.
    pub marks: Vec<[u32; 2]>,
    /// Who wrote it, for messages.
    pub author: Option<String>,
    /// When, for messages.
    pub time: Option<Moment>,
}

/// What an import says of one file.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ImportItem {
    /// Path below the folder that was chosen, for people.
    pub path: String,
    /// `added`, `already-here`, `healed` (what was stored was damaged and is replaced) or `refused`.
    pub outcome: String,
    /// The item, unless refused.
    pub id: Option<String>,
    /// Kind.
    pub kind: Option<Kind>,
    /// Media type.
    pub media_type: Option<String>,
    /// Hexadecimal.
    pub sha256: Option<String>,
    /// Length.
    pub bytes: f64,
    /// Messages, for chats.
    pub messages: Option<u32>,
    /// Participants, for chats.
    pub participants: Vec<Participant>,
    /// Attachments, for chats.
    pub attachments: AttachmentCounts,
    /// Messages, lines or fields that were not understood, kept and counted.
    pub unparsed: u32,
    /// The item it is part of.
    pub part_of: Option<String>,
    /// What the import has to say: codes with figures. (The command line's `notes` are the codes.)
    pub notes: Vec<Note>,
    /// Why it was refused: a code of [`crate::Error`].
    pub refusal: Option<String>,
}

/// Attachments of a chat.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttachmentCounts {
    /// In the locker now.
    pub found: u32,
    /// Named by the export but not there.
    pub missing: u32,
}

/// What an import says in all.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ImportReport {
    /// Per file.
    pub items: Vec<ImportItem>,
    /// Sums.
    pub totals: ImportTotals,
    /// Whether the person stopped it; what was added stays.
    pub stopped: bool,
}

/// Sums of an import.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ImportTotals {
    /// Items added.
    pub added: u32,
    /// Found again.
    pub already_here: u32,
    /// Refused.
    pub refused: u32,
    /// Bytes sealed.
    pub bytes: f64,
    /// Messages read.
    pub messages: u32,
}

/// What to import.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct ImportRequest {
    /// `S-1` or codename.
    pub source: String,
    /// IANA zone for wall clocks.
    #[serde(default)]
    pub timezone: Option<String>,
    /// `dmy`, `mdy` or `ymd`.
    #[serde(default)]
    pub date_order: Option<String>,
}

/// How far long work is. Sent as event `job`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct JobView {
    /// Names it in `job_stop`.
    pub id: u32,
    /// `import`, `export`, `verify`, `check`, `set-apart`, `decoy`, `backup`, `restore`.
    pub what: String,
    /// Bytes done.
    pub done: f64,
    /// Bytes in all; 0 while not known.
    pub total: f64,
    /// Which file of how many, where the work goes from file to file; 0 and 0 elsewhere.
    pub files: [u32; 2],
    /// Seconds left, where it can be told.
    pub seconds_left: Option<f64>,
    /// `running`, `done`, `stopped` or `failed`.
    pub state: String,
    /// Error code, where it failed.
    pub error: Option<ErrorView>,
}

/// An error for a face.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ErrorView {
    /// Kebab-case code; the face has its sentences: what happened, what is safe, what to do.
    pub code: String,
    /// Figures for the sentence, never names or paths.
    pub figures: Vec<u32>,
}

/// What a dossier would hold, before it is made.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DossierPlan {
    /// Claims chosen and in all.
    pub claims: [u32; 2],
    /// Items chosen and in all.
    pub evidence: [u32; 2],
    /// Excerpts that leave.
    pub excerpts: u32,
    /// Custody entries that are disclosed and that are counted as withheld.
    pub custody: [u32; 2],
    /// Bytes.
    pub bytes: f64,
    /// The items.
    pub items: Vec<EvidenceRow>,
    /// What to look at before it leaves: codes with figures, e.g. `protected-term-found`, `gps-in-photo`, `whole-chat-leaves`.
    pub warnings: Vec<PlanWarning>,
}

/// Something to look at before a dossier leaves.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanWarning {
    /// Code.
    pub code: String,
    /// Item it concerns.
    pub evidence: Option<String>,
    /// How many.
    pub count: u32,
}

/// What to hand over.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct DossierRequest {
    /// Its name and what the panel is asked.
    #[serde(default)]
    pub title: String,
    /// The questions to the panel.
    #[serde(default)]
    pub questions: Vec<String>,
    /// Claims by id; empty and `all` true for all.
    #[serde(default)]
    pub claims: Vec<String>,
    /// All claims.
    #[serde(default)]
    pub all: bool,
    /// Items that stay here although a chosen claim links to them.
    #[serde(default)]
    pub leave_out: Vec<String>,
    /// Items of chats leave as the linked messages with this many around them, unless `whole_chats`.
    #[serde(default)]
    pub whole_chats: bool,
    /// age public keys, `age1…`.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Sealed to nobody, after a warning.
    #[serde(default)]
    pub unsealed: bool,
}

/// What was exported.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DossierMade {
    /// File name without folders.
    pub name: String,
    /// Bytes of the file.
    pub bytes: f64,
    /// SHA-256 of its tag manifest: what judgements bind to.
    pub digest: String,
    /// The signer's fingerprint.
    pub fingerprint: String,
    /// The same as words, to be read aloud.
    pub words: Vec<String>,
}

/// A dossier that was exported earlier.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DossierRow {
    /// Its title.
    pub title: String,
    /// When.
    pub at: String,
    /// As in [`DossierMade`].
    pub digest: String,
    /// Claims in it.
    pub claims: u32,
    /// Items in it.
    pub evidence: u32,
}

/// A dossier open for review.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReviewView {
    /// Its title.
    pub title: String,
    /// Questions to the panel.
    pub questions: Vec<String>,
    /// What verification found.
    pub report: VerifyView,
    /// When it was signed.
    pub signed: Option<String>,
    /// Claims with their excerpts; empty unless intact or the person chose to look all the same.
    pub claims: Vec<ClaimView>,
    /// Items that came.
    pub items: Vec<EvidenceRow>,
    /// What the items claim about themselves, by item.
    pub claimed: Vec<(String, Vec<Fact>)>,
}

/// What verification found.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerifyView {
    /// `intact`, `altered`, `incomplete`, `unsigned`, `unknown-signer`.
    pub outcome: String,
    /// Who signed.
    pub signer: Option<SignerView>,
    /// Files.
    pub files: VerifyFiles,
    /// Custody proofs.
    pub custody: VerifyCustody,
    /// SHA-256 of the tag manifest.
    pub digest: Option<String>,
}

/// Who signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SignerView {
    /// `SHA256:…` as OpenSSH prints it.
    pub fingerprint: String,
    /// Words to be read aloud.
    pub words: Vec<String>,
    /// Whether it is the signer that was expected.
    pub known: bool,
}

/// Files of a dossier.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerifyFiles {
    /// How many were digested.
    pub checked: u32,
    /// Other bytes than signed.
    pub altered: Vec<String>,
    /// Signed but not there.
    pub missing: Vec<String>,
    /// There but not signed.
    pub extra: Vec<String>,
}

/// Custody proofs of a dossier.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerifyCustody {
    /// Inclusion proofs checked.
    pub proofs_checked: u32,
    /// Failed.
    pub failed: u32,
    /// Entries withheld, counted.
    pub withheld: u32,
}

/// Entries of the custody log, newest first.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogPage {
    /// All there are.
    pub total: u32,
    /// Entries.
    pub entries: Vec<LogEntry>,
    /// The head.
    pub head: HeadView,
}

/// One entry.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogEntry {
    /// Place, from 1.
    pub n: u32,
    /// When, RFC 3339.
    pub at: String,
    /// Act code.
    pub act: String,
    /// On what.
    pub item: String,
    /// Particulars.
    pub details: Vec<(String, String)>,
    /// Chain hash after it, first 16 digits.
    pub hash: String,
}

/// What `log verify` found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogCheck {
    /// Entries recomputed.
    pub entries: u32,
    /// Entry numbers where the chain breaks.
    pub broken: Vec<u32>,
    /// The head.
    pub head: HeadView,
}

/// What `check` found.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CheckReport {
    /// Blobs read whole and compared with their digests.
    pub blobs: u32,
    /// Items whose bytes are not what was taken in.
    pub damaged: Vec<String>,
    /// Items whose blob is missing.
    pub missing: Vec<String>,
    /// Those of the damaged whose bytes the disk does not give: a failing disk, or rights that are missing.
    pub unreadable: Vec<String>,
    /// Whether the database's pages authenticate.
    pub database: bool,
    /// Whether rows were put back, taken out or changed from outside.
    pub rows_altered: bool,
    /// Custody entries that do not chain.
    pub log_broken: Vec<u32>,
    /// Sealed files that the database has never heard of: kept, since an older database may have been put back.
    pub strays: u32,
}

/// What a look at a few items found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SomeChecked {
    /// Items that were read to their end and compared.
    pub checked: u32,
    /// Bytes that were read.
    pub bytes: u64,
    /// Items whose bytes are not what was taken in. They are marked now.
    pub damaged: Vec<String>,
    /// Items whose blob is missing. They are marked now.
    pub missing: Vec<String>,
    /// Those of the damaged whose bytes the disk does not give.
    pub unreadable: Vec<String>,
    /// How many of the damaged and missing nobody had been told of.
    pub news: u32,
}

/// What the locker does without being asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Safeguards {
    /// Wrong passphrases in a row after which it destroys itself; 0 for never.
    pub tries: u32,
    /// Days without being opened after which it destroys itself; 0 for never.
    pub days: u32,
    /// Whether a passphrase given under coercion shows a decoy and erases the rest.
    pub decoy: bool,
}

/// What may be set. Kept in the locker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settings {
    /// Minutes without input after which it locks; 0 for never.
    pub idle_minutes: u32,
    /// `system`, `light`, `dark`, `field`.
    pub theme: String,
    /// `en`, `ru`, `uk`, or empty for the system's.
    pub language: String,
    /// Whether single letters act.
    pub letter_keys: bool,
}

/// What a wipe did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WipeView {
    /// Milliseconds until no key was left on the disk.
    pub keys_destroyed_ms: f64,
    /// Milliseconds in all.
    pub total_ms: f64,
    /// Codes of what may be left: `flash-spare-blocks`, `snapshots`, `swap`, …
    pub left: Vec<String>,
}

/// The public keys of a locker.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IdentityKeys {
    /// OpenSSH public key line that signs dossiers.
    pub signing: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The same as words.
    pub words: Vec<String>,
    /// age recipient for files sealed to this locker.
    pub age: String,
}

/// A source's sealed identity, shown for ten seconds.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IdentityView {
    /// Name and whatever else the person put there.
    pub text: String,
}

/// The whole of what lists need from a model item; kept here so that faces never see blob ids.
pub(crate) fn title_of(evidence: &Evidence) -> &str {
    if evidence.title.is_empty() {
        &evidence.name
    } else {
        &evidence.title
    }
}
