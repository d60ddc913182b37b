// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type Run = { start: number, text: string, at: [number, number, number, number] };
