//! One key slot: the locker key, split so that a partial remnant is useless, sealed under a passphrase's root.
//!
//! `slot = salt(32) ‖ commitment(32) ‖ AES-256-GCM(split) ‖ tag(16) ‖ padding(176)`, 65,536 bytes whatever it holds.
//! - HKDF-SHA256(salt, root) gives the slot's key and a commitment to it: AES-GCM alone lets one ciphertext open under two
//!   keys, a SHA-256 output does not. The salt is new for every sealing, so the nonce is zero.
//! - `split` is the anti-forensic splitting of LUKS (Fruhwirth, "New Methods in Hard Disk Encryption", 2005): 255 stripes of
//!   256 bytes, of which every one is needed.
//! - The parameters of the key derivation and the slot's number are bound as associated data.
//!
//! Deliberately absent: the file around the slots, and which of them are in use: nobody can tell without a passphrase.

use crate::arena::{Locked, Place, scrub_stack};
use crate::derive::{hkdf, make_salt};
use crate::{Digest, LockerKey, Randomness, Root, SealError, fill_fast};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a slot, used or not.
pub const SLOT_LEN: usize = 65_536;

/// Who a slot is for. Only who opens it learns this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// The person whose locker it is, or a colleague: opens the locker.
    Owner,
    /// Opened with shares of a recovery key.
    Recovery,
    /// Given under coercion.
    Duress,
}

/// What a slot holds.
pub struct SlotContents {
    /// The key of the locker.
    pub key: LockerKey,
    /// Who it is for.
    pub kind: SlotKind,
    /// Up to [`SlotContents::MAX_EXTRA`] bytes for the kinds that need them.
    pub extra: Zeroizing<Vec<u8>>,
}

impl SlotContents {
    /// The most bytes of `extra`.
    pub const MAX_EXTRA: usize = UNIT - 34;

    /// An owner's slot.
    pub fn owner(key: &LockerKey) -> Result<Self, SealError> {
        Ok(Self {
            key: key.again()?,
            kind: SlotKind::Owner,
            extra: Zeroizing::default(),
        })
    }
}

