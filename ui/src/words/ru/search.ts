import type { Words } from "../index.svelte";

export const search: Words["search"] = {};
