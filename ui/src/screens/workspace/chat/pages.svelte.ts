// Messages of a chat in pages, asked for when they come near the window, a bounded number kept.
import { call, type MessageView } from "../../../ipc";

export const PAGE = 100;
const KEPT = 32;
const AT_ONCE = 2;

export class Pages {
  readonly #id: string;
  readonly #rows: number;
  #pages = new Map<number, MessageView[]>();
  #asked = new Map<number, Promise<void>>();
  #wanted: number[] = [];
  /** Counts up when a page came: what draws messages reads it. */
  turn = $state(0);
  failure: unknown = $state.raw();

  constructor(id: string, rows: number) {
    this.#id = id;
    this.#rows = rows;
  }

  /** The message at a row (its `n` less one), if its page is here. */
  at(row: number): MessageView | undefined {
    return this.#pages.get(Math.floor(row / PAGE))?.[row % PAGE];
  }

  /** Wants the pages of these rows and no longer those that were wanted before and are not asked for yet. */
  want(first: number, end: number): void {
    const pages: number[] = [];
    for (let page = Math.floor(Math.max(0, first) / PAGE); page * PAGE < Math.min(end, this.#rows); page += 1) pages.push(page);
    for (const page of pages) this.#touch(page);
    this.#wanted = pages.filter((page) => !this.#pages.has(page) && !this.#asked.has(page));
    this.#ask();
  }

  /** Waits until the page of a row is here, or cannot come. */
  async here(row: number): Promise<void> {
    const page = Math.floor(Math.max(0, row) / PAGE);
    if (!this.#pages.has(page)) await this.#fetch(page);
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

  #fetch(page: number): Promise<void> {
    const asked = this.#asked.get(page) ?? this.#answered(page);
    this.#asked.set(page, asked);
    return asked;
  }

  async #answered(page: number): Promise<void> {
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
