// Words of a message with the places that a search found.

export type Word = { text: string; marked: boolean };

/** The text cut where any of the found words stand, upper and lower case alike. */
export function paintedWords(text: string, marks: readonly string[]): Word[] {
  if (marks.length === 0 || text === "") return [{ text, marked: false }];
  const low = text.toLowerCase();
  // Letters that change their length in lower case would shift every place after them.
  if (low.length !== text.length) return [{ text, marked: false }];
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    let next = -1;
    let length = 0;
    for (const mark of marks) {
      const found = mark ? low.indexOf(mark.toLowerCase(), at) : -1;
      if (found >= 0 && (next < 0 || found < next || (found === next && mark.length > length))) { next = found; length = mark.length; }
    }
    if (next < 0) break;
    if (next > at) words.push({ text: text.slice(at, next), marked: false });
    words.push({ text: text.slice(next, next + length), marked: true });
    at = next + length;
  }
  if (at < text.length) words.push({ text: text.slice(at), marked: false });
  return words;
}
