// Written by a test of the locker crate from its views. Do not edit.

/**
 * What an excerpt does to a claim.
 */
export type Relation = "supports" | "contradicts" | "context";
