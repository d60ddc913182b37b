// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type SearchRequest = { query: string, source: string | null, kind: string | null, evidence: string | null, author: string | null, from: string | null, to: string | null, order: string | null, limit: number | null, offset: number | null };
