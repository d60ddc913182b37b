//! From a passphrase to the root that opens slots (Argon2id, RFC 9106), and from the locker key to everything that hangs
//! on it (HKDF-SHA256, RFC 5869).
//!
//! The cost is bounded before it is spent: a locker file can ask for anything, this machine gives only so much.

use crate::arena::{Locked, Scratch, scrub_stack};
use crate::secret::{SigningSeed, WrapKey};
use crate::{AgeIdentity, BlobKey, DatabaseKey, KeyFile, LockerKey, Passphrase, Randomness, SealError, SourceKey};
use argon2::{Algorithm, Argon2, Params, Version};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use std::time::{Duration, Instant};

/// What one Argon2id run costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParams {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KdfParams {
    /// The least that a locker is made with: 64 MiB, 3 passes, 4 lanes (the second choice of RFC 9106).
    pub const FLOOR: KdfParams = KdfParams {
        memory_kib: 64 << 10,
        passes: 3,
        lanes: 4,
    };
    /// The most memory that is spent on a file's request: 4 GiB.
    pub const MAX_MEMORY_KIB: u32 = 4 << 20;
    /// The most passes.
    pub const MAX_PASSES: u32 = 64;
    /// The most lanes.
    pub const MAX_LANES: u32 = 16;
    /// The most memory × passes, in KiB: 32 GiB written, some tens of seconds.
    pub const MAX_WORK_KIB: u64 = 32 << 20;

    /// Parameters for a new locker.
    ///
    /// # Errors
    /// [`SealError::KdfOutOfBounds`] below the floor or above the caps.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, SealError> {
        let params = Self::read(memory_kib, passes, lanes)?;
        if params.is_below_floor() {
            Err(SealError::KdfOutOfBounds)
        } else {
            Ok(params)
        }
    }

    /// Parameters found in a file, bounded before anything is spent on them. Weak ones are let through: the person has to
    /// be able to open an old locker; [`KdfParams::is_below_floor`] tells.
    ///
    /// # Errors
    /// [`SealError::KdfOutOfBounds`] above the caps, or where Argon2 itself is not defined.
    pub fn read(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, SealError> {
        let within = (1..=Self::MAX_LANES).contains(&lanes)
            && (1..=Self::MAX_PASSES).contains(&passes)
            && (8 * lanes..=Self::MAX_MEMORY_KIB).contains(&memory_kib)
            && u64::from(memory_kib) * u64::from(passes) <= Self::MAX_WORK_KIB;
        if within {
            Ok(Self {
                memory_kib,
                passes,
                lanes,
            })
        } else {
            Err(SealError::KdfOutOfBounds)
        }
    }

    /// Next to no cost, for tests and test vectors. Never for a person's locker.
    pub const fn cheap_for_tests() -> Self {
        Self {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
        }
    }

    /// Parameters that take about this long on this machine: passes and lanes of the floor, memory as the measure, at most a
    /// quarter of `memory_bytes` and 2 GiB.
    pub fn calibrate(target: Duration, memory_bytes: u64) -> Result<Self, SealError> {
        let ceiling = (memory_bytes / 4 / 1024).clamp(Self::FLOOR.memory_kib.into(), 2 << 20) as u32;
        let mut params = Self::FLOOR;
        loop {
            let took = params.time_one_run()?.max(Duration::from_millis(1));
            let wanted = f64::from(params.memory_kib) * target.as_secs_f64() / took.as_secs_f64();
            let next = (wanted as u32).clamp(Self::FLOOR.memory_kib, ceiling) & !1023;
            if took * 4 >= target || next <= params.memory_kib {
                return Ok(Self {
                    memory_kib: next,
                    ..params
                });
            }
            params.memory_kib = next.min(params.memory_kib * 4); // measure again nearer to the target
        }
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes, each of which may run on a core of its own.
    pub fn lanes(self) -> u32 {
        self.lanes
    }

    /// Whether a new locker would be refused these.
    pub fn is_below_floor(self) -> bool {
        self.memory_kib < Self::FLOOR.memory_kib || self.passes < Self::FLOOR.passes
    }

    fn time_one_run(self) -> Result<Duration, SealError> {
        let started = Instant::now();
        let mut out = Locked::zeroed(32);
        argon2id(b"calibration", &[0; 32], self, out.bytes_mut())?;
        Ok(started.elapsed())
    }
}

/// What a passphrase (and a key file) gives after Argon2id: opens the slots that were sealed with the same.
pub struct Root(Locked);

impl Root {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }
}

