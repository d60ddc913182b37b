// The rows of the claimed | proved table.
import type { EvidenceView, Fact } from "../../ipc";
import { day, instant, moment, zoneOf } from "../../words/format.svelte";
import { t } from "../../words/index.svelte";

export type FactRow = { about: string; claimed?: string | undefined; where?: string | undefined; proved?: string | undefined; proof?: string | undefined };

/** First and last digits of a hash, as people compare them. */
export const shortHash = (hex: string): string => `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;

/** A hash in groups of eight, so that it can be read aloud. */
export const grouped64 = (hex: string): string => hex.match(/.{1,8}/gu)?.join(" ") ?? hex;

/** What is always known first, then everything the file says of itself; proofs without a claim come last. */
export function factRows(item: EvidenceView): FactRow[] {
  const { meta } = t.workspace;
  const same = item.proved.find((note) => note.code.startsWith("same-bytes"));
  const not = item.proved.find((note) => note.code === "not-later-than");
  const rows: FactRow[] = [
    { about: meta.content, claimed: t.parts.kind[item.kind], where: `${meta.fileName}, ${item.media_type}`, proved: same && proofOf(same.code), proof: same && `${meta.sha256} ${shortHash(item.sha256)}` },
    { about: meta.inLocker, claimed: day(item.taken_in, "short"), where: `${instant(item.taken_in)}, ${meta.ownClock}`, proved: not && `${proofOf(not.code)} ${not.detail ?? ""}`.trim() },
    ...item.claimed.map(claimedRow),
  ];
  // The digest stands with the content, and whole below the table.
  for (const note of item.proved) if (note !== same && note !== not && note.code !== "sha256") rows.push({ about: proofOf(note.code), proved: note.detail ?? proofOf(note.code) });
  return rows;
}

const proofOf = (code: string) => t.workspace.meta.proof[code] ?? code;

/** A fact of the file in words: what about, what it claims, and where that is written. */
export function claimedRow(fact: Fact): FactRow {
  const { meta } = t.workspace;
  const zone = fact.time ? `, ${zoneOf(fact.time)}` : "";
  return { about: meta.keys[fact.key] ?? fact.key.replaceAll("-", " "), claimed: fact.time ? moment(fact.time) : fact.value, where: `${meta.origin[fact.origin]}${zone}` };
}
