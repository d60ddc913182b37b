// Written by a test of the locker crate from its views. Do not edit.
import type { ImportItem } from "./ImportItem";
import type { ImportTotals } from "./ImportTotals";

/**
 * What an import says in all.
 */
export type ImportReport = {
/**
 * Per file.
 */
items: Array<ImportItem>,
/**
 * Sums.
 */
totals: ImportTotals,
/**
 * Whether the person stopped it; what was added stays.
 */
stopped: boolean, };
