// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type TextPage = { page: number, text: string };
