// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type LockerRef = { handle: string, name: string, sample: boolean, passphrase_hint: string | null, state: string | null, disk: Array<string> };
