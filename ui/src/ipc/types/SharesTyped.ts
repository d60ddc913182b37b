// Written by a test of the locker crate from its views. Do not edit.

/**
 * Shares that were typed so far.
 */
export type SharesTyped = {
/**
 * How many.
 */
have: number,
/**
 * How many are needed.
 */
need: number,
/**
 * The eight digits of their set.
 */
set: string, };
