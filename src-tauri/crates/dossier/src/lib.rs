//! The file that is handed over: write, seal, read, verify, unpack. `FORMAT.md` is its specification.
//!
//! A dossier is a BagIt bag in a ZIP archive in an age file, signed in SSHSIG form. Reading is random access through
//! all three: nothing is written to disk, and nothing is shown that was not hashed first.
//!
//! Deliberately absent: deciding what may leave (the gates are the `locker` crate's), the locker itself, sentences for
//! people, and every network address: `fetch.txt` is never followed.

mod contents;
mod custody;
mod error;
mod plan;
mod report;

pub use contents::{Contents, DossierClaim, DossierEvidence, DossierLink, MessagesFile, Problem, Run, VERSION};
pub use custody::{CustodySlice, DisclosedEntry, ItemHead};
pub use error::{Error, Result};
pub use plan::{Originals, Plan, PlanClaim, PlanEvidence, PlanLink, PlanProblem, Sealing, Written};
pub use report::{CustodyFound, Files, Finding, Outcome, Report, SignerFound};

/// The most scrypt work (log2 of N) a passphrase file may ask for: 2^20 is 1 GiB of memory.
pub const WORK_FACTOR_LIMIT: u8 = 20;

/// The SSHSIG namespace of the signature over the tag manifest.
pub const NAMESPACE: &str = "vouchsafe-dossier";
