// Where the person is. Nothing lies deeper than two levels: a screen, and in a source one item. No addresses, no history on disk.

import type { Selector } from "./selector";

export type Route =
  | { name: "welcome" }
  | { name: "source"; source: string; evidence?: string | undefined; at?: Selector | undefined }
  | { name: "claims"; claim?: string | undefined }
  | { name: "matrix" }
  | { name: "dossiers" }
  | { name: "search"; query?: string | undefined }
  | { name: "custody"; item?: string | undefined }
  | { name: "backup" }
  | { name: "settings" }
  | { name: "help" };

export type RouteName = Route["name"];

class Place {
  now: Route = $state({ name: "welcome" });
  #before: Route[] = [];

  /** Goes to a screen; `back()` returns. */
  go(next: Route): void {
    this.#before.push($state.snapshot(this.now) as Route);
    if (this.#before.length > 50) this.#before.shift();
    this.now = next;
  }

  /** Changes where one stands inside the same screen, without a step to go back over. */
  replace(next: Route): void {
    this.now = next;
  }

  /** Goes to where one was before; false when there is nothing. */
  back(): boolean {
    const before = this.#before.pop();
    if (before) this.now = before;
    return before !== undefined;
  }

  /** Esc: from an item to its source, from elsewhere back to where one was; false at the top. */
  up(): boolean {
    if (this.now.name === "source" && this.now.evidence) {
      this.replace({ name: "source", source: this.now.source });
      return true;
    }
    return this.now.name === "search" || this.now.name === "help" ? this.back() : false;
  }

  reset(): void {
    this.#before = [];
    this.now = { name: "welcome" };
  }
}

export const place = new Place();
