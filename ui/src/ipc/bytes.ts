// Bytes of an original, for what the window itself must play. They come over evidence:// from memory, in parts of at most 4 MiB;
// this is the one place that reads them, and it is no network: the page's policy allows no other address.
import { evidenceAt } from "./index";

const PART = 4 * 1024 * 1024;
/** What the window is willing to hold at once. */
export const MOST_PLAYED = 256 * 1024 * 1024;

/** The whole original as a blob. Tells how far it is; stops when the signal says so. */
export async function originalOf(id: string, bytes: number, type: string, signal: AbortSignal, told: (done: number) => void): Promise<Blob> {
  const parts: ArrayBuffer[] = [];
  for (let from = 0; from < bytes; ) {
    const answer = await window.fetch(evidenceAt.original(id), { headers: { range: `bytes=${from}-${Math.min(bytes, from + PART) - 1}` }, signal });
    if (!answer.ok) throw new Error("not-found");
    const part = await answer.arrayBuffer();
    if (part.byteLength === 0) break;
    parts.push(part);
    from += part.byteLength;
    told(from);
  }
  return new Blob(parts, { type });
}
