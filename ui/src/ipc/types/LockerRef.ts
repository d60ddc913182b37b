// Written by a test of the locker crate from its views. Do not edit.

/**
 * A locker on the unlock screen. The face never sees its path.
 */
export type LockerRef = {
/**
 * Names it in later calls; means nothing outside this run.
 */
handle: string,
/**
 * Folder name without `.locker`.
 */
name: string,
/**
 * The bundled sample case, whose passphrase may be shown.
 */
sample: boolean,
/**
 * Only for the sample.
 */
passphrase_hint: string | null,
/**
 * A wipe was cut short and was finished just now, or the locker is damaged: a code.
 */
state: string | null,
/**
 * What the disk and file system mean for a wipe: codes such as `flash`, `ext4-ordered`, `copy-on-write`, `swap-present`.
 */
disk: Array<string>,
/**
 * Wrong passphrases that are still borne before it destroys itself, where they are counted.
 */
tries_left: number | null, };
