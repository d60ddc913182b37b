// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type VerifyCustody = { proofs_checked: number, failed: number, withheld: number };
