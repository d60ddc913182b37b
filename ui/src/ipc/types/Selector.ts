// Written by a test of the locker crate from its views. Do not edit.

/**
 * Where in an item.
 */
export type Selector = string;
