//! Ed25519 signatures (RFC 8032) in SSHSIG form (OpenSSH, PROTOCOL.sshsig), so that `ssh-keygen -Y verify` on any machine
//! checks them. Framing by `ssh-key`, arithmetic by `ring`.
//!
//! Deliberately absent: whom to trust. A signature says which key signed; a person compares fingerprints.

use crate::arena::{Place, scrub_stack};
use crate::digest::sha256;
use crate::secret::SigningSeed;
use crate::{LockerKey, SealError, words_of};
use model::Sha256Digest;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Algorithm, HashAlg, LineEnding, Signature, SshSig};
use std::fmt;
use std::str::FromStr;

/// Signs in the name of one locker.
pub struct Signer(SigningSeed);

impl Signer {
    /// The signer of a locker.
    pub fn derive(key: &LockerKey, locker: &[u8; 16]) -> Result<Self, SealError> {
        Ok(Self(key.derive_signing_seed(locker)?))
    }

    /// The key that others check with.
    pub fn public_key(&self) -> PublicKey {
        self.with_pair(|pair| {
            PublicKey(
                pair.public_key()
                    .as_ref()
                    .try_into()
                    .expect("Ed25519 keys have 32 bytes"),
            )
        })
    }

    /// Signs a message for one purpose, named by `namespace` (such as `vouchsafe-dossier`). Gives the PEM text of SSHSIG.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, SealError> {
        let data = SshSig::signed_data(namespace, HASH, message).map_err(|_| SealError::UnknownFormat)?;
        let signature = Signature::new(Algorithm::Ed25519, self.sign_raw(&data).to_vec());
        signature
            .and_then(|signature| SshSig::new(self.public_key().key_data(), namespace, HASH, signature))
            .and_then(|signature| signature.to_pem(LineEnding::LF))
            .map_err(|_| SealError::UnknownFormat)
    }

    /// The bare 64 bytes, for formats that frame for themselves.
    pub(crate) fn sign_raw(&self, data: &[u8]) -> [u8; 64] {
        self.with_pair(|pair| {
            pair.sign(data)
                .as_ref()
                .try_into()
                .expect("Ed25519 signatures have 64 bytes")
        })
    }

    fn with_pair<T>(&self, use_it: impl FnOnce(&Ed25519KeyPair) -> T) -> T {
        let from_seed = || Ed25519KeyPair::from_seed_unchecked(self.0.bytes()).expect("any 32 bytes are a seed");
        let result = use_it(Place::new(from_seed).get());
        scrub_stack();
        result
    }
}

/// Checks an SSHSIG signature and says which key made it.
///
/// # Errors
/// [`SealError::UnknownFormat`] when the text is no SSHSIG, [`SealError::SignatureUnsupported`] for keys other than Ed25519,
/// [`SealError::SignatureOtherNamespace`] and [`SealError::SignatureInvalid`].
pub fn verify(pem: &str, namespace: &str, message: &[u8]) -> Result<PublicKey, SealError> {
    if pem.len() > MAX_PEM {
        return Err(SealError::TooLarge);
    }
    let signature = SshSig::from_pem(pem).map_err(|_| SealError::UnknownFormat)?;
    let again = signature.to_pem(LineEnding::LF).map_err(|_| SealError::UnknownFormat)?;
    if bare(&again) != bare(pem) {
        return Err(SealError::UnknownFormat); // the reader forgives wrong lengths; one signature has one form
    }
    let key = match signature.public_key() {
        KeyData::Ed25519(key) => PublicKey(key.0),
        _ => return Err(SealError::SignatureUnsupported),
    };
    if signature.namespace() != namespace {
        return Err(SealError::SignatureOtherNamespace);
    }
    if signature.version() != SshSig::VERSION || !signature.reserved().is_empty() {
        return Err(SealError::SignatureUnsupported); // neither is signed, so neither may vary
    }
    let data = SshSig::signed_data(namespace, signature.hash_alg(), message).map_err(|_| SealError::UnknownFormat)?;
    key.verify_raw(&data, signature.signature_bytes())?;
    Ok(key)
}

/// The text without line breaks, which writers set where they like.
fn bare(pem: &str) -> String {
    pem.split_whitespace().collect()
}

const HASH: HashAlg = HashAlg::Sha512;
const MAX_PEM: usize = 16 * 1024;
const FINGERPRINT_WORDS: usize = 8;

/// An Ed25519 public key. Printed and read as OpenSSH's one-line text, `ssh-ed25519 AAAA…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// OpenSSH's fingerprint: `SHA256:` and the unpadded Base64 of the digest of the key.
    pub fn fingerprint(&self) -> String {
        self.key_data().fingerprint(HashAlg::Sha256).to_string()
    }

    /// The first 88 bits of the same digest as eight words, to be read aloud over the phone: out of reach for whoever
    /// makes keys until one has the same words. They count only when all of them are compared; the whole is
    /// [`Self::fingerprint`].
    pub fn words(&self) -> String {
        words_of(&self.digest().0, FINGERPRINT_WORDS)
    }

    /// The digest that the fingerprint shows.
    pub fn digest(&self) -> Sha256Digest {
        let wire = ssh_key::PublicKey::new(self.key_data(), "").to_bytes();
        sha256(&wire.expect("an Ed25519 key has a wire form"))
    }

    pub(crate) fn verify_raw(&self, data: &[u8], signature: &[u8]) -> Result<(), SealError> {
        let key = UnparsedPublicKey::new(&ED25519, &self.0);
        key.verify(data, signature).map_err(|_| SealError::SignatureInvalid)
    }

    fn key_data(&self) -> KeyData {
        KeyData::Ed25519(Ed25519PublicKey(self.0))
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = ssh_key::PublicKey::new(self.key_data(), "")
            .to_openssh()
            .map_err(|_| fmt::Error)?;
        f.write_str(text.trim_end())
    }
}

