//! SHA-256 (FIPS 180-4), in one call or as bytes come.

use model::Sha256Digest;
use ring::digest::{Context, SHA256};

/// A SHA-256 digest in the making.
#[derive(Clone)]
pub struct Digest(Context);

impl Digest {
    /// The digest of nothing yet.
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes added.
    pub fn finish(self) -> Sha256Digest {
        Sha256Digest(self.0.finish().as_ref().try_into().expect("SHA-256 gives 32 bytes"))
    }
}

impl Default for Digest {
    fn default() -> Self {
        Self::new()
    }
}

/// The SHA-256 digest of these bytes.
pub fn sha256(bytes: &[u8]) -> Sha256Digest {
    let mut digest = Digest::new();
    digest.update(bytes);
    digest.finish()
}
