// What lies on the workspace's table: the items of a source, the one that is open, what is selected in it, and the claims.
import { call, type ClaimView, type EvidenceRow, type EvidenceView, type LinkView } from "../../ipc";
import type { Relation } from "../../parts/kinds";
import { place } from "../../state/route.svelte";
import { spotOf, type Selector } from "../../state/selector";

export class Bench {
  rows: EvidenceRow[] | undefined = $state.raw();
  claims: ClaimView[] | undefined = $state.raw();
  item: EvidenceView | undefined = $state.raw();
  failure: unknown = $state.raw();
  /** What is selected in the open item. */
  selection: Selector | undefined = $state();
  /** The place to bring into sight; a new object each time somebody asks for it. */
  goal: { at: Selector } | undefined = $state.raw();
  /** The linker stands open, with a relation chosen beforehand or not. */
  linking = $state(false);
  relation: Relation = $state("supports");
  /** The words of the selection, as far as its viewer knows them. */
  words: string | undefined = $state();
  /** The link being written, shown dashed under its claim. */
  draft: { claim: string; relation: Relation; source: string | undefined; information: number | undefined } | undefined = $state.raw();
  /** The claim that stands open in the pane. */
  claim: string | undefined = $state();

  async loadLists(source: string): Promise<void> {
    try {
      const [rows, claims] = await Promise.all([call("evidence_list", { source }), call("claims")]);
      this.rows = rows;
      this.claims = claims;
    } catch (thrown) {
      this.failure = thrown;
    }
  }

  async loadItem(id: string | undefined): Promise<void> {
    if (this.item && this.item.id !== id) this.#leave();
    if (!id) return;
    try {
      const item = await call("evidence", { id });
      if (place.now.name === "source" && place.now.evidence === id) this.item = item;
      this.failure = undefined;
    } catch (thrown) {
      this.failure = thrown;
    }
  }

  open(id: string, at?: Selector): void {
    if (place.now.name === "source") place.replace({ name: "source", source: place.now.source, evidence: id, at });
  }

  select(at: Selector | undefined): void {
    this.selection = at;
    this.words = undefined;
    if (at === undefined) this.stopLinking();
  }

  /** Opens the linker on the selection; with nothing selected on the whole item. */
  link(relation?: Relation): boolean {
    if (!this.item) return false;
    if (this.selection === undefined) this.selection = "";
    if (relation) this.relation = relation;
    this.linking = true;
    return true;
  }

  stopLinking(): void {
    this.linking = false;
    this.draft = undefined;
    if (this.selection === "") this.selection = undefined;
  }

  /** Links of the open item that point at something of this sort. */
  linksWhere(kind: ReturnType<typeof spotOf>["kind"]): LinkView[] {
    return (this.item?.links ?? []).filter((link) => spotOf(link.at).kind === kind);
  }

  #leave(): void {
    this.item = undefined;
    this.selection = undefined;
    this.linking = false;
    this.draft = undefined;
  }
}
