// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type LogEntry = { n: number, at: string, act: string, item: string, details: Array<[string, string]>, hash: string };
