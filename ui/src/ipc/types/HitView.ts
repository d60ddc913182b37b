// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Moment } from "./Moment";

export type HitView = { evidence: string, title: string, kind: string, source: string, at: string, snippet: string, marks: Array<[number, number]>, author: string | null, time: Moment | null };