/// Seals a slot for a root. `context` is what the slot belongs to: the file's authenticated header and the slot's number.
///
/// # Errors
/// [`SealError::TooLarge`] when `extra` does not fit.
pub fn seal_slot(
    contents: &SlotContents,
    root: &Root,
    context: &[u8],
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, SealError> {
    let salt = make_salt(randomness)?;
    let mut slot = vec![0; SLOT_LEN];
    slot[..SALT].copy_from_slice(&salt);
    slot[SALT..BODY].copy_from_slice(&commitment(root, &salt)?);
    split(&contents.to_unit()?, &mut slot[BODY..BODY_END], randomness)?;
    let key = slot_key(root, &salt)?;
    let tag = key
        .get()
        .seal_in_place_separate_tag(zero_nonce(), Aad::from(context), &mut slot[BODY..BODY_END]);
    slot[BODY_END..TAG_END].copy_from_slice(tag.map_err(|_| SealError::TooLarge)?.as_ref());
    randomness.fill(&mut slot[TAG_END..])?;
    Ok(slot)
}

/// Opens a slot, or says that this root does not open it.
///
/// # Errors
/// [`SealError::WrongKey`] when the slot is empty or another passphrase's; [`SealError::Altered`] when it is this one's and
/// was changed since.
pub fn open_slot(slot: &[u8], root: &Root, context: &[u8]) -> Result<SlotContents, SealError> {
    let slot: &[u8; SLOT_LEN] = slot.try_into().map_err(|_| SealError::UnknownFormat)?;
    let salt: &[u8; SALT] = slot[..SALT].try_into().expect("32 of 65,536 bytes");
    if commitment(root, salt)? != slot[SALT..BODY] {
        return Err(SealError::WrongKey);
    }
    let mut body = Zeroizing::new(slot[BODY..TAG_END].to_vec());
    let key = slot_key(root, salt)?;
    let opened = key.get().open_in_place(zero_nonce(), Aad::from(context), &mut body);
    let stripes = opened.map_err(|_| SealError::Altered)?;
    SlotContents::read_unit(merge(stripes).bytes())
}

/// Slots that nobody can open, and that look like any other.
pub fn fill_unused(slots: &mut [u8], randomness: &dyn Randomness) -> Result<(), SealError> {
    fill_fast(randomness, slots)
}

const SALT: usize = 32;
const BODY: usize = 64;
const UNIT: usize = 256;
const STRIPES: usize = 255;
const BODY_END: usize = BODY + UNIT * STRIPES;
const TAG_END: usize = BODY_END + 16;

impl SlotContents {
    fn to_unit(&self) -> Result<Locked, SealError> {
        if self.extra.len() > Self::MAX_EXTRA {
            return Err(SealError::TooLarge);
        }
        let mut unit = Locked::zeroed(UNIT);
        let bytes = unit.bytes_mut();
        bytes[..32].copy_from_slice(self.key.bytes());
        bytes[32] = match self.kind {
            SlotKind::Owner => 1,
            SlotKind::Recovery => 2,
            SlotKind::Duress => 3,
        };
        bytes[33] = self.extra.len() as u8;
        bytes[34..34 + self.extra.len()].copy_from_slice(&self.extra);
        Ok(unit)
    }

    fn read_unit(unit: &[u8]) -> Result<Self, SealError> {
        let kind = match unit[32] {
            1 => SlotKind::Owner,
            2 => SlotKind::Recovery,
            3 => SlotKind::Duress,
            _ => return Err(SealError::UnknownFormat),
        };
        let extra = unit.get(34..34 + usize::from(unit[33])).ok_or(SealError::Altered)?;
        let key = LockerKey::born(|out| {
            out.copy_from_slice(&unit[..32]);
            Ok(())
        })?;
        Ok(Self {
            key,
            kind,
            extra: Zeroizing::new(extra.to_vec()),
        })
    }
}

fn commitment(root: &Root, salt: &[u8; SALT]) -> Result<[u8; 32], SealError> {
    let mut out = [0; 32];
    hkdf(salt, root.bytes(), b"vouchsafe v1 slot commitment", &mut out)?;
    Ok(out)
}

fn slot_key(root: &Root, salt: &[u8; SALT]) -> Result<Place<LessSafeKey>, SealError> {
    let bytes = Locked::born(32, |out| hkdf(salt, root.bytes(), b"vouchsafe v1 slot key", out))?;
    Ok(aes_key(bytes.bytes()))
}

/// An AES-256-GCM key schedule in locked memory.
pub(crate) fn aes_key(bytes: &[u8]) -> Place<LessSafeKey> {
    Place::new(|| LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).expect("every key here has 32 bytes")))
}

fn zero_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

/// Random stripes and one that completes them: `last = unit ⊕ d`, with `d₀ = 0` and `dᵢ = H(dᵢ₋₁ ⊕ stripeᵢ)`.
fn split(unit: &Locked, out: &mut [u8], randomness: &dyn Randomness) -> Result<(), SealError> {
    let (random, last) = out.split_at_mut(UNIT * (STRIPES - 1));
    fill_fast(randomness, random)?;
    last.copy_from_slice(unit.bytes());
    xor(last, chain(random).bytes());
    Ok(())
}

fn merge(stripes: &[u8]) -> Locked {
    let (random, last) = stripes.split_at(UNIT * (STRIPES - 1));
    let mut unit = chain(random);
    xor(unit.bytes_mut(), last);
    unit
}

fn chain(stripes: &[u8]) -> Locked {
    let mut d = Locked::zeroed(UNIT);
    for stripe in stripes.chunks_exact(UNIT) {
        xor(d.bytes_mut(), stripe);
        diffuse(d.bytes_mut());
    }
    scrub_stack();
    d
}

