// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type SourceDraft = { codename: string, protected: Array<string>, notes: string };
