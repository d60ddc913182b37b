// Written by a test of the locker crate from its views. Do not edit.

/**
 * Reliability of the source on the Admiralty scale (NATO STANAG 2511): A completely reliable … E unreliable, F cannot be judged.
 */
export type SourceGrade = "A" | "B" | "C" | "D" | "E" | "F";
