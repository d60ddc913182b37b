// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type Counts = { supporting_groups: number, contradicting_groups: number, supports: number, contradicts: number, context: number };
