// Written by a test of the locker crate from its views. Do not edit.

/**
 * How many independent groups stand on each side, and how many links give context.
 */
export type Counts = {
/**
 * Groups with a supporting link.
 */
supporting_groups: number,
/**
 * Groups with a contradicting link.
 */
contradicting_groups: number,
/**
 * Links by relation.
 */
supports: number,
/**
 * Links by relation.
 */
contradicts: number,
/**
 * Links by relation.
 */
context: number, };
