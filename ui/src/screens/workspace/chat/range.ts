// A run of messages by their numbers, both ends included.

export type Run = { from: number; to: number };

/** From where the selection began to where it reaches now, whichever comes first. */
export const extended = (start: number, reach: number): Run => ({ from: Math.min(start, reach), to: Math.max(start, reach) });

/** How long one may be silent and still be the same speaker in one breath. */
const BREATH_MS = 60_000;

type Said = { author: string | null; kind: string; chat?: string };

/** Whether a message goes on where the one before it stopped: its author need not be said again. */
export function goesOn(before: Said | undefined, now: Said, beforeAt: number | undefined, at: number | undefined, sameDay: boolean): boolean {
  if (!before || !sameDay || before.author !== now.author || before.author === null) return false;
  if (before.kind === "service" || now.kind === "service" || (before.chat ?? "") !== (now.chat ?? "")) return false;
  return beforeAt === undefined || at === undefined || Math.abs(at - beforeAt) <= BREATH_MS;
}

/** How many numbers of the messenger are missing between two neighbours, where both are whole numbers and ascend. */
export function gapBetween(before: string | null | undefined, now: string | null | undefined): number {
  if (!before || !now || !/^\d{1,15}$/u.test(before) || !/^\d{1,15}$/u.test(now)) return 0;
  return Math.max(0, Number(now) - Number(before) - 1);
}
