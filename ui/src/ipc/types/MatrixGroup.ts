// Written by a test of the locker crate from its views. Do not edit.
import type { EvidenceRow } from "./EvidenceRow";

/**
 * One independence group of the matrix.
 */
export type MatrixGroup = {
/**
 * Its name.
 */
name: string,
/**
 * Its items.
 */
items: Array<EvidenceRow>, };
