// Written by a test of the locker crate from its views. Do not edit.

/**
 * A new or changed source.
 */
export type SourceDraft = {
/**
 * Codename.
 */
codename: string,
/**
 * Protected terms.
 */
protected: Array<string>,
/**
 * Notes.
 */
notes: string, };
