// Written by a test of the locker crate from its views. Do not edit.
import type { HeadView } from "./HeadView";

/**
 * What `log verify` found.
 */
export type LogCheck = {
/**
 * Entries recomputed.
 */
entries: number,
/**
 * Entry numbers where the chain breaks.
 */
broken: Array<number>,
/**
 * The head.
 */
head: HeadView, };
