//! Ratios against named peers, in one interleaved run.
