//! Whole flows through the verbs.
