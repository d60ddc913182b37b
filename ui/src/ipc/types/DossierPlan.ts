// Written by a test of the locker crate from its views. Do not edit.
import type { EvidenceRow } from "./EvidenceRow";
import type { PlanWarning } from "./PlanWarning";

/**
 * What a dossier would hold, before it is made.
 */
export type DossierPlan = {
/**
 * Claims chosen and in all.
 */
claims: [number, number],
/**
 * Items chosen and in all.
 */
evidence: [number, number],
/**
 * Excerpts that leave.
 */
excerpts: number,
/**
 * Custody entries that are disclosed and that are counted as withheld.
 */
custody: [number, number],
/**
 * Bytes.
 */
bytes: number,
/**
 * The items.
 */
items: Array<EvidenceRow>,
/**
 * What to look at before it leaves: codes with figures, e.g. `protected-term-found`, `gps-in-photo`, `whole-chat-leaves`.
 */
warnings: Array<PlanWarning>, };
