// The linked regions of one picture, each place once, with its letter and its claims.
import type { LinkView } from "../../../ipc";
import type { Box } from "../../../state/selector";
import { letterOf } from "./region";

export type LinkedRegion = { at: string; box: Box; letter: string; claims: string; claim: string };

/** In the order in which they were linked: letters stay when others come. */
export function markedRegions(links: readonly LinkView[], boxOf: (at: string) => Box | undefined): LinkedRegion[] {
  const places = new Map<string, { box: Box; claims: string[] }>();
  for (const link of links) {
    const box = boxOf(link.at);
    if (!box) continue;
    const place = places.get(link.at) ?? { box, claims: [] };
    if (!place.claims.includes(link.claim)) place.claims.push(link.claim);
    places.set(link.at, place);
  }
  return [...places].map(([at, { box, claims }], index) => ({ at, box, letter: letterOf(index), claims: claims.join(", "), claim: claims[0] ?? "" }));
}
