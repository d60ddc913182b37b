// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type IdentityKeys = { signing: string, fingerprint: string, words: Array<string>, age: string };
