// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type WipeView = { keys_destroyed_ms: number, total_ms: number, left: Array<string> };
