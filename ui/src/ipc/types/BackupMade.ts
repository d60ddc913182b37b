// Written by a test of the locker crate from its views. Do not edit.

/**
 * What a run of a backup did.
 */
export type BackupMade = {
/**
 * The end of its path, for people.
 */
folder: string,
/**
 * Sealed files that were copied.
 */
copied: number,
/**
 * Sealed files that were there already.
 */
kept: number,
/**
 * Sealed files that went, because the locker has them no more.
 */
removed: number,
/**
 * Bytes that were written.
 */
bytes: number,
/**
 * Whether every file was read back and compared; otherwise only what is new was.
 */
verified: boolean,
/**
 * Items whose original is neither in the locker nor in the backup.
 */
missing: Array<string>,
/**
 * Items whose original is not whole in the backup. What could be read is there.
 */
damaged: Array<string>,
/**
 * Sealed files, originals and others, that the backup has not, or not whole.
 */
incomplete: number, };
