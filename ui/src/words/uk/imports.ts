import type { Words } from "../index.svelte";

export const imports: Words["imports"] = {};
