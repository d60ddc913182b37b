// Written by a test of the locker crate from its views. Do not edit.

/**
 * A folder that was chosen for a backup.
 */
export type BackupPlace = {
/**
 * The end of its path, for people.
 */
folder: string,
/**
 * A backup is there already, of this locker or another.
 */
has_backup: boolean,
/**
 * It lies on the disk of the locker: whoever takes the one has the other.
 */
same_disk: boolean, };
