// Written by a test of the locker crate from its views. Do not edit.

/**
 * How the zone of a time is known.
 */
export type ZoneKnown = "explicit-epoch" | "explicit-offset" | "assumed" | "unknown";
