// Written by a test of the locker crate from its views. Do not edit.

/**
 * What follows from a claim's links.
 */
export type ClaimStatus = "corroborated" | "single-witness" | "contested" | "contradicted" | "untested";