/// One Argon2id run: `root = HKDF-Extract(salt = key file digest or 32 zeros, Argon2id(passphrase, salt))`.
///
/// # Errors
/// [`SealError::NotEnoughMemory`] where the machine does not give what the parameters ask.
pub fn derive_root(
    passphrase: &Passphrase,
    key_file: Option<&KeyFile>,
    salt: &[u8; 32],
    params: KdfParams,
) -> Result<Root, SealError> {
    let mut stretched = Locked::zeroed(32);
    argon2id(passphrase.bytes(), salt, params, stretched.bytes_mut())?;
    let second = key_file.map_or(&[0; 32][..], KeyFile::bytes);
    let root = Locked::born(32, |out| hkdf(second, stretched.bytes(), b"vouchsafe v1 root", out))?;
    Ok(Root(root))
}

fn argon2id(passphrase: &[u8], salt: &[u8; 32], params: KdfParams, out: &mut [u8]) -> Result<(), SealError> {
    let KdfParams {
        memory_kib,
        passes,
        lanes,
    } = params;
    let params = Params::new(memory_kib, passes, lanes, Some(out.len())).map_err(|_| SealError::KdfOutOfBounds)?;
    let mut scratch = Scratch::new(params.block_count()).ok_or(SealError::NotEnoughMemory)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(passphrase, salt, out, scratch.blocks())
        .map_err(|_| SealError::KdfOutOfBounds)?;
    scrub_stack();
    Ok(())
}

impl LockerKey {
    /// The database's key. `locker` is the locker's id from its slots file, here and below.
    pub fn derive_database_key(&self, locker: &[u8; 16]) -> Result<DatabaseKey, SealError> {
        DatabaseKey::born(|out| hkdf(locker, self.bytes(), b"vouchsafe v1 database key", out))
    }

    pub(crate) fn derive_source_wrap(&self, locker: &[u8; 16]) -> Result<WrapKey, SealError> {
        WrapKey::born(|out| hkdf(locker, self.bytes(), b"vouchsafe v1 source key wrap", out))
    }

    pub(crate) fn derive_signing_seed(&self, locker: &[u8; 16]) -> Result<SigningSeed, SealError> {
        SigningSeed::born(|out| hkdf(locker, self.bytes(), b"vouchsafe v1 signing seed", out))
    }

    /// The key that others seal to when they send something back to this locker.
    pub fn derive_age_identity(&self, locker: &[u8; 16]) -> Result<AgeIdentity, SealError> {
        AgeIdentity::born(|out| hkdf(locker, self.bytes(), b"vouchsafe v1 age identity", out))
    }

    pub(crate) fn derive_table_key(&self, locker: &[u8; 16]) -> Result<WrapKey, SealError> {
        WrapKey::born(|out| hkdf(locker, self.bytes(), b"vouchsafe v1 slot table", out))
    }

    pub(crate) fn derive_backup_key(&self, locker: &[u8; 16]) -> Result<WrapKey, SealError> {
        WrapKey::born(|out| hkdf(locker, self.bytes(), b"vouchsafe v1 backup list", out))
    }

    /// A second locker key for a slot of another passphrase: the same key, in its own cells.
    pub(crate) fn again(&self) -> Result<LockerKey, SealError> {
        LockerKey::born(|out| {
            out.copy_from_slice(self.bytes());
            Ok(())
        })
    }
}

