// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { EvidenceRow } from "./EvidenceRow";

export type MatrixGroup = { name: string, items: Array<EvidenceRow> };
