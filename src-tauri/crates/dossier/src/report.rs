//! What verification found, as codes. Altered, missing, extra, unsigned and unknown signer are told apart.

use serde::{Deserialize, Serialize};

/// The one word for it. Where several are true the first of this list is said:
/// altered, incomplete, unsigned, unknown signer, intact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Some bytes are not those that were signed, there is a file that nobody signed, the archive says two things at
    /// once, a custody proof fails, or the signature is of something else.
    Altered,
    /// Everything that is there is as signed, but something signed is not there.
    Incomplete,
    /// Whole in itself, but without a signature: anybody could have made it.
    Unsigned,
    /// Whole and signed, but by another key than the expected one.
    UnknownSigner,
    /// Every byte is as it was signed, by the expected key where one was named.
    Intact,
}

impl Outcome {
    /// The word in JSON and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Altered => "altered",
            Outcome::Incomplete => "incomplete",
            Outcome::Unsigned => "unsigned",
            Outcome::UnknownSigner => "unknown-signer",
            Outcome::Intact => "intact",
        }
    }
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The one word.
    pub outcome: Outcome,
    /// Who signed; absent without a signature that holds.
    pub signer: Option<SignerFound>,
    /// SHA-256 of the tag manifest as it is in the file: what judgements bind to.
    pub digest: Option<model::Sha256Digest>,
    /// The files.
    pub files: Files,
    /// The custody slice.
    pub custody: CustodyFound,
    /// Everything else that was found, as codes, in order of appearance; empty for a dossier as this program writes it.
    pub findings: Vec<Finding>,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerFound {
    /// `SHA256:…` as `ssh-keygen -l` prints it.
    pub fingerprint: String,
    /// The same as words, to be read aloud.
    pub words: Vec<String>,
    /// Whether it is the expected one; absent where none was named.
    pub expected: Option<bool>,
}

/// The files of a dossier, by path in the bag; each list in byte order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Files {
    /// How many were digested.
    pub checked: u32,
    /// Other bytes than signed.
    pub altered: Vec<String>,
    /// Signed but not there.
    pub missing: Vec<String>,
    /// There but not signed.
    pub extra: Vec<String>,
}

/// The custody slice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyFound {
    /// Inclusion proofs that were checked.
    pub proofs_checked: u32,
    /// How many of them fail.
    pub failed: u32,
    /// Entries of the log that are counted but not disclosed.
    pub withheld: u32,
}

/// Something that was found besides files that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Kebab-case code, one of those in FORMAT.md: `archive-prefix`, `duplicate-name`, `bad-signature`, …
    pub code: String,
    /// Path in the bag, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl Finding {
    pub(crate) fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            path: None,
        }
    }

    pub(crate) fn at(code: &str, path: &str) -> Self {
        Self {
            code: code.to_owned(),
            path: Some(path.to_owned()),
        }
    }
}
