// Written by a test of the locker crate from its views. Do not edit.

/**
 * Who signed.
 */
export type SignerView = {
/**
 * `SHA256:…` as OpenSSH prints it.
 */
fingerprint: string,
/**
 * Words to be read aloud.
 */
words: Array<string>,
/**
 * Whether it is the signer that was expected.
 */
known: boolean, };
