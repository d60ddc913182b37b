// Written by a test of the locker crate from its views. Do not edit.

/**
 * What a backup says of itself, to be shown before it is restored: whoever can write to its disk can put an older one back.
 */
export type BackupFound = {
/**
 * When it was made, as the clock stood then: RFC 3339.
 */
made: string,
/**
 * Entries of the custody log in it.
 */
entries: number,
/**
 * Sealed files in it.
 */
files: number,
/**
 * Their bytes, with the database.
 */
bytes: number, };
