// Files on their way in: what is being asked, what runs, and the report at the end.

import { call, on, type ImportReport } from "../ipc";
import { jobs } from "./jobs.svelte";
import { place } from "./route.svelte";
import { session } from "./session.svelte";

export type Dropped = { handle: string; files: number; folders: number };
export type DateOrder = "dmy" | "mdy" | "ymd";

const request = (source: string, timezone: string | null = null, date_order: DateOrder | null = null) => ({ source, timezone, date_order });

class Imports {
  /** The work that runs and whose it is. */
  job: number | undefined = $state();
  source: string | undefined = $state();
  report: ImportReport | undefined = $state.raw();
  failure: unknown = $state.raw();
  /** Something is held over the window. */
  over = $state(false);
  /** Dropped where no source is open: whose is it? */
  asking: Dropped | undefined = $state();

  /** Hears drops until the answer is called. */
  listen(): () => void {
    const stops = [on("drop_over", (over) => (this.over = over)), on("dropped", (dropped) => this.#dropped(dropped))];
    return () => stops.forEach((stop) => stop());
  }

  pick(source: string, folder: boolean): Promise<void> {
    return this.#run(source, () => call("import_pick", { request: request(source), folder }));
  }

  drop(source: string, handle: string): Promise<void> {
    this.asking = undefined;
    return this.#run(source, () => call("import_drop", { request: request(source), handle }));
  }

  /** Reads an item once more, with what the person said of its dates. */
  again(source: string, evidence: string, timezone: string | null, order: DateOrder | null): Promise<void> {
    return this.#run(source, () => call("import_again", { request: request(source, timezone, order), evidence }));
  }

  done(): void {
    this.report = this.failure = undefined;
  }

  #dropped(dropped: Dropped): void {
    this.over = false;
    if (session.phase !== "open") return;
    const at = place.now;
    if (at.name === "source") void this.drop(at.source, dropped.handle);
    else this.asking = dropped;
  }

  async #run(source: string, begin: () => Promise<number | null>): Promise<void> {
    this.done();
    try {
      const job = await begin();
      if (job === null) return;
      this.source = source;
      this.job = job;
      await jobs.ended(job);
      this.report = await call("import_report", { job });
    } catch (thrown) {
      this.failure = thrown;
    } finally {
      this.job = undefined;
      await session.refresh();
    }
  }
}

export const imports = new Imports();
