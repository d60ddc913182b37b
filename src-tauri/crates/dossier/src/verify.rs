//! Verification: one function over an opened dossier, used by the window, the command line and the tests. Every byte of
//! every signed file is hashed once, in bounded memory.

use crate::archive::Entry;
use crate::bag::{
    DECLARATION, DECLARED, INFO, MANIFEST, Manifest, PAYLOAD, SIGNATURE, TAG_MANIFEST, read_manifest, read_oxum,
};
use crate::names::is_portable;
use crate::open::PIECE;
use crate::{CustodyFound, Error, Files, Finding, NAMESPACE, Opened, Outcome, Report, Result, SignerFound};
use model::{Progress, Sha256Digest};
use seal::{Digest, PublicKey, SealError, sha256};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Most bytes of a manifest or a signature that are read.
const TAG_LIMIT: u64 = 64 << 20;

/// Hashes every file, checks manifests, signature and custody proofs. `expected` names the signer by fingerprint
/// (`SHA256:…`), by its eight words or by its OpenSSH line; without it the report says who signed and leaves the judgement
/// to the person. Progress is in bytes.
///
/// # Errors
/// [`Error::Stopped`], [`Error::TooLarge`] and errors of the medium; everything wrong with the dossier is in the report.
pub fn verify<R: Read + Seek>(
    opened: &mut Opened<R>,
    expected: Option<&str>,
    progress: &dyn Progress,
) -> Result<Report> {
    let mut findings = opened.index.findings.clone();
    let tags = Tags::read(opened)?;
    findings.extend_from_slice(&tags.payload.findings);
    findings.extend_from_slice(&tags.tag.findings);
    note_names(opened, &mut findings);
    let mut hashed = hash_all(opened, &tags, progress)?;
    let files = compare(opened, &tags, &mut hashed);
    opened.contents = None;
    opened.verified = Some(hashed.into_iter().map(|(path, file)| (path, file.pieces)).collect());

    let key = check_signature(&tags, &mut findings);
    check_tags(opened, &tags, &files, &mut findings);
    check_contents(opened, &tags, &files, &mut findings);
    let custody = match &key {
        Some(key) => check_custody(opened, key, &files, &mut findings),
        None => CustodyFound::default(),
    };
    let signer = key.map(|key| SignerFound::of(&key, expected));
    Ok(Report {
        outcome: outcome(&files, &findings, custody, signer.as_ref()),
        signer,
        digest: tags.tag_bytes.as_deref().map(sha256),
        files,
        custody,
        findings,
    })
}

fn outcome(files: &Files, findings: &[Finding], custody: CustodyFound, signer: Option<&SignerFound>) -> Outcome {
    let altered = !files.altered.is_empty() || !files.extra.is_empty() || !findings.is_empty() || custody.failed > 0;
    match signer {
        _ if altered => Outcome::Altered,
        _ if !files.missing.is_empty() => Outcome::Incomplete,
        None => Outcome::Unsigned,
        Some(signer) if signer.expected == Some(false) => Outcome::UnknownSigner,
        Some(_) => Outcome::Intact,
    }
}

impl SignerFound {
    pub(crate) fn of(key: &PublicKey, expected: Option<&str>) -> Self {
        Self {
            fingerprint: key.fingerprint(),
            words: key.words().split(' ').map(str::to_owned).collect(),
            expected: expected.map(|named| names_key(named, key)),
        }
    }
}

/// Whether a person's text names this key.
fn names_key(named: &str, key: &PublicKey) -> bool {
    let named = named.trim();
    let words: Vec<_> = named
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let by_words = words.join(" ").to_lowercase() == key.words();
    by_words || named == key.fingerprint() || named.parse::<PublicKey>().is_ok_and(|other| other == *key)
}

/// The manifests as they are in the file.
struct Tags {
    payload: Manifest,
    has_payload: bool,
    tag: Manifest,
    tag_bytes: Option<Vec<u8>>,
    signature: Option<Vec<u8>>,
}

impl Tags {
    fn read<R: Read + Seek>(opened: &mut Opened<R>) -> Result<Self> {
        let payload = read_tag(opened, MANIFEST)?;
        let tag_bytes = read_tag(opened, TAG_MANIFEST)?;
        Ok(Self {
            has_payload: payload.is_some(),
            payload: read_manifest(payload.as_deref().unwrap_or_default(), true),
            tag: read_manifest(tag_bytes.as_deref().unwrap_or_default(), false),
            signature: read_tag(opened, SIGNATURE)?,
            tag_bytes,
        })
    }

