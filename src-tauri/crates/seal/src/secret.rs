//! One type for every secret, each with one use. None can be printed, compared or serialized, and none copied but by a named act.
//!
//! Deliberately absent: how they are derived (`derive`), wrapped (`wrap`) and used.

use crate::arena::Locked;
use crate::{Digest, Randomness, SealError};
use model::Sha256Digest;
use std::io::Read;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroize;

/// A passphrase in Unicode normalization form C, so that every keyboard and system gives the same bytes.
pub struct Passphrase(Locked);

impl Passphrase {
    /// The longest passphrase that is taken, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 1024;

    /// Takes the text over and erases it.
    ///
    /// # Errors
    /// [`SealError::PassphraseLength`] when it is empty or too long.
    pub fn take(mut text: String) -> Result<Self, SealError> {
        let taken = Self::copy_of(&text);
        text.zeroize();
        taken
    }

    /// Copies the text; erasing the original stays the caller's duty.
    ///
    /// # Errors
    /// As [`Passphrase::take`].
    pub fn copy_of(text: &str) -> Result<Self, SealError> {
        let mut cells = Locked::zeroed(Self::MAX_BYTES);
        let mut len = 0;
        for c in text.nfc() {
            let room = cells
                .bytes_mut()
                .get_mut(len..len + c.len_utf8())
                .ok_or(SealError::PassphraseLength)?;
            c.encode_utf8(room);
            len += c.len_utf8();
        }
        if len == 0 {
            return Err(SealError::PassphraseLength);
        }
        Ok(Self(Locked::copy_of(&cells.bytes()[..len])))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).expect("written char by char in `copy_of`")
    }
}

/// The digest of a key file: a second thing to have besides the passphrase to know.
pub struct KeyFile(Locked);

impl KeyFile {
    /// The most that is read of a key file, in bytes.
    pub const MAX_BYTES: u64 = 64 << 20;

    /// Reads a whole key file: any file will do.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] above [`KeyFile::MAX_BYTES`], [`SealError::UnknownFormat`] for an empty file, and reading errors.
    pub fn read(from: impl Read) -> Result<Self, SealError> {
        let mut from = from.take(Self::MAX_BYTES + 1);
        let mut digest = Digest::new();
        let mut buffer = Locked::zeroed(16 * 1024);
        let mut total = 0;
        loop {
            let n = match from.read(buffer.bytes_mut()) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            digest.update(&buffer.bytes()[..n]);
            total += n as u64;
        }
        match total {
            0 => Err(SealError::UnknownFormat),
            n if n > Self::MAX_BYTES => Err(SealError::TooLarge),
            _ => Ok(Self(Locked::copy_of(&digest.finish().0))),
        }
    }

    /// The same once more, for whoever has to know it as long as a locker is open.
    pub fn again(&self) -> Self {
        Self(Locked::copy_of(self.0.bytes()))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }
}

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name(Locked);

        impl $name {
            pub(crate) const LEN: usize = 32;

            /// 32 bytes that `fill` writes in place.
            pub(crate) fn born(fill: impl FnOnce(&mut [u8]) -> Result<(), SealError>) -> Result<Self, SealError> {
                Ok(Self(Locked::born(Self::LEN, fill)?))
            }

            pub(crate) fn bytes(&self) -> &[u8] {
                self.0.bytes()
            }
        }
    };
}

macro_rules! random_key {
    ($name:ident) => {
        impl $name {
            /// A new random key.
            pub fn make(randomness: &dyn Randomness) -> Result<Self, SealError> {
                Self::born(|out| randomness.fill(out))
            }
        }
    };
}

key!(
    /// The key of a whole locker: what the slots hold. Everything else is derived from it or wrapped under what is.
    LockerKey);
random_key!(LockerKey);
key!(
    /// The raw key of the database.
    DatabaseKey);
key!(
    /// The random key of one source. Erasing its wrapped form erases the source.
    SourceKey);
random_key!(SourceKey);
key!(
    /// The random key of one blob. Erasing its wrapped form erases the item.
    BlobKey);
random_key!(BlobKey);
key!(
    /// An age X25519 secret key.
    AgeIdentity);
random_key!(AgeIdentity);
key!(
    /// The seed of an Ed25519 signing key (RFC 8032).
    SigningSeed);
key!(
    /// A key that wraps other keys.
    WrapKey);

impl DatabaseKey {
    /// Hands `use_it` the key as SQLCipher's raw key literal, `x'…64 hexadecimal digits…'`, in locked memory. Naming the
    /// act is the point: this is the one place where the key becomes text.
    pub fn expose_literal<T>(&self, use_it: impl FnOnce(&str) -> T) -> T {
        let mut cells = Locked::zeroed(67);
        let out = cells.bytes_mut();
        out[..2].copy_from_slice(b"x'");
        out[66] = b'\'';
        for (pair, byte) in out[2..66].chunks_exact_mut(2).zip(self.bytes()) {
            pair[0] = hex_digit(byte >> 4);
            pair[1] = hex_digit(byte & 15);
        }
        use_it(std::str::from_utf8(cells.bytes()).expect("hexadecimal digits are ASCII"))
    }
}

impl LockerKey {
    /// A fingerprint of the key that gives nothing away: tells whether two passphrases open the same locker.
    pub fn check_value(&self) -> Sha256Digest {
        let mut digest = Digest::new();
        digest.update(b"vouchsafe v1 check value");
        digest.update(self.bytes());
        digest.finish()
    }
}

/// Arithmetic, not a table: no memory access depends on the secret.
fn hex_digit(nibble: u8) -> u8 {
    let letter = (9u8.wrapping_sub(nibble) >> 7) & 1; // 1 for 10..=15
    b'0' + nibble + letter * (b'a' - b'0' - 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FixedRandomness;

    #[test]
    fn a_passphrase_is_the_same_however_the_keyboard_composed_it() {
        let composed = Passphrase::copy_of("їжак й").expect("fits");
        let decomposed = Passphrase::copy_of("\u{456}\u{308}жак и\u{306}").expect("fits");
        assert_eq!(composed.bytes(), decomposed.bytes());
    }

    #[test]
    fn an_empty_and_an_endless_passphrase_are_refused() {
        assert!(matches!(Passphrase::copy_of(""), Err(SealError::PassphraseLength)));
        assert!(matches!(
            Passphrase::take("x".repeat(1025)),
            Err(SealError::PassphraseLength)
        ));
        assert!(Passphrase::take("x".repeat(1024)).is_ok());
    }

    #[test]
    fn the_literal_is_the_key_in_hexadecimal() {
        let key = DatabaseKey::born(|out| FixedRandomness::new(1).fill(out)).expect("fixed");
        let expected: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        key.expose_literal(|literal| assert_eq!(literal, format!("x'{expected}'")));
    }

    #[test]
    fn an_empty_key_file_is_no_key_file() {
        assert!(matches!(KeyFile::read(&b""[..]), Err(SealError::UnknownFormat)));
        assert!(KeyFile::read(&b"k"[..]).is_ok());
    }
}
