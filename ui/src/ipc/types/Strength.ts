// Written by a test of the locker crate from its views. Do not edit.

/**
 * How hard a passphrase is to guess.
 */
export type Strength = {
/**
 * 0 to 4.
 */
score: number,
/**
 * log10 of the guesses needed.
 */
guesses_log10: number,
/**
 * log10 of the seconds a well-funded attacker needs at the locker's key derivation cost.
 */
seconds_log10: number, };
