// Written by a test of the locker crate from its views. Do not edit.

/**
 * A source in the rail.
 */
export type SourceRow = {
/**
 * `S-1`.
 */
id: string,
/**
 * Codename.
 */
codename: string,
/**
 * Two letters for the binder tab, told apart from the other tabs.
 */
mark: string,
/**
 * Items it entrusted.
 */
evidence: number, };
