// Where an excerpt stands: reads the selectors of FORMAT.md, says them in words, and turns them into safe addresses.

import type { Item } from "./types";
import type { Words } from "./words";

export interface Place { messages?: [number, number]; page?: string; region?: number[]; time?: [number, number]; quote?: string }

export function readPlace(at: string): Place {
  const place: Place = {};
  const quote = at.match(/(?:^|&)quote=([\s\S]*)$/);
  if (quote) place.quote = quote[1] ?? "";
  for (const part of (quote ? at.slice(0, quote.index) : at).split("&")) {
    const [key, value = ""] = part.split("=");
    const numbers = value.replace("percent:", "").split(/[-,]/).map(Number);
    if (numbers.some(Number.isNaN)) continue;
    const [first = 0, second = first] = numbers;
    if (key === "message") place.messages = [first, second];
    else if (key === "page") place.page = String(first);
    else if (key === "xywh" && numbers.length === 4) place.region = numbers;
    else if (key === "t") place.time = [first, second];
  }
  return place;
}

const clock = (seconds: number) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((n) => String(Math.floor(n)).padStart(2, "0")).join(":");

export function sayPlace(place: Place, t: Words): string {
  const said: string[] = [];
  if (place.page) said.push(t.page(place.page));
  if (place.messages) said.push(place.messages[0] === place.messages[1] ? t.message(`${place.messages[0]}`) : t.messages(`${place.messages[0]}`, `${place.messages[1]}`));
  if (place.time) said.push(`${clock(place.time[0])}–${clock(place.time[1])}`);
  if (place.region) said.push(t.part);
  if (place.quote !== undefined) said.push(t.words);
  return said.join(", ") || t.whole;
}

// By extension, because that is what a browser goes by when it opens a file from a folder. Nothing here can run a script.
const SHOWN: Record<string, string> = {
  jpg: "image", jpeg: "image", png: "image", gif: "image", webp: "image", bmp: "image", avif: "image",
  mp3: "audio", m4a: "audio", ogg: "audio", oga: "audio", opus: "audio", wav: "audio", mp4: "video", webm: "video", mov: "video",
  pdf: "open", txt: "open",
};

/** The relative address of a file of the bag and how it may be shown; none for a path that no dossier has. */
export function fileOf(path: string | null): { address: string; how: string } | null {
  if (!path || !/^data\/evidence\/E-\d{1,10}\/[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(path)) return null;
  const extension = path.split(".").pop()?.toLowerCase() ?? "";
  return { address: path.slice("data/".length), how: SHOWN[extension] ?? "none" };
}

export const titleOf = (item: Item, t: Words) => item.title || item.name || (t.kind[item.kind] ?? item.id);
