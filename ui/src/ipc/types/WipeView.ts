// Written by a test of the locker crate from its views. Do not edit.

/**
 * What a wipe did.
 */
export type WipeView = {
/**
 * Milliseconds until no key was left on the disk.
 */
keys_destroyed_ms: number,
/**
 * Milliseconds in all.
 */
total_ms: number,
/**
 * Codes of what may be left: `flash-spare-blocks`, `snapshots`, `swap`, …
 */
left: Array<string>, };
