// Written by a test of the locker crate from its views. Do not edit.

/**
 * The last backup that came to its end.
 */
export type LastBackup = {
/**
 * When, RFC 3339.
 */
at: string,
/**
 * The end of its path, for people.
 */
folder: string,
/**
 * Whether it can be found there now.
 */
there: boolean,
/**
 * Whether it is there and no act was done in the locker since.
 */
fresh: boolean,
/**
 * Whether every file was read back and compared.
 */
verified: boolean,
/**
 * As in [`BackupPlace`].
 */
same_disk: boolean,
/**
 * Sealed files in it.
 */
items: number,
/**
 * Sealed files that it has not, or not whole.
 */
incomplete: number, };
