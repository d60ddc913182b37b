// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { HeadView } from "./HeadView";

export type LogCheck = { entries: number, broken: Array<number>, head: HeadView };
