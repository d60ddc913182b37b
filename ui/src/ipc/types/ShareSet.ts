// Written by a test of the locker crate from its views. Do not edit.

/**
 * A set of shares, as the list shows it.
 */
export type ShareSet = {
/**
 * What stands on each of its shares: eight digits. No secret.
 */
set: string,
/**
 * How many are needed.
 */
need: number,
/**
 * How many there are.
 */
of: number, };
