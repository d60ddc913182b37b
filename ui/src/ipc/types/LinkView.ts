// Written by a test of the locker crate from its views. Do not edit.
import type { Grades } from "./Grades";
import type { Kind } from "./Kind";
import type { Relation } from "./Relation";
import type { Selector } from "./Selector";

/**
 * A link with what is shown of its excerpt.
 */
export type LinkView = {
/**
 * `L-1`.
 */
id: string,
/**
 * `C-1`.
 */
claim: string,
/**
 * The claim's statement.
 */
statement: string,
/**
 * `E-014`.
 */
evidence: string,
/**
 * The item's title.
 */
title: string,
/**
 * The item's kind.
 */
kind: Kind,
/**
 * The item's source.
 */
source: string,
/**
 * Its independence group.
 */
group: string,
/**
 * Relation.
 */
relation: Relation,
/**
 * Where.
 */
at: Selector,
/**
 * Words of the excerpt; empty for pictures.
 */
quote: string,
/**
 * Grades.
 */
grades: Grades,
/**
 * Why.
 */
reason: string, };
