// Holding for one second, by pointer, by key or by the system's hotkey. Letting go at any moment before stops it and nothing
// has been touched. Only the held button and the held keys start it here; the hotkey's own second is counted in Rust.

import { session } from "./session.svelte";

export const HOLD_MS = 1000;

class Hold {
  /** How much of the second has passed, 0 to 1; nothing while not held. */
  part: number | undefined = $state();
  #since = 0;
  #frame = 0;
  #sure: Promise<boolean> | undefined;

  /** `sure` is asked while it is held; without its yes nothing happens at the end. The panic button has none and waits for nobody. */
  start(sure?: () => Promise<boolean>): void {
    if (this.part !== undefined || session.wiping) return;
    const asked = (this.#sure = sure?.().catch(() => false));
    void asked?.then((yes) => { if (!yes && this.#sure === asked) this.stop(); }); // an answer that comes late is another hold's
    this.#since = performance.now();
    this.part = 0;
    this.#frame = requestAnimationFrame(() => this.#tick());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#sure = undefined;
    this.part = undefined;
  }

  /** The system's hotkey is held: Rust counts and acts, the veil only shows it. */
  shown(part: number): void {
    this.part = part > 0 ? part : undefined;
  }

  #tick(): void {
    if (this.part === undefined) return;
    this.part = Math.min(1, (performance.now() - this.#since) / HOLD_MS);
    if (this.part < 1) {
      this.#frame = requestAnimationFrame(() => this.#tick());
      return;
    }
    const sure = this.#sure;
    if (sure) void sure.then((yes) => { if (yes && this.#sure === sure && this.part !== undefined) this.#wipe(); });
    else this.#wipe();
  }

  #wipe(): void {
    void session.wipe();
    this.part = undefined;
  }
}

export const hold = new Hold();
