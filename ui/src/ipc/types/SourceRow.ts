// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type SourceRow = { id: string, codename: string, mark: string, evidence: number };
