// A text cut into lines that know where they start, and the pieces of a line that marks leave.
import { charsOf, sliceChars, type Span } from "./offsets";

export type Line = { start: number; end: number; text: string };

/** Longest line drawn as one; longer ones are cut for drawing, never in their offsets. */
const LONGEST = 4_000;

/** Lines in order. The line end belongs to no line's text but is counted. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    let rest = line;
    do {
      const piece = rest.length > LONGEST ? cut(rest) : rest;
      const length = charsOf(piece);
      lines.push({ start, end: start + length, text: piece.replace(/\r$/u, "") });
      start += length;
      rest = rest.slice(piece.length);
    } while (rest.length > 0);
    start += 1;
  }
  return lines;
}

/** At most [`LONGEST`] units, never between the halves of a pair. */
function cut(text: string): string {
  const last = text.charCodeAt(LONGEST - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? LONGEST - 1 : LONGEST);
}

export type Painted = Span & { kind: "link" | "now"; label?: string };
export type Piece = { text: string; start: number; paint: Painted | undefined };

/** A line cut where marks begin and end. Where marks lie over each other the one that is looked at wins. */
export function piecesOf(line: Line, marks: readonly Painted[]): Piece[] {
  const here = marks.filter((mark) => mark.start < line.end && mark.end > line.start);
  if (here.length === 0) return [{ text: line.text, start: line.start, paint: undefined }];
  const edges = new Set([line.start, line.end]);
  for (const mark of here) for (const edge of [mark.start, mark.end]) if (edge > line.start && edge < line.end) edges.add(edge);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1] ?? line.end;
    const over = here.filter((mark) => mark.start <= start && mark.end >= end);
    return { start, text: sliceChars(line.text, start - line.start, end - line.start), paint: over.find((mark) => mark.kind === "now") ?? over[0] };
  });
}
