// Written by a test of the locker crate from its views. Do not edit.
import type { ErrorView } from "./ErrorView";

/**
 * How far long work is. Sent as event `job`.
 */
export type JobView = {
/**
 * Names it in `job_stop`.
 */
id: number,
/**
 * `import`, `export`, `verify`, `check`, `set-apart`, `decoy`, `backup`, `restore`.
 */
what: string,
/**
 * Bytes done.
 */
done: number,
/**
 * Bytes in all; 0 while not known.
 */
total: number,
/**
 * Which file of how many, where the work goes from file to file; 0 and 0 elsewhere.
 */
files: [number, number],
/**
 * Seconds left, where it can be told.
 */
seconds_left: number | null,
/**
 * `running`, `done`, `stopped` or `failed`.
 */
state: string,
/**
 * Error code, where it failed.
 */
error: ErrorView | null, };
