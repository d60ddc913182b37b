// Written by a test of the locker crate from its views. Do not edit.
import type { Relation } from "./Relation";

/**
 * That an excerpt here is linked.
 */
export type LinkMark = {
/**
 * `L-1`.
 */
link: string,
/**
 * `C-1`.
 */
claim: string,
/**
 * Relation.
 */
relation: Relation, };
