// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type NewPlace = { handle: string, name: string, folder: string, disk: Array<string> };
