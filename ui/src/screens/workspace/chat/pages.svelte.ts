// Messages of a chat in pages, asked for when they come near the window, a bounded number kept.
import { call, type MessageView } from "../../../ipc";

export const PAGE = 200;
const KEPT = 16;
const AT_ONCE = 2;

export class Pages {
  readonly #id: string;
  #pages = new Map<number, MessageView[]>();
  #asked = new Set<number>();
  #wanted: number[] = [];
  /** Counts up when a page came: what draws messages reads it. */
  turn = $state(0);
  failure: unknown = $state.raw();

  constructor(id: string) {
    this.#id = id;
  }

  /** The message at a row (its `n` less one), if its page is here. */
  at(row: number): MessageView | undefined {
    return this.#pages.get(Math.floor(row / PAGE))?.[row % PAGE];
  }

  /** Wants the pages of these rows and no longer those that were wanted before and are not asked for yet. */
  want(first: number, end: number): void {
    const pages: number[] = [];
    for (let page = Math.floor(Math.max(0, first) / PAGE); page * PAGE < end; page += 1) pages.push(page);
    for (const page of pages) this.#touch(page);
    this.#wanted = pages.filter((page) => !this.#pages.has(page) && !this.#asked.has(page));
    this.#ask();
  }

  /** Asks again for everything, keeping what is drawn until the new one is here. */
  renew(): void {
    const here = [...this.#pages.keys()];
    this.#wanted = here;
    this.#ask();
  }

  #ask(): void {
    while (this.#asked.size < AT_ONCE) {
      const page = this.#wanted.shift();
      if (page === undefined) return;
      void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    this.#asked.add(page);
    try {
      const { messages } = await call("messages", { id: this.#id, from: page * PAGE + 1, limit: PAGE });
      this.#pages.delete(page);
      this.#pages.set(page, messages);
      this.#forget();
      this.turn += 1;
    } catch (thrown) {
      this.failure = thrown;
    } finally {
      this.#asked.delete(page);
      this.#ask();
    }
  }

  #touch(page: number): void {
    const messages = this.#pages.get(page);
    if (!messages) return;
    this.#pages.delete(page);
    this.#pages.set(page, messages);
  }

  #forget(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) return;
      this.#pages.delete(page);
    }
  }
}
