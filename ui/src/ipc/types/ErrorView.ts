// Written by a test of the locker crate from its views. Do not edit.

/**
 * An error for a face.
 */
export type ErrorView = {
/**
 * Kebab-case code; the face has its sentences: what happened, what is safe, what to do.
 */
code: string,
/**
 * Figures for the sentence, never names or paths.
 */
figures: Array<number>, };
