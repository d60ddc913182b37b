// Written by a test of the locker crate from its views. Do not edit.

/**
 * Files of a dossier.
 */
export type VerifyFiles = {
/**
 * How many were digested.
 */
checked: number,
/**
 * Other bytes than signed.
 */
altered: Array<string>,
/**
 * Signed but not there.
 */
missing: Array<string>,
/**
 * There but not signed.
 */
extra: Array<string>, };
