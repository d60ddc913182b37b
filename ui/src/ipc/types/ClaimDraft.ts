// Written by a test of the locker crate from its views. Do not edit.

/**
 * A new claim.
 */
export type ClaimDraft = {
/**
 * The statement.
 */
statement: string,
/**
 * `S-1` or a codename.
 */
about?: string | null, };