    fn wanted(&self, path: &str) -> Option<&Sha256Digest> {
        self.payload.digests.get(path).or_else(|| self.tag.digests.get(path))
    }

    /// Whether verification can say of this path that nobody signed it.
    fn knows(&self, path: &str) -> bool {
        let listed_in = if path.starts_with(PAYLOAD) {
            self.has_payload
        } else {
            self.tag_bytes.is_some()
        };
        listed_in && path != TAG_MANIFEST && path != SIGNATURE
    }
}

/// A tag file's bytes; none where it is absent or cannot be read.
fn read_tag<R: Read + Seek>(opened: &mut Opened<R>, path: &str) -> Result<Option<Vec<u8>>> {
    let Some(entry) = opened.index.entries.get(path) else {
        return Ok(None);
    };
    if entry.end() > opened.bytes.len() {
        return Ok(Some(Vec::new())); // told as altered by `compare`
    }
    if entry.len > TAG_LIMIT {
        return Err(Error::TooLarge);
    }
    match opened.bytes.read_at(entry.data_at(), entry.len) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(Error::Damaged | Error::CutShort) => Ok(Some(Vec::new())),
        Err(error) => Err(error),
    }
}

/// A file as it is.
struct Hashed {
    whole: Sha256Digest,
    pieces: Vec<Sha256Digest>,
}

fn hash_all<R: Read + Seek>(
    opened: &mut Opened<R>,
    tags: &Tags,
    progress: &dyn Progress,
) -> Result<BTreeMap<String, Hashed>> {
    let listed = |path: &str| tags.wanted(path).is_some() || path == TAG_MANIFEST || path == SIGNATURE;
    let entries: Vec<Entry> = opened
        .index
        .entries
        .values()
        .filter(|entry| listed(&entry.path))
        .cloned()
        .collect();
    let total = entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.len));
    let (mut hashed, mut done) = (BTreeMap::new(), 0_u64);
    for entry in entries {
        match hash_file(opened, &entry, &mut |n| {
            done = done.saturating_add(n);
            progress.report(done, total);
            progress.go_on()
        }) {
            Ok(file) => drop(hashed.insert(entry.path, file)),
            Err(Error::Damaged | Error::CutShort) => {} // told as altered by `compare`
            Err(error) => return Err(error),
        }
    }
    Ok(hashed)
}

fn hash_file<R: Read + Seek>(
    opened: &mut Opened<R>,
    entry: &Entry,
    each: &mut dyn FnMut(u64) -> std::result::Result<(), model::Stopped>,
) -> Result<Hashed> {
    let (mut whole, mut crc, mut pieces) = (Digest::new(), crc32fast::Hasher::new(), Vec::new());
    if entry.end() > opened.bytes.len() {
        return Err(Error::CutShort);
    }
    let mut at = 0;
    while at < entry.len {
        let bytes = opened.bytes.read_at(entry.data_at() + at, PIECE.min(entry.len - at))?;
        whole.update(&bytes);
        crc.update(&bytes);
        pieces.push(sha256(&bytes));
        at += bytes.len() as u64;
        each(bytes.len() as u64)?;
    }
    if crc.finalize() != entry.crc {
        return Err(Error::Damaged); // another ZIP program would refuse it
    }
    Ok(Hashed {
        whole: whole.finish(),
        pieces,
    })
}

/// Tells altered, missing and extra apart; what is altered is dropped from `hashed`.
fn compare<R: Read + Seek>(opened: &Opened<R>, tags: &Tags, hashed: &mut BTreeMap<String, Hashed>) -> Files {
    let mut files = Files::default();
    for (path, digest) in tags.payload.digests.iter().chain(&tags.tag.digests) {
        if !opened.index.entries.contains_key(path) {
            files.missing.push(path.clone());
        } else if hashed.get(path).is_none_or(|file| file.whole != *digest) {
            files.altered.push(path.clone());
            hashed.remove(path);
        }
    }
    if tags.tag_bytes.is_none() {
        files.missing.push(TAG_MANIFEST.to_owned());
    }
    let unreadable = |path: &&str| opened.index.entries.contains_key(*path) && !hashed.contains_key(*path);
    files.altered.extend(
        [TAG_MANIFEST, SIGNATURE]
            .iter()
            .filter(|path| unreadable(path))
            .map(|path| path.to_string()),
    );
    let extra = |path: &&String| tags.knows(path) && tags.wanted(path).is_none();
    files.extra = opened.index.entries.keys().filter(extra).cloned().collect();
    files.checked = (hashed.len() + files.altered.len()) as u32;
    for list in [&mut files.altered, &mut files.missing, &mut files.extra] {
        list.sort();
        list.dedup();
    }
    files
}

