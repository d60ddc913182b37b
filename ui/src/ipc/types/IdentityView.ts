// Written by a test of the locker crate from its views. Do not edit.

/**
 * A source's sealed identity, shown for ten seconds.
 */
export type IdentityView = {
/**
 * Name and whatever else the person put there.
 */
text: string, };
