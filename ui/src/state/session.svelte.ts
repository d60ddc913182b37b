// What is open: nothing, a locker, or a dossier for review. Holds the views the frame shows; screens load their own.

import { allowLetters } from "../keys";
import { call, on, Failure, type LockerView, type ReviewView, type Settings, type WipeView } from "../ipc";
import { jobs } from "./jobs.svelte";
import { look } from "./look.svelte";
import { place } from "./route.svelte";

export type Phase = "starting" | "door" | "open" | "review" | "wiped";

class Session {
  phase: Phase = $state("starting");
  locker: LockerView | undefined = $state.raw();
  settings: Settings | undefined = $state.raw();
  review: ReviewView | undefined = $state.raw();
  wiped: WipeView | undefined = $state.raw();
  /** Set while the keys are being destroyed. */
  wiping = $state(false);
  /** Why the last wipe or lock did not go through. */
  failure: Failure | undefined = $state.raw();
  /** The look at a few items a day found damage. */
  damaged = $state(false);
  #told = false;
  /** Counts up whenever something in the locker changed: screens that show lists load again. */
  turn = $state(0);

  /** Hears Rust and finds out whether a locker is open already (after a reload). */
  async start(): Promise<void> {
    on("locked", () => look.reloadEmpty());
    on("wiped", (report) => this.#gone(report));
    on("damage", () => (this.damaged = !this.#told));
    on("job", (job) => {
      jobs.heard(job);
      if (job.state !== "running") void this.refresh();
    });
    try {
      await this.opened(await call("locker"));
    } catch {
      this.phase = "door";
    }
  }

  /** A check has named what is damaged: until the next unlock nothing more is said of it. */
  toldOfDamage(): void {
    this.#told = true;
    this.damaged = false;
  }

  /** A locker was unlocked or created. */
  async opened(locker: LockerView): Promise<void> {
    this.locker = locker;
    this.#apply(await call("settings"));
    const first = locker.sources[0];
    if (place.now.name === "welcome" && first) place.replace({ name: "source", source: first.id });
    this.phase = "open";
  }

  /** Asks for the frame's figures again, after any change. */
  async refresh(): Promise<void> {
    if (this.phase !== "open") return;
    this.locker = await call("locker");
    this.turn += 1;
  }

  async change(settings: Partial<Settings>): Promise<void> {
    if (!this.settings) return;
    this.#apply(await call("set_settings", { settings: { ...this.settings, ...settings } }));
  }

  /** Theme and language may be changed at any time; with a locker open they are kept in it. */
  async wear(theme: string): Promise<void> {
    look.wear(theme);
    if (this.phase === "open") await this.change({ theme });
  }

  async speak(language: string): Promise<void> {
    look.speak(language);
    if (this.phase === "open") await this.change({ language });
  }

  async lock(): Promise<void> {
    try {
      await call("lock");
    } finally {
      look.reloadEmpty();
    }
  }

  async wipe(): Promise<void> {
    if (this.wiping) return;
    this.wiping = true;
    try {
      this.#gone(await call("wipe"));
    } catch (thrown) {
      this.failure = thrown instanceof Failure ? thrown : undefined;
      this.wiping = false;
    }
  }

  reviewing(review: ReviewView | undefined): void {
    this.review = review;
    this.phase = review ? "review" : this.locker ? "open" : "door";
  }

  #apply(settings: Settings): void {
    this.settings = settings;
    look.wear(settings.theme);
    look.speak(settings.language);
    allowLetters(settings.letter_keys);
  }

  #gone(report: WipeView): void {
    this.locker = this.settings = this.review = undefined;
    place.reset();
    jobs.clear();
    this.wiping = false;
    this.wiped = report;
    this.phase = "wiped";
  }
}

export const session = new Session();
