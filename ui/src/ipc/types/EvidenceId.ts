// Written by a test of the locker crate from its views. Do not edit.

/**
 * An item of evidence: `E-014`.
 */
export type EvidenceId = string;
