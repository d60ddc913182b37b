// Written by a test of the locker crate from its views. Do not edit.

/**
 * An item that is not what was taken in.
 */
export type SetApart = {
/**
 * The item.
 */
id: string,
/**
 * Its bytes.
 */
bytes: number,
/**
 * How many of them can still be read.
 */
readable: number, };
