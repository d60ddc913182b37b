//! The sealed form of what leaves a locker: age v1 (C2SP age), to X25519 recipients or to a passphrase, never both. Any age
//! opens it; opening is random access in steps of 64 KiB.
//!
//! age says nothing about who sealed: that is the signature's part (`sign`).

use crate::arena::scrub_stack;
use crate::{AgeIdentity, Passphrase, SealError};
use ::age::armor::ArmoredReader;
use ::age::secrecy::{ExposeSecret, SecretString};
use ::age::stream::{StreamReader, StreamWriter};
use ::age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt, x25519};
use bech32::{Bech32, Hrp};
use std::fmt;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::str::FromStr;
use zeroize::{Zeroize, Zeroizing};

/// Whom something is sealed to: an age X25519 public key, `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(x25519::Recipient);

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Recipient {
    type Err = SealError;

    fn from_str(text: &str) -> Result<Self, SealError> {
        text.trim().parse().map(Self).map_err(|_| SealError::BadKeyText)
    }
}

impl AgeIdentity {
    /// The public key that belongs to this one.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.to_age().to_public())
    }

    /// The text that age keeps in an identity file, `AGE-SECRET-KEY-1…`. Naming the act is the point.
    pub fn expose_text(&self) -> Zeroizing<String> {
        let prefix = Hrp::parse("age-secret-key-").expect("a valid prefix");
        let mut text = bech32::encode::<Bech32>(prefix, self.bytes()).expect("32 bytes are short enough");
        text.make_ascii_uppercase();
        scrub_stack();
        Zeroizing::new(text)
    }

    fn to_age(&self) -> x25519::Identity {
        self.expose_text().parse().expect("made by `expose_text`")
    }
}

/// Reads the identities of an age identity file: one per line, `#` begins a comment.
///
/// # Errors
/// [`SealError::BadKeyText`] when a line is neither, or there is no identity.
pub fn read_identities(text: &str) -> Result<Vec<AgeIdentity>, SealError> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let identities: Vec<_> = lines
        .take(MAX_IDENTITIES)
        .map(read_identity)
        .collect::<Result<_, _>>()?;
    if identities.is_empty() {
        Err(SealError::BadKeyText)
    } else {
        Ok(identities)
    }
}

