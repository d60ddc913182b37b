// Written by a test of the locker crate from its views. Do not edit.

/**
 * A piece of text on a page.
 */
export type Run = {
/**
 * Start in characters of the page's text.
 */
start: number,
/**
 * The words.
 */
text: string,
/**
 * Left, top, width, height in hundredths of a percent of the page.
 */
at: [number, number, number, number], };
