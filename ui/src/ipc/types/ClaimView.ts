// Written by a test of the locker crate from its views. Do not edit.
import type { ClaimStatus } from "./ClaimStatus";
import type { Counts } from "./Counts";
import type { LinkView } from "./LinkView";

/**
 * A claim with its links.
 */
export type ClaimView = {
/**
 * `C-1`.
 */
id: string,
/**
 * The statement.
 */
statement: string,
/**
 * `S-1`.
 */
about: string | null,
/**
 * By the rule.
 */
status: ClaimStatus,
/**
 * What the rule counted.
 */
counts: Counts,
/**
 * Groups that support and that contradict, by name.
 */
supporting_groups: Array<string>,
/**
 * As above.
 */
contradicting_groups: Array<string>,
/**
 * Its links in the order they were made.
 */
links: Array<LinkView>, };
