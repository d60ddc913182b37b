// Hits by the thing they stand in, and a snippet cut at its marks.
import type { HitView } from "../../ipc";

export type HitGroup = { key: string; first: HitView; hits: HitView[] };

/** Groups in the order of their first hit; hits keep theirs. */
export function byItem(hits: readonly HitView[]): HitGroup[] {
  const groups = new Map<string, HitGroup>();
  for (const hit of hits) {
    const key = `${hit.kind} ${hit.evidence || hit.title} ${hit.source}`;
    const group = groups.get(key);
    if (group) group.hits.push(hit);
    else groups.set(key, { key, first: hit, hits: [hit] });
  }
  return [...groups.values()];
}

export type Piece = { text: string; marked: boolean };

/** Cuts a snippet at its marks. Marks count characters (Unicode scalar values), may touch, and are not trusted to be inside. */
export function pieces(snippet: string, marks: readonly (readonly [number, number])[]): Piece[] {
  const letters = [...snippet];
  const out: Piece[] = [];
  let at = 0;
  for (const [start, length] of [...marks].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(at, Math.min(start, letters.length));
    const to = Math.max(from, Math.min(start + length, letters.length));
    if (from > at) out.push({ text: letters.slice(at, from).join(""), marked: false });
    if (to > from) out.push({ text: letters.slice(from, to).join(""), marked: true });
    at = Math.max(at, to);
  }
  if (at < letters.length) out.push({ text: letters.slice(at).join(""), marked: false });
  return out;
}
