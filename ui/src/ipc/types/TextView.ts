// Written by a test of the locker crate from its views. Do not edit.
import type { TextPage } from "./TextPage";

/**
 * Text of an item.
 */
export type TextView = {
/**
 * Pages in order; one page 0 for items without pages. Bounded to `limit` characters in all.
 */
pages: Array<TextPage>,
/**
 * Whether there is more.
 */
cut: boolean, };
