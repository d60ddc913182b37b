import type { Words } from "../index.svelte";
import { workspace as en } from "../en/workspace";

export const workspace: Words["workspace"] = en;
