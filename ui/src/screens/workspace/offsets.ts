// Selectors count Unicode scalar values; JavaScript counts UTF-16 units. Here one becomes the other.

/** How many characters the first `units` UTF-16 units hold. A pair cut in half counts as one. */
export function charsIn(text: string, units: number): number {
  let chars = 0;
  for (let at = 0; at < units && at < text.length; chars += 1) at += width(text, at);
  return chars;
}

/** Where, in UTF-16 units, the character of this number starts. Past the end: the end. */
export function unitsAt(text: string, chars: number): number {
  let at = 0;
  for (let seen = 0; seen < chars && at < text.length; seen += 1) at += width(text, at);
  return at;
}

/** The characters from `start` to `end`, end excluded. */
export function sliceChars(text: string, start: number, end: number): string {
  const from = unitsAt(text, start);
  return text.slice(from, from + unitsAt(text.slice(from), end - start));
}

export const charsOf = (text: string): number => charsIn(text, text.length);

const width = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** Longest quotation a selector holds, in characters. */
export const QUOTE_LIMIT = 5_000;

export type Span = { start: number; end: number };

/** Cuts the spaces and line ends at both ends of a selection, as a drag of the mouse takes them along. Nothing left: nothing. */
export function trimmed(text: string, span: Span): Span | undefined {
  const words = sliceChars(text, span.start, span.end);
  const lead = charsOf(words) - charsOf(words.trimStart());
  const length = charsOf(words.trim());
  return length > 0 ? { start: span.start + lead, end: span.start + lead + length } : undefined;
}

/** Where exact words stand: at `start` when they do, else where they come first. */
export function spanOf(text: string, exact: string, start: number | undefined): Span | undefined {
  const length = charsOf(exact);
  if (start !== undefined && sliceChars(text, start, start + length) === exact) return { start, end: start + length };
  const at = text.indexOf(exact);
  if (at < 0 || length === 0) return undefined;
  const from = charsIn(text, at);
  return { start: from, end: from + length };
}
