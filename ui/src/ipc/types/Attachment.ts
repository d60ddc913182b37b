// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type Attachment = { id: string | null, name: string, path: string | null, missing: string | null, stated: string | null };
