// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Run } from "./Run";

export type PageRuns = { page: number, aspect: number, runs: Array<Run> };