/// `H` of LUKS: every 32-byte block becomes `SHA-256(its number as 32-bit big-endian ‖ the block)`.
fn diffuse(unit: &mut [u8]) {
    for (i, block) in unit.chunks_exact_mut(32).enumerate() {
        let mut digest = Digest::new();
        digest.update(&(i as u32).to_be_bytes());
        digest.update(block);
        let mut hashed = digest.finish().0;
        block.copy_from_slice(&hashed);
        hashed.zeroize();
    }
}

fn xor(into: &mut [u8], other: &[u8]) {
    into.iter_mut().zip(other).for_each(|(a, b)| *a ^= b);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FixedRandomness, KdfParams, Passphrase, derive_root};

    fn root(passphrase: &str) -> Root {
        let passphrase = Passphrase::copy_of(passphrase).expect("short");
        derive_root(&passphrase, None, &[7; 32], KdfParams::cheap_for_tests()).expect("cheap")
    }

    fn sealed() -> (Vec<u8>, LockerKey) {
        let randomness = FixedRandomness::new(1);
        let key = LockerKey::make(&randomness).expect("fixed");
        let mut contents = SlotContents::owner(&key).expect("fixed");
        contents.extra = Zeroizing::new(b"extra".to_vec());
        (
            seal_slot(&contents, &root("right"), b"context", &randomness).expect("fits"),
            key,
        )
    }

    #[test]
    fn a_slot_opens_with_what_it_was_sealed_with() {
        let (slot, key) = sealed();
        let opened = open_slot(&slot, &root("right"), b"context").expect("the same root");
        assert_eq!(opened.key.bytes(), key.bytes());
        assert_eq!((opened.kind, &opened.extra[..]), (SlotKind::Owner, &b"extra"[..]));
        assert_eq!(slot.len(), SLOT_LEN);
    }

    #[test]
    fn another_passphrase_and_an_unused_slot_look_the_same() {
        let (slot, _) = sealed();
        assert!(matches!(
            open_slot(&slot, &root("wrong"), b"context"),
            Err(SealError::WrongKey)
        ));
        let mut unused = vec![0; SLOT_LEN];
        fill_unused(&mut unused, &FixedRandomness::new(2)).expect("fixed");
        assert!(matches!(
            open_slot(&unused, &root("right"), b"context"),
            Err(SealError::WrongKey)
        ));
    }

    #[test]
    fn a_slot_moved_to_another_place_or_file_does_not_open() {
        let (slot, _) = sealed();
        assert!(matches!(
            open_slot(&slot, &root("right"), b"other"),
            Err(SealError::Altered)
        ));
    }

    #[test]
    fn a_bit_flipped_anywhere_in_what_counts_is_noticed() {
        let (slot, _) = sealed();
        let root = root("right");
        for byte in (0..BODY).chain((BODY..TAG_END).step_by(997)).chain(BODY_END..TAG_END) {
            let mut changed = slot.clone();
            changed[byte] ^= 1 << (byte % 8);
            assert!(open_slot(&changed, &root, b"context").is_err(), "byte {byte}");
        }
    }

    #[test]
    fn without_any_one_stripe_the_rest_says_nothing() {
        let randomness = FixedRandomness::new(3);
        let unit = Locked::copy_of(&[0x5a; UNIT]);
        let mut stripes = vec![0; UNIT * STRIPES];
        split(&unit, &mut stripes, &randomness).expect("fixed");
        assert_eq!(merge(&stripes).bytes(), unit.bytes());
        for lost in [0, 1, 100, STRIPES - 2, STRIPES - 1] {
            let mut partial = stripes.clone();
            partial[lost * UNIT..(lost + 1) * UNIT].fill(0);
            let merged = merge(&partial);
            let same = merged.bytes().iter().zip(unit.bytes()).filter(|(a, b)| a == b).count();
            assert!(same < 16, "{same} of 256 bytes came back without stripe {lost}");
        }
    }
}
