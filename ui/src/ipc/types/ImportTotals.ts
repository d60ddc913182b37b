// Written by a test of the locker crate from its views. Do not edit.

/**
 * Sums of an import.
 */
export type ImportTotals = {
/**
 * Items added.
 */
added: number,
/**
 * Found again.
 */
already_here: number,
/**
 * Refused.
 */
refused: number,
/**
 * Bytes sealed.
 */
bytes: number,
/**
 * Messages read.
 */
messages: number, };
