// Written by a test of the locker crate from its views. Do not edit.
import type { Run } from "./Run";

/**
 * Text of a PDF page in place.
 */
export type PageRuns = {
/**
 * From 1.
 */
page: number,
/**
 * Width over height of the page as shown.
 */
aspect: number,
/**
 * Runs in reading order.
 */
runs: Array<Run>, };
