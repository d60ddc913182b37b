// Written by a test of the locker crate from its views. Do not edit.

/**
 * Something to look at before a dossier leaves.
 */
export type PlanWarning = {
/**
 * Code.
 */
code: string,
/**
 * Item it concerns.
 */
evidence: string | null,
/**
 * How many.
 */
count: number, };
