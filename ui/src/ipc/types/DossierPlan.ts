// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { EvidenceRow } from "./EvidenceRow";
import type { PlanWarning } from "./PlanWarning";

export type DossierPlan = { claims: [number, number], evidence: [number, number], excerpts: number, custody: [number, number], bytes: number, items: Array<EvidenceRow>, warnings: Array<PlanWarning> };