impl SourceKey {
    pub(crate) fn derive_blob_wrap(&self) -> Result<WrapKey, SealError> {
        WrapKey::born(|out| hkdf(&[], self.bytes(), b"vouchsafe v1 blob key wrap", out))
    }

    pub(crate) fn derive_note_key(&self) -> Result<WrapKey, SealError> {
        WrapKey::born(|out| hkdf(&[], self.bytes(), b"vouchsafe v1 source note", out))
    }
}

impl BlobKey {
    /// Per-blob stream key, nonce prefix and commitment from the salt in its header.
    pub(crate) fn derive_stream(&self, salt: &[u8; 32], label: &[u8], out: &mut [u8]) -> Result<(), SealError> {
        hkdf(salt, self.bytes(), label, out)
    }
}

/// HKDF-SHA256: `Expand(Extract(salt, secret), label)`.
pub(crate) fn hkdf(salt: &[u8], secret: &[u8], label: &[u8], out: &mut [u8]) -> Result<(), SealError> {
    let filled = Salt::new(HKDF_SHA256, salt)
        .extract(secret)
        .expand(&[label], Length(out.len()))
        .and_then(|okm| okm.fill(out));
    scrub_stack();
    filled.map_err(|_| SealError::TooLarge)
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// A random salt.
pub(crate) fn make_salt(randomness: &dyn Randomness) -> Result<[u8; 32], SealError> {
    let mut salt = [0; 32];
    randomness.fill(&mut salt)?;
    Ok(salt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(passphrase: &str, key_file: Option<&[u8]>, salt: u8) -> Vec<u8> {
        let passphrase = Passphrase::copy_of(passphrase).expect("short");
        let key_file = key_file.map(|bytes| KeyFile::read(bytes).expect("small"));
        let root = derive_root(
            &passphrase,
            key_file.as_ref(),
            &[salt; 32],
            KdfParams::cheap_for_tests(),
        );
        root.expect("cheap").bytes().to_vec()
    }

    #[test]
    fn argon2id_gives_what_the_reference_gives() {
        // RFC 9106's own vector uses a secret and associated data, which we do not; this is what the C reference gives.
        let mut out = [0; 32];
        let salt = b"somesaltsomesaltsomesaltsomesalt";
        argon2id(b"password", salt, KdfParams::cheap_for_tests(), &mut out).expect("cheap");
        let hex: String = out.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, ARGON2_REFERENCE);
    }
    const ARGON2_REFERENCE: &str = "a9590b122f3ddf6f57bcaf123c0c1f47b9fbb33d07aad24b87bce387cd686c34";

    #[test]
    fn everything_that_goes_in_changes_what_comes_out() {
        let base = root("correct", None, 1);
        assert_eq!(base, root("correct", None, 1), "derived, not made");
        assert_ne!(base, root("Correct", None, 1), "passphrase");
        assert_ne!(base, root("correct", None, 2), "salt");
        assert_ne!(base, root("correct", Some(b"file"), 1), "key file");
    }

    #[test]
    fn a_request_for_a_tebibyte_is_refused_before_it_is_spent() {
        assert!(matches!(KdfParams::read(1 << 30, 3, 4), Err(SealError::KdfOutOfBounds)));
        assert!(matches!(
            KdfParams::read(u32::MAX, u32::MAX, u32::MAX),
            Err(SealError::KdfOutOfBounds)
        ));
        assert!(
            matches!(KdfParams::read(4 << 20, 64, 4), Err(SealError::KdfOutOfBounds)),
            "bounded as a product too"
        );
        assert!(matches!(KdfParams::read(0, 0, 0), Err(SealError::KdfOutOfBounds)));
    }

    #[test]
    fn a_new_locker_is_not_made_below_the_floor() {
        assert!(matches!(KdfParams::new(1024, 3, 4), Err(SealError::KdfOutOfBounds)));
        assert!(KdfParams::new(64 << 10, 3, 4).is_ok());
        assert!(KdfParams::cheap_for_tests().is_below_floor());
    }
}
