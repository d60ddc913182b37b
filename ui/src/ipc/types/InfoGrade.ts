// Written by a test of the locker crate from its views. Do not edit.

/**
 * Credibility of the information on the Admiralty scale: 1 confirmed … 5 improbable, 6 cannot be judged.
 */
export type InfoGrade = number;
