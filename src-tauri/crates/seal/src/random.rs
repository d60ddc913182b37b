//! Randomness is passed in: the system's in the program, a fixed one when test vectors are made.

use crate::SealError;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::SecureRandom;
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bytes.
pub trait Randomness: Send + Sync {
    /// Fills `out` with random bytes.
    fn fill(&self, out: &mut [u8]) -> Result<(), SealError>;
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, out: &mut [u8]) -> Result<(), SealError> {
        ring::rand::SystemRandom::new()
            .fill(out)
            .map_err(|_| SealError::NoRandomness)
    }
}

/// The same "random" bytes at every run, for test vectors only: block `i` is `SHA-256(seed ‖ i)` with `i` as 64-bit
/// little-endian, counted over all calls.
#[derive(Debug)]
pub struct FixedRandomness {
    seed: u64,
    next: AtomicU64,
}

impl FixedRandomness {
    /// The sequence that belongs to this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            next: AtomicU64::new(0),
        }
    }
}

impl Randomness for FixedRandomness {
    fn fill(&self, out: &mut [u8]) -> Result<(), SealError> {
        for block in out.chunks_mut(32) {
            let mut digest = crate::Digest::new();
            digest.update(&self.seed.to_le_bytes());
            digest.update(&self.next.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            block.copy_from_slice(&digest.finish().0[..block.len()]);
        }
        Ok(())
    }
}

/// Many random bytes at memory speed: the AES-256-GCM key stream of a one-use random key. For unused slots and for
/// overwriting, where the system's own generator would be the slowest part of a wipe.
pub fn fill_fast(randomness: &dyn Randomness, out: &mut [u8]) -> Result<(), SealError> {
    let mut key = [0; 32];
    randomness.fill(&mut key)?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("32 bytes are a key of AES-256"));
    for (i, block) in out.chunks_mut(1 << 30).enumerate() {
        block.fill(0);
        let mut nonce = [0; 12];
        nonce[..8].copy_from_slice(&(i as u64).to_le_bytes());
        let sealed = key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), block);
        let _tag = sealed.map_err(|_| SealError::NoRandomness)?;
    }
    Ok(())
}
