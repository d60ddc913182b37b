// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { HitView } from "./HitView";

export type SearchView = { total: number, hits: Array<HitView>, took_ms: number };
