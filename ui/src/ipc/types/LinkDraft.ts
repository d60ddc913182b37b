// Written by a test of the locker crate from its views. Do not edit.
import type { Relation } from "./Relation";
import type { SourceGrade } from "./SourceGrade";

/**
 * A new link.
 */
export type LinkDraft = {
/**
 * `C-1`.
 */
claim: string,
/**
 * `E-014`.
 */
evidence: string,
/**
 * Relation.
 */
relation: Relation,
/**
 * Selector in the command line's grammar; empty for the whole item.
 */
at: string,
/**
 * `A` to `F`.
 */
source_grade?: SourceGrade | null,
/**
 * 1 to 6.
 */
info_grade?: number | null,
/**
 * Why.
 */
reason: string, };
