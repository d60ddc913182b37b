// Written by a test of the locker crate from its views. Do not edit.

/**
 * What to search.
 */
export type SearchRequest = {
/**
 * As the person typed it.
 */
query: string,
/**
 * `S-1` or codename.
 */
source?: string | null,
/**
 * Kind code.
 */
kind?: string | null,
/**
 * `E-014`: inside one item.
 */
evidence?: string | null,
/**
 * Display name.
 */
author?: string | null,
/**
 * `2023-03-14`, inclusive.
 */
from?: string | null,
/**
 * Inclusive.
 */
to?: string | null,
/**
 * `newest` (default) or `relevance`.
 */
order?: string | null,
/**
 * At most 500; 50 if absent.
 */
limit?: number | null,
/**
 * How many to pass over.
 */
offset?: number | null, };
