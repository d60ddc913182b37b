import type { Words } from "../index.svelte";

export const source: Words["source"] = {};
