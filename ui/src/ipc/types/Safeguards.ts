// Written by a test of the locker crate from its views. Do not edit.

/**
 * What the locker does without being asked.
 */
export type Safeguards = {
/**
 * Wrong passphrases in a row after which it destroys itself; 0 for never.
 */
tries: number,
/**
 * Days without being opened after which it destroys itself; 0 for never.
 */
days: number,
/**
 * Whether a passphrase given under coercion shows a decoy and erases the rest.
 */
decoy: boolean, };
