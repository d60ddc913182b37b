// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { ErrorView } from "./ErrorView";

export type JobView = { id: number, what: string, done: number, total: number, files: [number, number], seconds_left: number | null, state: string, error: ErrorView | null };
