import type { Words } from "../index.svelte";

export const help: Words["help"] = {};
