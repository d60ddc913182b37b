//! The file that is handed over: write, seal, read, verify, unpack. `FORMAT.md` is its specification.
//!
//! A dossier is a BagIt bag in a ZIP archive in an age file, signed in SSHSIG form. Reading is random access through
//! all three: nothing is written to disk, and nothing is shown that was not hashed first.
//!
//! Deliberately absent: deciding what may leave (the gates are the `locker` crate's), the locker itself, sentences for
//! people, and every network address: `fetch.txt` is never followed.

mod annotations;
mod archive;
mod archive_read;
mod archive_write;
mod bag;
mod bytes;
mod contents;
mod custody;
mod describe;
mod error;
mod names;
mod open;
mod page;
mod plan;
mod report;
mod unpack;
mod verify;
mod write;

pub use contents::{Contents, DossierClaim, DossierEvidence, DossierLink, MessagesFile, Problem, Run, VERSION};
pub use custody::{CustodySlice, DisclosedEntry, ItemHead};
pub use error::{Error, Result};
pub use open::{Opened, Part, READ_LIMIT, open};
pub use plan::{Originals, Plan, PlanClaim, PlanEvidence, PlanLink, PlanProblem, Sealing, Written};
pub use report::{CustodyFound, Files, Finding, Outcome, Report, SignerFound};
pub use unpack::unpack;
pub use verify::verify;
pub use write::write;

/// The SSHSIG namespace of the signature over the tag manifest.
pub const NAMESPACE: &str = "vouchsafe-dossier";
