//! Keys under keys: a source's key under the locker's, a blob's key under its source's.
//!
//! `wrapped = nonce(12) ‖ AES-256-GCM(key) ‖ tag(16)`, 60 bytes, with what the key is for as associated data: a wrapped key
//! moved to another row does not open.

use crate::secret::WrapKey;
use crate::slot::aes_key;
use crate::{BlobKey, LockerKey, Randomness, SealError, SourceKey, TAG_LEN};
use ring::aead::{Aad, Nonce};
use zeroize::Zeroizing;

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
    wrap(
        key.bytes(),
        &under.derive_source_wrap(locker)?,
        &context("source", source),
        randomness,
    )
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
    wrap(
        key.bytes(),
        &under.derive_blob_wrap()?,
        &context("blob", blob),
        randomness,
    )
}

/// Opens a blob's wrapped key.
///
/// # Errors
/// [`SealError::Altered`] when it is not this blob's, not this source's, or was changed.
pub fn open_blob_key(wrapped: &[u8], under: &SourceKey, blob: &str) -> Result<BlobKey, SealError> {
    let under = under.derive_blob_wrap()?;
    BlobKey::born(|out| open(wrapped, &under, &context("blob", blob), out))
}

/// Seals something short that belongs to a source, such as who they are. `what` names its place; the result is 28 bytes longer.
pub fn seal_note(
    note: &[u8],
    under: &SourceKey,
    what: &str,
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, SealError> {
    seal(
        note,
        &under.derive_note_key()?,
        context("note", what).as_bytes(),
        randomness,
    )
}

/// Opens what [`seal_note`] sealed. [`SealError::Altered`].
pub fn open_note(sealed: &[u8], under: &SourceKey, what: &str) -> Result<Zeroizing<Vec<u8>>, SealError> {
    open_vec(sealed, &under.derive_note_key()?, context("note", what).as_bytes())
}

impl LockerKey {
    /// Seals the table of slots in use; `context` is the part of the slots file it belongs to.
    pub fn seal_slot_table(
        &self,
        locker: &[u8; 16],
        table: &[u8],
        context: &[u8],
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>, SealError> {
        seal(table, &self.derive_table_key(locker)?, context, randomness)
    }

    /// Opens the table of slots in use. [`SealError::Altered`].
    pub fn open_slot_table(
        &self,
        locker: &[u8; 16],
        sealed: &[u8],
        context: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        open_vec(sealed, &self.derive_table_key(locker)?, context)
    }
}

impl LockerKey {
    /// Seals the list of a backup. `context` is what stands before it in the backup's head.
    pub fn seal_backup_list(
        &self,
        locker: &[u8; 16],
        list: &[u8],
        context: &[u8],
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>, SealError> {
        seal(list, &self.derive_backup_key(locker)?, context, randomness)
    }

    /// Opens the list of a backup. [`SealError::Altered`].
    pub fn open_backup_list(
        &self,
        locker: &[u8; 16],
        sealed: &[u8],
        context: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        open_vec(sealed, &self.derive_backup_key(locker)?, context)
    }
}

const NONCE_LEN: usize = 12;

fn context(kind: &str, name: &str) -> String {
    format!("vouchsafe v1 {kind} {name}")
}

fn wrap(key: &[u8], under: &WrapKey, context: &str, randomness: &dyn Randomness) -> Result<Wrapped, SealError> {
    let sealed = seal(key, under, context.as_bytes(), randomness)?;
    Ok(sealed.try_into().expect("12 + 32 + 16 bytes"))
}

fn open(wrapped: &[u8], under: &WrapKey, context: &str, out: &mut [u8]) -> Result<(), SealError> {
    if wrapped.len() != WRAPPED_LEN {
        return Err(SealError::Altered);
    }
    open_into(wrapped, under, context.as_bytes(), out)
}

/// `nonce ‖ AES-256-GCM(plain) ‖ tag`.
fn seal(plain: &[u8], under: &WrapKey, context: &[u8], randomness: &dyn Randomness) -> Result<Vec<u8>, SealError> {
    let mut sealed = vec![0; NONCE_LEN + plain.len()];
    sealed.reserve_exact(TAG_LEN);
    randomness.fill(&mut sealed[..NONCE_LEN])?;
    let nonce = Nonce::try_assume_unique_for_key(&sealed[..NONCE_LEN]).expect("12 bytes");
    sealed[NONCE_LEN..].copy_from_slice(plain);
    let key = aes_key(under.bytes());
    let tag = key
        .get()
        .seal_in_place_separate_tag(nonce, Aad::from(context), &mut sealed[NONCE_LEN..]);
    sealed.extend_from_slice(tag.map_err(|_| SealError::TooLarge)?.as_ref());
    Ok(sealed)
}

fn open_vec(sealed: &[u8], under: &WrapKey, context: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let len = sealed
        .len()
        .checked_sub(NONCE_LEN + TAG_LEN)
        .ok_or(SealError::Altered)?;
    let mut out = Zeroizing::new(vec![0; len]);
    open_into(sealed, under, context, &mut out)?;
    Ok(out)
}

/// `out` has the length of the plaintext.
fn open_into(sealed: &[u8], under: &WrapKey, context: &[u8], out: &mut [u8]) -> Result<(), SealError> {
    let (nonce, body) = sealed.split_at(NONCE_LEN);
    let (body, tag) = body.split_at(out.len());
    let nonce = Nonce::try_assume_unique_for_key(nonce).expect("12 bytes");
    let tag = tag.try_into().map_err(|_| SealError::Altered)?;
    out.copy_from_slice(body);
    let key = aes_key(under.bytes());
    let opened = key
        .get()
        .open_in_place_separate_tag(nonce, Aad::from(context), tag, out, 0..)
        .map(|_| ());
    opened.map_err(|_| SealError::Altered)
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
        assert!(matches!(
            open_source_key(&wrapped, &locker, &LOCKER, "S-2"),
            Err(SealError::Altered)
        ));
        assert!(matches!(
            open_source_key(&wrapped, &locker, &[2; 16], "S-1"),
            Err(SealError::Altered)
        ));
        assert!(matches!(
            open_source_key(&wrapped[..59], &locker, &LOCKER, "S-1"),
            Err(SealError::Altered)
        ));

        let blob = BlobKey::make(&randomness).expect("fixed");
        let wrapped = wrap_blob_key(&blob, &source, "00", &randomness).expect("fixed");
        assert_eq!(
            open_blob_key(&wrapped, &opened, "00").expect("its own").bytes(),
            blob.bytes()
        );
        assert!(matches!(
            open_blob_key(&wrapped, &source, "01"),
            Err(SealError::Altered)
        ));

        let note = seal_note(b"who", &source, "S-1", &randomness).expect("fixed");
        assert_eq!(&open_note(&note, &source, "S-1").expect("its own")[..], b"who");
        assert!(matches!(open_note(&note, &source, "S-2"), Err(SealError::Altered)));
        assert!(matches!(
            open_note(&note[..27], &source, "S-1"),
            Err(SealError::Altered)
        ));
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
