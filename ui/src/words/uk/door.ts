import type { Words } from "../index.svelte";

export const door: Words["door"] = {};