fn note_names<R: Read + Seek>(opened: &Opened<R>, findings: &mut Vec<Finding>) {
    for path in opened.index.entries.keys() {
        let root = !path.contains('/');
        if !is_portable(path) {
            findings.push(Finding::at("unsafe-path", path));
        } else if path == "fetch.txt" {
            findings.push(Finding::at("fetch-file", path));
        } else if root && path.contains("manifest-") && !matches!(path.as_str(), MANIFEST | TAG_MANIFEST | SIGNATURE) {
            findings.push(Finding::at("other-manifest", path));
        }
    }
}

/// The key that signed the tag manifest; a signature that does not hold is a finding, none at all is none.
fn check_signature(tags: &Tags, findings: &mut Vec<Finding>) -> Option<PublicKey> {
    let (tag, signature) = (tags.tag_bytes.as_ref()?, tags.signature.as_ref()?);
    let pem = std::str::from_utf8(signature).map_err(|_| SealError::UnknownFormat);
    match pem.and_then(|pem| seal::verify(pem, NAMESPACE, tag)) {
        Ok(key) => Some(key),
        Err(SealError::SignatureOtherNamespace) => note(findings, "signature-for-something-else"),
        Err(SealError::SignatureUnsupported) => note(findings, "signature-unsupported"),
        Err(_) => note(findings, "bad-signature"),
    }
}

fn note<T>(findings: &mut Vec<Finding>, code: &str) -> Option<T> {
    findings.push(Finding::new(code));
    None
}

/// The tag files that bind the rest must be signed themselves, and say what a dossier says.
fn check_tags<R: Read + Seek>(opened: &mut Opened<R>, tags: &Tags, files: &Files, findings: &mut Vec<Finding>) {
    if tags.tag_bytes.is_some() {
        let needed = [DECLARATION, INFO, MANIFEST];
        let unsigned = needed.iter().filter(|path| !tags.tag.digests.contains_key(**path));
        findings.extend(unsigned.map(|path| Finding::at("tag-not-signed", path)));
    }
    let declared = opened.read_verified(DECLARATION, 0..TAG_LIMIT);
    if declared.is_ok_and(|bytes| bytes != DECLARED.as_bytes()) {
        findings.push(Finding::at("bad-declaration", DECLARATION));
    }
    let Ok(info) = opened.read_verified(INFO, 0..TAG_LIMIT) else {
        return;
    };
    let lens = tags
        .payload
        .digests
        .keys()
        .filter_map(|path| opened.index.entries.get(path))
        .map(|entry| entry.len);
    let size = lens.fold(0_u64, u64::saturating_add);
    let complete = files.missing.is_empty() && tags.has_payload;
    if complete && read_oxum(&info) != Some((size, tags.payload.digests.len() as u64)) {
        findings.push(Finding::at("payload-size-differs", INFO));
    }
}

/// `dossier.json` can be read, and its items are the files of the manifest.
fn check_contents<R: Read + Seek>(opened: &mut Opened<R>, tags: &Tags, files: &Files, findings: &mut Vec<Finding>) {
    const PATH: &str = "data/dossier.json";
    let told = |path: &str| files.missing.iter().chain(&files.altered).any(|told| told == path);
    if !tags.has_payload || told(PATH) {
        return;
    }
    let Ok(contents) = opened.contents() else {
        findings.push(Finding::at("bad-contents", PATH));
        return;
    };
    for item in &contents.evidence {
        for path in [&item.file, &item.text, &item.messages].into_iter().flatten() {
            if !tags.payload.digests.contains_key(path) {
                findings.push(Finding::at("bad-contents", path));
            }
        }
        let listed = item.file.as_ref().and_then(|path| tags.payload.digests.get(path));
        if listed.is_some_and(|digest| Some(*digest) != item.sha256) {
            findings.push(Finding::at("bad-contents", PATH));
        }
    }
}

fn check_custody<R: Read + Seek>(
    opened: &mut Opened<R>,
    key: &PublicKey,
    files: &Files,
    findings: &mut Vec<Finding>,
) -> CustodyFound {
    const PATH: &str = "data/custody.json";
    if files.altered.iter().any(|path| path == PATH) {
        return CustodyFound::default();
    }
    match opened.custody() {
        Ok(Some(slice)) => slice.check(key),
        Ok(None) | Err(Error::NotVerified) => CustodyFound::default(),
        Err(_) => {
            findings.push(Finding::at("bad-custody", PATH));
            CustodyFound::default()
        }
    }
}
