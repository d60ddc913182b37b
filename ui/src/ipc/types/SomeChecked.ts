// Written by a test of the locker crate from its views. Do not edit.

/**
 * What a look at a few items found.
 */
export type SomeChecked = {
/**
 * Items that were read to their end and compared.
 */
checked: number,
/**
 * Bytes that were read.
 */
bytes: number,
/**
 * Items whose bytes are not what was taken in. They are marked now.
 */
damaged: Array<string>,
/**
 * Items whose blob is missing. They are marked now.
 */
missing: Array<string>,
/**
 * Those of the damaged whose bytes the disk does not give.
 */
unreadable: Array<string>,
/**
 * How many of the damaged and missing nobody had been told of.
 */
news: number, };
