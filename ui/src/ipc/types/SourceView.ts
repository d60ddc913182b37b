// Written by a test of the locker crate from its views. Do not edit.

/**
 * A source's page.
 */
export type SourceView = {
/**
 * Names, numbers, handles that must not leave.
 */
protected: Array<string>,
/**
 * The journalist's notes.
 */
notes: string,
/**
 * When it was added.
 */
added: string,
/**
 * Whether an identity is sealed with it.
 */
has_identity: boolean,
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
