// Why a claim has its status: the rule of product and code, put into words for this claim.
import type { ClaimView } from "../../ipc";
import { t } from "../../words/index.svelte";

export function whyOf(claim: ClaimView): string {
  const { counts, supporting_groups: supporting, contradicting_groups: contradicting } = claim;
  const supports = counts.supporting_groups > 0 ? t.claims.supporting(counts.supporting_groups, supporting.join(", ")) : t.claims.noneSupports;
  const contradicts = counts.contradicting_groups > 0 ? t.claims.contradicting(counts.contradicting_groups, contradicting.join(", ")) : t.claims.noneContradicts;
  const sentences = [`${capital(supports)}, ${contradicts}.`, ...sharedGroups(claim)];
  if (counts.context > 0) sentences.push(t.claims.contextDoesNotCount);
  return sentences.join(" ");
}

/** Groups from which several items speak: they count once, and it is said which. */
function sharedGroups(claim: ClaimView): string[] {
  const items = new Map<string, Set<string>>();
  for (const link of claim.links) {
    if (link.relation === "context") continue;
    items.set(link.group, (items.get(link.group) ?? new Set()).add(link.evidence));
  }
  return [...items].filter(([, of]) => of.size > 1).map(([group, of]) => t.claims.onceEach([...of].join(", "), group));
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
