// What an import must ask the person about an item: the order of day and month, the time zone.
import type { ImportItem } from "../../ipc";

const DATE_CODES = new Set(["date-order-ambiguous", "ambiguous"]);
const ZONE_CODES = new Set(["timezone-unknown", "times-without-zone"]);

export type Asks = { dates: boolean; zone: boolean };

export function asksOf(item: ImportItem): Asks {
  const codes = item.notes.map((note) => note.code);
  if (item.refusal) codes.push(item.refusal);
  return { dates: codes.some((code) => DATE_CODES.has(code)), zone: codes.some((code) => ZONE_CODES.has(code)) };
}

/** Refused first, then what asks something, then what has notes, then the rest, each in its own order. */
export function inOrder(items: readonly ImportItem[]): ImportItem[] {
  const weight = (item: ImportItem) => (item.outcome === "refused" ? 0 : asksOf(item).dates ? 1 : item.notes.length > 0 || item.unparsed > 0 ? 2 : 3);
  return items.map((item, at) => ({ item, at })).sort((a, b) => weight(a.item) - weight(b.item) || a.at - b.at).map(({ item }) => item);
}
