// Written by a test of the locker crate from its views. Do not edit.

/**
 * Custody proofs of a dossier.
 */
export type VerifyCustody = {
/**
 * Inclusion proofs checked.
 */
proofs_checked: number,
/**
 * Failed.
 */
failed: number,
/**
 * Entries withheld, counted.
 */
withheld: number, };
