// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type VerifyFiles = { checked: number, altered: Array<string>, missing: Array<string>, extra: Array<string> };
