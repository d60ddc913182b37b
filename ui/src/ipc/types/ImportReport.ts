// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { ImportItem } from "./ImportItem";
import type { ImportTotals } from "./ImportTotals";

export type ImportReport = { items: Array<ImportItem>, totals: ImportTotals, stopped: boolean };
