// From a refusal to its three sentences.
import { Failure } from "../ipc";
import type { Sentences } from "./en/errors";
import { t } from "./index.svelte";

/** What happened, what is safe, what to do. Give anything that was thrown. */
export function trouble(thrown: unknown): Sentences {
  const failure = thrown instanceof Failure ? thrown : undefined;
  const say = (failure && t.errors[failure.code]) ?? t.errors.unexpected;
  return say(failure?.figures ?? []);
}
