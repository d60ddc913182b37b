// Written by a test of the locker crate from its views. Do not edit.

/**
 * What was exported.
 */
export type DossierMade = {
/**
 * File name without folders.
 */
name: string,
/**
 * Bytes of the file.
 */
bytes: number,
/**
 * SHA-256 of its tag manifest: what judgements bind to.
 */
digest: string,
/**
 * The signer's fingerprint.
 */
fingerprint: string,
/**
 * The same as words, to be read aloud.
 */
words: Array<string>, };
