// The evidence list: which items a filter leaves, and the groups they stand in.
import type { EvidenceRow } from "../../ipc";
import { folded } from "../../parts/matching";
import { wallOf } from "../../words/format.svelte";

/** The few drawers above the list. Kinds outside them are found under "all". */
export const DRAWERS = ["texts", "photos", "audio", "other"] as const;
export type Drawer = (typeof DRAWERS)[number];

const DRAWER_OF: Record<string, Drawer> = {
  chat: "texts", pdf: "texts", document: "texts", sheet: "texts", mail: "texts", text: "texts", transcript: "texts", image: "photos", audio: "audio", video: "audio",
};
export const drawerOf = (row: EvidenceRow): Drawer => DRAWER_OF[row.kind] ?? "other";

export type Wish = { words: string; drawer: Drawer | undefined; unlinked: boolean; parts: boolean };

export const isLinked = (row: EvidenceRow): boolean => row.supports + row.contradicts + row.context > 0;

/** Items that the filter leaves. Parts of a chat stay under it unless they are wished for, typed for, or linked. */
export function wished(rows: readonly EvidenceRow[], wish: Wish): EvidenceRow[] {
  const words = folded(wish.words).split(/\s+/u).filter(Boolean);
  return rows.filter((row) => {
    if (wish.drawer && drawerOf(row) !== wish.drawer) return false;
    if (wish.unlinked && isLinked(row)) return false;
    if (row.part_of && !wish.parts && words.length === 0 && !isLinked(row)) return false;
    const text = folded(`${row.id} ${row.title} ${row.name}`);
    return words.every((word) => text.includes(word));
  });
}

/** The day an item is about, or came in: `2023-03-14`. */
export const dayOf = (row: EvidenceRow): string => ((row.date && wallOf(row.date)) || row.taken_in).slice(0, 10);

export type Group = { key: string; precise: boolean; rows: EvidenceRow[] };

/**
 * Items by date, newest first. A day with several items is a group of its own; the other items of a month stand under the month.
 */
export function grouped(rows: readonly EvidenceRow[]): Group[] {
  const days = new Map<string, number>();
  for (const row of rows) days.set(dayOf(row), (days.get(dayOf(row)) ?? 0) + 1);
  const groups = new Map<string, Group>();
  for (const row of [...rows].sort((a, b) => dayOf(b).localeCompare(dayOf(a)) || a.id.localeCompare(b.id, "en", { numeric: true }))) {
    const day = dayOf(row);
    const precise = (days.get(day) ?? 0) > 1;
    const key = precise ? day : day.slice(0, 7);
    const group = groups.get(key) ?? { key, precise, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.key.localeCompare(a.key));
}
