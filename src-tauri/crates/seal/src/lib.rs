//! The only home of secrets: derive, seal, open, sign, digest.