impl FromStr for PublicKey {
    type Err = SealError;

    fn from_str(text: &str) -> Result<Self, SealError> {
        if text.len() > MAX_PEM {
            return Err(SealError::TooLarge);
        }
        match ssh_key::PublicKey::from_openssh(text.trim())
            .map_err(|_| SealError::BadKeyText)?
            .key_data()
        {
            KeyData::Ed25519(key) => Ok(Self(key.0)),
            _ => Err(SealError::BadKeyText),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FixedRandomness;
    use std::io::Write;
    use std::process::{Command, Stdio};

    fn signer(seed: u64) -> Signer {
        let key = LockerKey::make(&FixedRandomness::new(seed)).expect("fixed");
        Signer::derive(&key, &[1; 16]).expect("fixed")
    }

    #[test]
    fn a_signature_holds_for_its_message_purpose_and_key_only() {
        let signer = signer(1);
        let pem = signer.sign("vouchsafe-dossier", b"message").expect("signs");
        assert_eq!(
            verify(&pem, "vouchsafe-dossier", b"message").expect("ours"),
            signer.public_key()
        );
        assert!(matches!(
            verify(&pem, "vouchsafe-dossier", b"messagE"),
            Err(SealError::SignatureInvalid)
        ));
        assert!(matches!(
            verify(&pem, "file", b"message"),
            Err(SealError::SignatureOtherNamespace)
        ));
        assert!(matches!(
            verify("no pem", "file", b"message"),
            Err(SealError::UnknownFormat)
        ));
    }

    #[test]
    fn a_changed_signature_never_verifies_as_the_same_key() {
        let signer = signer(2);
        let pem = signer.sign("n", b"message").expect("signs");
        for at in 0..pem.len() {
            let mut changed = pem.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let Ok(changed) = String::from_utf8(changed) else {
                continue;
            };
            assert!(
                verify(&changed, "n", b"message").ok() != Some(signer.public_key()),
                "character {at}"
            );
        }
    }

    #[test]
    fn a_public_key_reads_back_as_it_was_printed() {
        let key = signer(3).public_key();
        assert_eq!(key.to_string().parse::<PublicKey>().expect("ours"), key);
        assert!("ssh-rsa AAAA".parse::<PublicKey>().is_err());
        assert_eq!(key.words().split(' ').count(), 8);
    }

    #[test]
    fn ssh_keygen_agrees() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let signer = signer(4);
        let (sig, signers) = (folder.path().join("m.sig"), folder.path().join("signers"));
        std::fs::write(&sig, signer.sign("vouchsafe-dossier", b"message\n").expect("signs")).expect("writes");
        std::fs::write(&signers, format!("reporter {}\n", signer.public_key())).expect("writes");
        let verify = |action: &[&str], message: &[u8]| {
            let mut command = Command::new("ssh-keygen");
            command.args(action).args(["-n", "vouchsafe-dossier", "-s"]).arg(&sig);
            let mut child = command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn();
            let child = child.as_mut().expect("ssh-keygen is installed");
            child.stdin.take().expect("piped").write_all(message).expect("it reads");
            let mut said = String::new();
            std::io::Read::read_to_string(&mut child.stdout.take().expect("piped"), &mut said).expect("text");
            (child.wait().expect("it ends").success(), said)
        };
        let signers = signers.to_str().expect("a plain path");
        let full = ["-Y", "verify", "-f", signers, "-I", "reporter"];
        let (good, said) = verify(&full, b"message\n");
        assert!(good && said.contains(&signer.public_key().fingerprint()), "{said}");
        assert!(!verify(&full, b"massage\n").0, "ssh-keygen accepts what was not signed");
        assert!(verify(&["-Y", "check-novalidate"], b"message\n").0);
    }

    #[test]
    fn a_signature_by_ssh_keygen_verifies_here() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("key");
        let message = folder.path().join("m");
        std::fs::write(&message, b"message").expect("writes");
        let run = |args: &[&str]| {
            Command::new("ssh-keygen")
                .args(args)
                .output()
                .expect("ssh-keygen is installed")
        };
        run(&[
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "",
            "-f",
            key.to_str().expect("plain"),
        ]);
        run(&[
            "-Y",
            "sign",
            "-n",
            "file",
            "-f",
            key.to_str().expect("plain"),
            message.to_str().expect("plain"),
        ]);
        let pem = std::fs::read_to_string(folder.path().join("m.sig")).expect("signed");
        let text = std::fs::read_to_string(folder.path().join("key.pub")).expect("made");
        assert_eq!(
            verify(&pem, "file", b"message").expect("valid"),
            text.parse().expect("a public key")
        );
    }
}