/// How an envelope is sealed.
pub enum SealTo<'a> {
    /// Whoever holds the secret key of one of these.
    Recipients(&'a [Recipient]),
    /// Whoever knows the passphrase: scrypt at about one second.
    Passphrase(&'a Passphrase),
    /// The same with `2^n` for scrypt's cost, for tests.
    PassphraseWithCost(&'a Passphrase, u8),
}

/// Begins an envelope: what is written to the result is sealed into `to`.
///
/// # Errors
/// [`SealError::BadKeyText`] without a recipient; writing errors.
pub fn seal_envelope<W: Write>(to: W, how: &SealTo<'_>) -> Result<EnvelopeWriter<W>, SealError> {
    let encryptor = match how {
        SealTo::Recipients(all) => Encryptor::with_recipients(all.iter().map(|one| &one.0 as &dyn ::age::Recipient)),
        SealTo::Passphrase(passphrase) => Ok(Encryptor::with_user_passphrase(secret(passphrase))),
        SealTo::PassphraseWithCost(passphrase, cost) => {
            let mut recipient = scrypt::Recipient::new(secret(passphrase));
            recipient.set_work_factor((*cost).clamp(1, MAX_SCRYPT_COST));
            Encryptor::with_recipients(std::iter::once(&recipient as &dyn ::age::Recipient))
        }
    };
    let encryptor = encryptor.map_err(|error| match error {
        EncryptError::Io(error) => SealError::from(error),
        _ => SealError::BadKeyText,
    })?;
    Ok(EnvelopeWriter(encryptor.wrap_output(to)?))
}

/// Seals what is written to it. [`EnvelopeWriter::finish`] must be called.
pub struct EnvelopeWriter<W: Write>(StreamWriter<W>);

impl<W: Write> EnvelopeWriter<W> {
    /// Seals the last chunk and gives the writer back.
    pub fn finish(self) -> Result<W, SealError> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write> Write for EnvelopeWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What an envelope is opened with.
pub enum OpenWith<'a> {
    /// Any of these secret keys.
    Identities(&'a [AgeIdentity]),
    /// A passphrase.
    Passphrase(&'a Passphrase),
}

/// Opens an envelope, binary or armored.
///
/// # Errors
/// [`SealError::UnknownFormat`] when it is no age file, [`SealError::WrongKey`], [`SealError::Altered`],
/// [`SealError::KdfOutOfBounds`] when the passphrase would cost more than some seconds. A change behind the header shows
/// while reading, as an [`io::Error`] of kind `InvalidData` or `UnexpectedEof`.
pub fn open_envelope<R: Read + Seek>(from: R, with: &OpenWith<'_>) -> Result<EnvelopeReader<R>, SealError> {
    let mut from = ArmoredReader::new(from);
    bound_header(&mut from)?;
    let decryptor = Decryptor::new_buffered(from).map_err(situation)?;
    let opened = match with {
        OpenWith::Identities(all) => {
            let all: Vec<_> = all.iter().map(AgeIdentity::to_age).collect();
            decryptor.decrypt(all.iter().map(|one| one as &dyn ::age::Identity))
        }
        OpenWith::Passphrase(passphrase) => {
            let mut identity = scrypt::Identity::new(secret(passphrase));
            identity.set_max_work_factor(MAX_SCRYPT_COST);
            decryptor.decrypt(std::iter::once(&identity as &dyn ::age::Identity))
        }
    };
    opened.map(EnvelopeReader).map_err(situation)
}

/// Reads an opened envelope, anywhere. Gives only bytes that it has authenticated.
pub struct EnvelopeReader<R: Read + Seek>(StreamReader<ArmoredReader<BufReader<R>>>);

impl<R: Read + Seek> Read for EnvelopeReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

impl<R: Read + Seek> Seek for EnvelopeReader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

const MAX_HEADER: usize = 64 * 1024; // room for some 600 recipients
const MAX_SCRYPT_COST: u8 = 22; // 4 GiB, about 16 s
const MAX_IDENTITIES: usize = 1000;

fn secret(passphrase: &Passphrase) -> SecretString {
    SecretString::from(passphrase.text().to_owned())
}

fn read_identity(line: &str) -> Result<AgeIdentity, SealError> {
    let identity: x25519::Identity = line.parse().map_err(|_| SealError::BadKeyText)?;
    let text = identity.to_string();
    let (_, mut bytes) = bech32::decode(text.expose_secret()).map_err(|_| SealError::BadKeyText)?;
    let identity = AgeIdentity::born(|out| {
        if bytes.len() != out.len() {
            return Err(SealError::BadKeyText);
        }
        out.copy_from_slice(&bytes);
        Ok(())
    });
    bytes.zeroize();
    identity
}

/// A header ends with a line that begins with `---`. One that does not end in time is refused before a parser collects it.
fn bound_header(from: &mut (impl Read + Seek)) -> Result<(), SealError> {
    let mut start = Vec::with_capacity(MAX_HEADER);
    from.by_ref()
        .take(MAX_HEADER as u64)
        .read_to_end(&mut start)
        .map_err(|_| SealError::UnknownFormat)?;
    from.seek(SeekFrom::Start(0))?;
    if !start.starts_with(b"age-encryption.org/") {
        return Err(SealError::UnknownFormat);
    }
    let ends = start.windows(5).any(|window| window == b"\n--- ");
    match (ends, start.len() < MAX_HEADER) {
        (true, _) => Ok(()),
        (false, true) => Err(SealError::Altered),
        (false, false) => Err(SealError::TooLarge),
    }
}

fn situation(error: DecryptError) -> SealError {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed => SealError::WrongKey,
        DecryptError::DecryptionFailed => SealError::WrongKey, // of the file key under a passphrase
        DecryptError::InvalidHeader | DecryptError::InvalidMac => SealError::Altered,
        DecryptError::ExcessiveWork { .. } => SealError::KdfOutOfBounds,
        DecryptError::UnknownFormat => SealError::UnknownFormat,
        DecryptError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => SealError::Altered,
        DecryptError::Io(error) => error.into(),
        _ => SealError::UnknownFormat,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FixedRandomness;
    use std::io::Cursor;
    use std::process::Command;

    fn identity(seed: u64) -> AgeIdentity {
        AgeIdentity::make(&FixedRandomness::new(seed)).expect("fixed")
    }

    fn sealed(how: &SealTo<'_>, plain: &[u8]) -> Vec<u8> {
        let mut writer = seal_envelope(Vec::new(), how).expect("seals");
        writer.write_all(plain).expect("into memory");
        writer.finish().expect("into memory")
    }

    fn opened(bytes: &[u8], with: &OpenWith<'_>) -> Result<Vec<u8>, SealError> {
        let mut plain = Vec::new();
        open_envelope(Cursor::new(bytes), with)?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn any_recipient_opens_and_nobody_else_does() {
        let (one, two, other) = (identity(1), identity(2), identity(3));
        let bytes = sealed(&SealTo::Recipients(&[one.recipient(), two.recipient()]), b"content");
        for who in [one, two] {
            assert_eq!(
                opened(&bytes, &OpenWith::Identities(&[who])).expect("a recipient"),
                b"content"
            );
        }
        assert!(matches!(
            opened(&bytes, &OpenWith::Identities(&[other])),
            Err(SealError::WrongKey)
        ));
        assert!(matches!(
            opened(b"PK\x03\x04", &OpenWith::Identities(&[])),
            Err(SealError::UnknownFormat)
        ));
        assert!(seal_envelope(Vec::new(), &SealTo::Recipients(&[])).is_err());
    }

    #[test]
    fn a_passphrase_opens_and_another_does_not() {
        let right = Passphrase::copy_of("right").expect("short");
        let bytes = sealed(&SealTo::PassphraseWithCost(&right, 4), b"content");
        assert_eq!(
            opened(&bytes, &OpenWith::Passphrase(&right)).expect("the passphrase"),
            b"content"
        );
        let wrong = Passphrase::copy_of("wrong").expect("short");
        assert!(matches!(
            opened(&bytes, &OpenWith::Passphrase(&wrong)),
            Err(SealError::WrongKey)
        ));
    }

    #[test]
    fn any_place_is_read_without_what_comes_before() {
        let who = identity(1);
        let plain: Vec<u8> = (0..300_000u32).map(|i| (i % 251) as u8).collect();
        let bytes = sealed(&SealTo::Recipients(&[who.recipient()]), &plain);
        let mut reader = open_envelope(Cursor::new(bytes), &OpenWith::Identities(&[who])).expect("a recipient");
        for at in [299_990usize, 0, 65_535, 131_072, 7] {
            reader.seek(SeekFrom::Start(at as u64)).expect("within");
            let mut some = [0; 10];
            reader.read_exact(&mut some).expect("within");
            assert_eq!(some, plain[at..at + 10]);
        }
        assert_eq!(reader.seek(SeekFrom::End(0)).expect("authenticated"), 300_000);
    }

    #[test]
    fn a_changed_or_cut_envelope_is_noticed() {
        let who = [identity(1)];
        let bytes = sealed(&SealTo::Recipients(&[who[0].recipient()]), &[7; 1000]);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(opened(&changed, &OpenWith::Identities(&who)).is_err(), "byte {at}");
            assert!(
                opened(&bytes[..at], &OpenWith::Identities(&who)).is_err(),
                "cut at {at}"
            );
        }
    }

    #[test]
    fn a_header_without_end_is_refused() {
        let endless = [&b"age-encryption.org/v1\n"[..], &b"-> X25519 AAAA\n".repeat(10_000)].concat();
        assert!(matches!(
            opened(&endless, &OpenWith::Identities(&[])),
            Err(SealError::TooLarge)
        ));
    }

    #[test]
    fn identities_read_back_as_they_were_printed() {
        let text = format!("# made: today\n{}\n", identity(5).expose_text().as_str());
        let read = read_identities(&text).expect("ours");
        assert_eq!(read[0].recipient(), identity(5).recipient());
        assert!(read_identities("# nothing\n").is_err());
        assert!(read_identities("AGE-SECRET-KEY-1QQ").is_err());
    }

    #[test]
    fn the_age_program_opens_ours_and_we_open_its() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        let who = identity(6);
        std::fs::write(path("key"), who.expose_text().as_bytes()).expect("writes");
        std::fs::write(
            path("ours.age"),
            sealed(&SealTo::Recipients(&[who.recipient()]), b"content"),
        )
        .expect("writes");
        let age = |args: &[&str], file: &str| {
            let done = Command::new("age")
                .args(args)
                .arg(path(file))
                .output()
                .expect("age is installed");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            done.stdout
        };
        let key = path("key");
        assert_eq!(age(&["-d", "-i", key.to_str().expect("plain")], "ours.age"), b"content");
        std::fs::write(path("plain"), b"theirs").expect("writes");
        let recipient = who.recipient().to_string();
        for armor in [&["-r", &recipient][..], &["-a", "-r", &recipient]] {
            let bytes = age(armor, "plain");
            assert_eq!(
                opened(&bytes, &OpenWith::Identities(&[identity(6)])).expect("ours"),
                b"theirs"
            );
        }
    }
}
