// Tells the idle clock in Rust that somebody is there: at most every ten seconds, on keys, pointer and wheel.

import { call } from "../ipc";

const EVERY_MS = 10_000;

/** Starts telling; the answer stops it. */
export function tellActivity(isOpen: () => boolean): () => void {
  let told = 0;
  const seen = () => {
    const now = performance.now();
    if (!isOpen() || now - told < EVERY_MS) return;
    told = now;
    void call("activity").catch(() => undefined);
  };
  const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
  for (const kind of kinds) window.addEventListener(kind, seen, { passive: true, capture: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, seen, { capture: true });
  };
}
