// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type PlanWarning = { code: string, evidence: string | null, count: number };
