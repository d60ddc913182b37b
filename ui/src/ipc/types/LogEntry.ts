// Written by a test of the locker crate from its views. Do not edit.

/**
 * One entry.
 */
export type LogEntry = {
/**
 * Place, from 1.
 */
n: number,
/**
 * When, RFC 3339.
 */
at: string,
/**
 * Act code.
 */
act: string,
/**
 * On what.
 */
item: string,
/**
 * Particulars.
 */
details: Array<[string, string]>,
/**
 * Chain hash after it, first 16 digits.
 */
hash: string, };
