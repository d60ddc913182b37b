// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type Settings = { idle_minutes: number, theme: string, language: string, letter_keys: boolean };
