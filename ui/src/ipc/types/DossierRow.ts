// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type DossierRow = { title: string, at: string, digest: string, claims: number, evidence: number };
