// Written by a test of the locker crate from its views. Do not edit.
import type { HitView } from "./HitView";

/**
 * What was found.
 */
export type SearchView = {
/**
 * All there are, counted up to 10,000.
 */
total: number,
/**
 * In the order asked for.
 */
hits: Array<HitView>,
/**
 * Milliseconds.
 */
took_ms: number, };
