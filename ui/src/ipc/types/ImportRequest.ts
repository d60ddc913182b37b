// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type ImportRequest = { source: string, timezone: string | null, date_order: string | null };
