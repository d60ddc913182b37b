//! Keys under keys: a source's key under the locker's, a blob's key under its source's.
//!
//! `wrapped = nonce(12) ‖ AES-256-GCM(key) ‖ tag(16)`, 60 bytes, with what the key is for as associated data: a wrapped key
//! moved to another row does not open.

use crate::secret::WrapKey;
use crate::slot::aes_key;
use crate::{BlobKey, LockerKey, Randomness, SealError, SourceKey};
use ring::aead::{Aad, Nonce};

/// Bytes of a wrapped key.
pub const WRAPPED_LEN: usize = 60;

/// A wrapped key, as it lies in the database.
pub type Wrapped = [u8; WRAPPED_LEN];

/// Wraps a source's key. `source` is the source's permanent name, such as `S-1`.
pub fn wrap_source_key(
    key: &SourceKey,
    under: &LockerKey,
    locker: &[u8; 16],
    source: &str,
    randomness: &dyn Randomness,
) -> Result<Wrapped, SealError> {
    wrap(key.bytes(), &under.derive_source_wrap(locker)?, &context("source", source), randomness)
}

/// Opens a source's wrapped key.
///
/// # Errors
/// [`SealError::Altered`] when it is not this source's, not this locker's, or was changed.
pub fn open_source_key(
    wrapped: &[u8],
    under: &LockerKey,
    locker: &[u8; 16],
    source: &str,
) -> Result<SourceKey, SealError> {
    let under = under.derive_source_wrap(locker)?;
    SourceKey::born(|out| open(wrapped, &under, &context("source", source), out))
}

/// Wraps a blob's key. `blob` is the blob's name on disk.
pub fn wrap_blob_key(
    key: &BlobKey,
    under: &SourceKey,
    blob: &str,
    randomness: &dyn Randomness,
) -> Result<Wrapped, SealError> {
    wrap(key.bytes(), &under.derive_blob_wrap()?, &context("blob", blob), randomness)
}

/// Opens a blob's wrapped key.
///
/// # Errors
/// [`SealError::Altered`] when it is not this blob's, not this source's, or was changed.
pub fn open_blob_key(wrapped: &[u8], under: &SourceKey, blob: &str) -> Result<BlobKey, SealError> {
    let under = under.derive_blob_wrap()?;
    BlobKey::born(|out| open(wrapped, &under, &context("blob", blob), out))
}

fn context(kind: &str, name: &str) -> String {
    format!("vouchsafe v1 {kind} {name}")
}

fn wrap(key: &[u8], under: &WrapKey, context: &str, randomness: &dyn Randomness) -> Result<Wrapped, SealError> {
    let mut wrapped = [0; WRAPPED_LEN];
    let (nonce, body) = wrapped.split_at_mut(12);
    randomness.fill(nonce)?;
    body[..32].copy_from_slice(key);
    let nonce = Nonce::try_assume_unique_for_key(nonce).expect("12 bytes");
    let tag = aes_key(under.bytes())
        .get()
        .seal_in_place_separate_tag(nonce, Aad::from(context), &mut body[..32])
        .map_err(|_| SealError::TooLarge)?;
    body[32..].copy_from_slice(tag.as_ref());
    Ok(wrapped)
}

fn open(wrapped: &[u8], under: &WrapKey, context: &str, out: &mut [u8]) -> Result<(), SealError> {
    let wrapped: &Wrapped = wrapped.try_into().map_err(|_| SealError::Altered)?;
    let (nonce, body) = wrapped.split_at(12);
    let nonce = Nonce::try_assume_unique_for_key(nonce).expect("12 bytes");
    out.copy_from_slice(&body[..32]);
    let tag = body[32..].try_into().expect("16 of 48 bytes");
    let opened = aes_key(under.bytes()).get().open_in_place_separate_tag(nonce, Aad::from(context), tag, out, 0..);
    opened.map(|_| ()).map_err(|_| SealError::Altered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FixedRandomness;

    const LOCKER: [u8; 16] = [1; 16];

    #[test]
    fn a_wrapped_key_opens_where_it_belongs_and_nowhere_else() {
        let randomness = FixedRandomness::new(1);
        let locker = LockerKey::make(&randomness).expect("fixed");
        let source = SourceKey::make(&randomness).expect("fixed");
        let wrapped = wrap_source_key(&source, &locker, &LOCKER, "S-1", &randomness).expect("fixed");
        let opened = open_source_key(&wrapped, &locker, &LOCKER, "S-1").expect("its own");
        assert_eq!(opened.bytes(), source.bytes());
        assert!(matches!(open_source_key(&wrapped, &locker, &LOCKER, "S-2"), Err(SealError::Altered)));
        assert!(matches!(open_source_key(&wrapped, &locker, &[2; 16], "S-1"), Err(SealError::Altered)));
        assert!(matches!(open_source_key(&wrapped[..59], &locker, &LOCKER, "S-1"), Err(SealError::Altered)));

        let blob = BlobKey::make(&randomness).expect("fixed");
        let wrapped = wrap_blob_key(&blob, &source, "00", &randomness).expect("fixed");
        assert_eq!(open_blob_key(&wrapped, &opened, "00").expect("its own").bytes(), blob.bytes());
        assert!(matches!(open_blob_key(&wrapped, &source, "01"), Err(SealError::Altered)));
    }

    #[test]
    fn every_flipped_bit_of_a_wrapped_key_is_noticed() {
        let randomness = FixedRandomness::new(2);
        let source = SourceKey::make(&randomness).expect("fixed");
        let blob = BlobKey::make(&randomness).expect("fixed");
        let wrapped = wrap_blob_key(&blob, &source, "00", &randomness).expect("fixed");
        for bit in 0..WRAPPED_LEN * 8 {
            let mut changed = wrapped;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(open_blob_key(&changed, &source, "00").is_err(), "bit {bit}");
        }
    }
}
