import type { Words } from "../index.svelte";

export const custody: Words["custody"] = {};
