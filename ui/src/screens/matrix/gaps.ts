// Which claims still stand on too little, and what would help.
import type { ClaimView } from "../../ipc";
import { t } from "../../words/index.svelte";

export const isGap = (claim: ClaimView): boolean => claim.status !== "corroborated";

export function closes(claim: ClaimView): string {
  switch (claim.status) {
    case "single-witness": return t.matrix.gapSingle(claim.id);
    case "contested": return t.matrix.gapContested(claim.id);
    case "contradicted": return t.matrix.gapContradicted(claim.id);
    case "untested": return t.matrix.gapUntested(claim.id);
    case "corroborated": return "";
  }
}
