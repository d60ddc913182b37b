//! A signed head of the custody log: a C2SP checkpoint (tlog-checkpoint) in a C2SP signed note with one Ed25519 signature.
//!
//! ```text
//! <origin>
//! <number of leaves>
//! <root in Base64>
//! <extension lines>
//!
//! — <name of the key> <Base64 of 4 bytes of key id and 64 of signature>
//! ```
//! Deliberately absent: who the signer is; witnesses.

use crate::log::hash;
use crate::{PublicKey, SealError, Signer};
use base64::{Engine, prelude::BASE64_STANDARD};
use model::Sha256Digest;

/// The head of a log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log this is: a name without spaces, also the key's name.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Sha256Digest,
    /// Further lines, none of them empty.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The note that carries this head.
    ///
    /// # Errors
    /// [`SealError::UnknownFormat`] for an origin or extension that the format cannot hold.
    pub fn sign(&self, signer: &Signer) -> Result<String, SealError> {
        let body = self.body()?;
        let id = key_id(&self.origin, &signer.public_key());
        let signature = [&id[..], &signer.sign_raw(body.as_bytes())].concat();
        Ok(format!(
            "{body}\n{DASH} {} {}\n",
            self.origin,
            BASE64_STANDARD.encode(signature)
        ))
    }

    /// Reads a note and checks this key's signature; signatures of others are passed over, as the format asks.
    ///
    /// # Errors
    /// [`SealError::UnknownFormat`], [`SealError::TooLarge`], [`SealError::SignatureInvalid`] also where this key has not signed.
    pub fn open(note: &str, key: &PublicKey) -> Result<Self, SealError> {
        if note.len() > MAX_NOTE {
            return Err(SealError::TooLarge);
        }
        let end = note.rfind("\n\n").ok_or(SealError::UnknownFormat)?;
        let (body, signatures) = (&note[..end + 1], &note[end + 2..]);
        let checkpoint = Self::read_body(body)?;
        let id = key_id(&checkpoint.origin, key);
        let signature = signatures
            .lines()
            .find_map(|line| signature_of(line, &checkpoint.origin, &id));
        key.verify_raw(body.as_bytes(), &signature.ok_or(SealError::SignatureInvalid)?)?;
        Ok(checkpoint)
    }

    fn body(&self) -> Result<String, SealError> {
        let plain = |line: &str| !line.is_empty() && !line.contains(char::is_control);
        let name = plain(&self.origin) && !self.origin.contains(|c: char| c.is_whitespace() || c == '+');
        if !name || !self.extensions.iter().all(|line| plain(line)) {
            return Err(SealError::UnknownFormat);
        }
        let root = BASE64_STANDARD.encode(self.root.0);
        let extensions: String = self.extensions.iter().flat_map(|line| [line, "\n"]).collect();
        Ok(format!("{}\n{}\n{root}\n{extensions}", self.origin, self.size))
    }

    fn read_body(body: &str) -> Result<Self, SealError> {
        let mut lines = body.lines();
        let mut next = || lines.next().ok_or(SealError::UnknownFormat);
        let (origin, size, root) = (next()?.to_string(), next()?, next()?);
        let size = size.parse().map_err(|_| SealError::UnknownFormat)?;
        let root = BASE64_STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
        let root = Sha256Digest(root.ok_or(SealError::UnknownFormat)?);
        let read = Self {
            origin,
            size,
            root,
            extensions: lines.map(str::to_string).collect(),
        };
        if read.body()? == body {
            Ok(read)
        } else {
            Err(SealError::UnknownFormat)
        }
    }
}

const DASH: &str = "\u{2014}";
const MAX_NOTE: usize = 64 * 1024;

/// The first four bytes of `SHA-256(name ‖ "\n" ‖ 1 ‖ key)`; 1 is Ed25519.
fn key_id(name: &str, key: &PublicKey) -> [u8; 4] {
    let digest = hash(&[name.as_bytes(), b"\n\x01", &key.0]);
    digest.0[..4].try_into().expect("4 of 32 bytes")
}

fn signature_of(line: &str, name: &str, id: &[u8; 4]) -> Option<Vec<u8>> {
    let (signer, encoded) = line.strip_prefix(DASH)?.strip_prefix(' ')?.split_once(' ')?;
    let bytes = BASE64_STANDARD.decode(encoded).ok()?;
    let ours = signer == name && bytes.len() == 68 && bytes[..4] == id[..];
    ours.then(|| bytes[4..].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FixedRandomness, LockerKey};

    fn signer(seed: u64) -> Signer {
        Signer::derive(&LockerKey::make(&FixedRandomness::new(seed)).expect("fixed"), &[1; 16]).expect("fixed")
    }

    fn checkpoint() -> Checkpoint {
        let extensions = vec!["items 12 AAAA".to_string()];
        Checkpoint {
            origin: "vouchsafe/log/0a0b".into(),
            size: 12,
            root: Sha256Digest([9; 32]),
            extensions,
        }
    }

    #[test]
    fn a_signed_head_reads_back() {
        let note = checkpoint().sign(&signer(1)).expect("plain");
        assert_eq!(
            Checkpoint::open(&note, &signer(1).public_key()).expect("ours"),
            checkpoint()
        );
        assert!(note.starts_with("vouchsafe/log/0a0b\n12\nCQkJ"), "{note}");
    }

    #[test]
    fn a_changed_head_and_another_key_are_refused() {
        let note = checkpoint().sign(&signer(1)).expect("plain");
        assert!(matches!(
            Checkpoint::open(&note, &signer(2).public_key()),
            Err(SealError::SignatureInvalid)
        ));
        let changed = note.replacen("\n12\n", "\n13\n", 1);
        assert!(matches!(
            Checkpoint::open(&changed, &signer(1).public_key()),
            Err(SealError::SignatureInvalid)
        ));
        for end in 0..note.len() - 1 {
            let cut = note.get(..end).unwrap_or_default();
            assert!(Checkpoint::open(cut, &signer(1).public_key()).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn what_the_format_cannot_hold_is_not_signed() {
        let broken = Checkpoint {
            origin: "two words".into(),
            ..checkpoint()
        };
        assert!(broken.sign(&signer(1)).is_err());
        let broken = Checkpoint {
            extensions: vec!["a\n\nb".into()],
            ..checkpoint()
        };
        assert!(broken.sign(&signer(1)).is_err());
    }
}
