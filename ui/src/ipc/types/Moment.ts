// Written by a test of the locker crate from its views. Do not edit.
import type { Timestamp } from "./Timestamp";
import type { ZoneKnown } from "./ZoneKnown";

/**
 * A time as an original tells it.
 */
export type Moment = {
/**
 * The instant; absent where the original's zone is unknown or its time is none.
 */
utc: Timestamp | null,
/**
 * What the original says, to the letter.
 */
raw: string,
/**
 * How the zone is known.
 */
zone: ZoneKnown,
/**
 * Wall clock of the original as milliseconds since 1970 without zone, for order and days where `utc` is absent.
 */
wall?: number | null, };
