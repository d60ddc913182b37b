// Written by a test of the locker crate from its views. Do not edit.

/**
 * A folder chosen for a new locker.
 */
export type NewPlace = {
/**
 * Names it in `create_locker`.
 */
handle: string,
/**
 * Suggested locker name.
 */
name: string,
/**
 * Last part of the folder's path, for people.
 */
folder: string,
/**
 * As in [`LockerRef`].
 */
disk: Array<string>, };
