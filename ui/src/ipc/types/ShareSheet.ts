// Written by a test of the locker crate from its views. Do not edit.

/**
 * Words of a face around a share on paper. Plain text; lines are broken where they end.
 */
export type ShareSheet = {
/**
 * What it is.
 */
title: string,
/**
 * Which one of which set.
 */
which: string,
/**
 * What it is good for.
 */
lead: string,
/**
 * What stands beside the code for a scanner.
 */
code: string,
/**
 * How to keep and use it, a paragraph each.
 */
notes: Array<string>, };
