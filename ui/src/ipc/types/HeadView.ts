// Written by a test of the locker crate from its views. Do not edit.

/**
 * The custody head.
 */
export type HeadView = {
/**
 * Number of entries.
 */
entries: number,
/**
 * First 16 hexadecimal digits of the tree root, in groups of four: the line to note elsewhere.
 */
line: string,
/**
 * The whole root, hexadecimal.
 */
root: string, };
