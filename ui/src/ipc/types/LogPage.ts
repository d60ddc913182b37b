// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { HeadView } from "./HeadView";
import type { LogEntry } from "./LogEntry";

export type LogPage = { total: number, entries: Array<LogEntry>, head: HeadView };
