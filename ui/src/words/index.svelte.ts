// All sentences of the window, in three languages with the same keys (the types hold that). Read as `t.frame.lockNow`.
//
// A new area: one file in en/ (it sets the keys), the same in ru/ and uk/, one line in each of en.ts, ru.ts, uk.ts.

import { en } from "./en";
import { speaking, type Language } from "./language.svelte";
import { ru } from "./ru";
import { uk } from "./uk";

export type Words = typeof en;

export const catalogues: Record<Language, Words> = { en, ru, uk };

/** The words of the language spoken now; what reads them is drawn anew when it changes. */
export const t = new Proxy({} as Words, {
  get: (_, area) => catalogues[speaking.now][area as keyof Words],
});
