// Written by a test of the locker crate from its views. Do not edit.

/**
 * The public keys of a locker.
 */
export type IdentityKeys = {
/**
 * OpenSSH public key line that signs dossiers.
 */
signing: string,
/**
 * Its fingerprint.
 */
fingerprint: string,
/**
 * The same as words.
 */
words: Array<string>,
/**
 * age recipient for files sealed to this locker.
 */
age: string, };
