// Written by a test of the locker crate from its views. Do not edit.

/**
 * Text of one page.
 */
export type TextPage = {
/**
 * From 1; 0 without pages.
 */
page: number,
/**
 * UTF-8; offsets in selectors count its characters.
 */
text: string, };
