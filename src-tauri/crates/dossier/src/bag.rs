//! BagIt 1.0 (RFC 8493): the declaration, the two manifests and the payload's size. Reading is bounded and strict where
//! a difference could hide something; `fetch.txt` is never followed.

use crate::names::is_inside;
use crate::{Finding, archive::FILES_LIMIT};
use model::Sha256Digest;
use std::collections::{BTreeMap, btree_map::Entry};

pub(crate) const DECLARATION: &str = "bagit.txt";
pub(crate) const INFO: &str = "bag-info.txt";
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(crate) const SIGNATURE: &str = "tagmanifest-sha256.txt.sig";
pub(crate) const PAYLOAD: &str = "data/";

/// What `bagit.txt` says, to the byte.
pub(crate) const DECLARED: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Paths and their digests, as `sha256sum -c` reads them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Manifest {
    pub(crate) digests: BTreeMap<String, Sha256Digest>,
    pub(crate) findings: Vec<Finding>,
}

/// The manifest of these files; paths are portable, so nothing needs encoding.
pub(crate) fn write_manifest(digests: &BTreeMap<String, Sha256Digest>) -> String {
    digests
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect()
}

/// Reads a manifest. Lines that are none, paths that lead outside and paths that stand twice are findings and name no
/// file; `payload` tells which manifest it is, as a payload manifest lists only what is under `data/` and a tag
/// manifest only what is not.
pub(crate) fn read_manifest(bytes: &[u8], payload: bool) -> Manifest {
    let mut manifest = Manifest::default();
    let Ok(text) = std::str::from_utf8(bytes) else {
        manifest.findings.push(Finding::new("bad-manifest"));
        return manifest;
    };
    let lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
    for line in lines.take(FILES_LIMIT + 1) {
        match read_line(line, payload) {
            Ok((path, digest)) => manifest.add(path, digest),
            Err(code) => manifest.findings.push(Finding::new(code)),
        }
    }
    if manifest.digests.len() > FILES_LIMIT {
        manifest.findings.push(Finding::new("bad-manifest"));
    }
    manifest
}

impl Manifest {
    fn add(&mut self, path: String, digest: Sha256Digest) {
        match self.digests.entry(path) {
            Entry::Occupied(listed) => self.findings.push(Finding::at("listed-twice", listed.key())),
            Entry::Vacant(free) => {
                free.insert(digest);
            }
        }
    }
}

fn read_line(line: &str, payload: bool) -> Result<(String, Sha256Digest), &'static str> {
    let (digest, path) = line.split_once([' ', '\t']).ok_or("bad-manifest")?;
    let digest = digest.parse().map_err(|_| "bad-manifest")?;
    let path = decode(path.trim_start_matches([' ', '\t']))?;
    let path = path.strip_prefix("./").unwrap_or(&path);
    if !is_inside(path) || path.starts_with(PAYLOAD) != payload {
        return Err("unsafe-path");
    }
    Ok((path.to_owned(), digest))
}

/// RFC 8493, 2.1.3: `%0A`, `%0D` and `%25` stand for LF, CR and `%`. A path with a line break is then refused.
fn decode(path: &str) -> Result<String, &'static str> {
    let mut parts = path.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).ok_or("bad-manifest")?;
        out.push(match code.to_ascii_uppercase().as_str() {
            "0A" => '\n',
            "0D" => '\r',
            "25" => '%',
            _ => return Err("bad-manifest"),
        });
        out.push_str(rest);
    }
    Ok(out)
}

/// `Payload-Oxum` of `bag-info.txt`: bytes and number of payload files, where it is stated once and readable.
pub(crate) fn read_oxum(bytes: &[u8]) -> Option<(u64, u64)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut stated = text.lines().filter_map(|line| line.strip_prefix("Payload-Oxum:"));
    let (size, files) = stated.next()?.trim().split_once('.')?;
    let once = stated.next().is_none();
    once.then_some((size.parse().ok()?, files.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(text: &str) -> Vec<String> {
        read_manifest(text.as_bytes(), true)
            .findings
            .into_iter()
            .map(|f| f.code)
            .collect()
    }

    #[test]
    fn a_manifest_that_says_two_things_or_leads_outside_is_told() {
        let hex = "ab".repeat(32);
        assert_eq!(codes(&format!("{hex}  data/a\n{hex}  data/a\n")), ["listed-twice"]);
        for path in [
            "../a",
            "/a",
            "data/../../a",
            "data/a%0Ab",
            "bagit.txt",
            "~/a",
            "data\\a",
        ] {
            assert_eq!(codes(&format!("{hex}  {path}\n")), ["unsafe-path"], "{path}");
        }
        for line in [
            "data/a".to_owned(),
            hex.clone(),
            format!("{} data/a", "ab".repeat(20)),
            format!("{hex} data/a%4"),
        ] {
            assert_eq!(codes(&line), ["bad-manifest"], "{line}");
        }
    }

    #[test]
    fn the_payload_size_is_read_only_when_stated_once() {
        assert_eq!(read_oxum(b"A: b\nPayload-Oxum: 12.3\n"), Some((12, 3)));
        assert_eq!(read_oxum(b"Payload-Oxum: 12.3\nPayload-Oxum: 1.1\n"), None);
        assert_eq!(read_oxum(b"Payload-Oxum: x\n"), None);
    }

    proptest! {
        #[test]
        fn a_manifest_reads_back_as_it_was_written(paths in proptest::collection::btree_map("data/[a-zA-Z0-9_-]{1,20}(/[a-z0-9]{1,9})?", any::<[u8; 32]>(), 0..40)) {
            let digests: BTreeMap<_, _> = paths.into_iter().map(|(path, bytes)| (path, Sha256Digest(bytes))).collect();
            let read = read_manifest(write_manifest(&digests).as_bytes(), true);
            prop_assert_eq!(&read.digests, &digests);
            prop_assert!(read.findings.is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_told_and_never_lead_outside(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            for path in read_manifest(&bytes, true).digests.keys() {
                prop_assert!(is_inside(path) && path.starts_with(PAYLOAD));
            }
        }

        #[test]
        fn any_path_is_read_or_told_and_never_leads_outside(path in "[./a~%0AaDd:\\\\ ]{1,30}") {
            let line = format!("{}  data/{path}", "00".repeat(32));
            for path in read_manifest(line.as_bytes(), true).digests.keys() {
                prop_assert!(is_inside(path), "{}", path);
            }
        }
    }
}
