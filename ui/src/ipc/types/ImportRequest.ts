// Written by a test of the locker crate from its views. Do not edit.

/**
 * What to import.
 */
export type ImportRequest = {
/**
 * `S-1` or codename.
 */
source: string,
/**
 * IANA zone for wall clocks.
 */
timezone?: string | null,
/**
 * `dmy`, `mdy` or `ymd`.
 */
date_order?: string | null, };
