// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type CheckReport = { blobs: number, damaged: Array<string>, missing: Array<string>, database: boolean, log_broken: Array<number> };
