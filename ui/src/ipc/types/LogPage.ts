// Written by a test of the locker crate from its views. Do not edit.
import type { HeadView } from "./HeadView";
import type { LogEntry } from "./LogEntry";

/**
 * Entries of the custody log, newest first.
 */
export type LogPage = {
/**
 * All there are.
 */
total: number,
/**
 * Entries.
 */
entries: Array<LogEntry>,
/**
 * The head.
 */
head: HeadView, };
