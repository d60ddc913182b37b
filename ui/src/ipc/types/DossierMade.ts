// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type DossierMade = { name: string, bytes: number, digest: string, fingerprint: string, words: Array<string> };
