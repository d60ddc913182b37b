// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type ImportTotals = { added: number, already_here: number, refused: number, bytes: number, messages: number };
