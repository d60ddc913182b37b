// From a link to the exact place it points at.
import type { LinkView } from "../../ipc";
import { place } from "../../state/route.svelte";

export const jumpTo = (link: LinkView): void => place.go({ name: "source", source: link.source, evidence: link.evidence, at: link.at });
