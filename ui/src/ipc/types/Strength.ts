// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type Strength = { score: number, guesses_log10: number, seconds_log10: number };
