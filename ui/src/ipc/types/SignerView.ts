// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type SignerView = { fingerprint: string, words: Array<string>, known: boolean };
