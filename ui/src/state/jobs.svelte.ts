// Long work that Rust does: how far it is, and hearing its end.

import { call, Failure, type JobView } from "../ipc";

class Jobs {
  all: Record<number, JobView> = $state({});
  stopping: Record<number, boolean> = $state({});
  #waiting = new Map<number, (job: JobView) => void>();
  #since = new Map<number, number>();

  /** The work the status line shows: the newest that runs. Under 300 ms none is shown. */
  running = $derived.by(() => Object.values(this.all).filter((job) => job.state === "running").at(-1));

  heard(job: JobView): void {
    const now = performance.now();
    const since = this.#since.get(job.id) ?? now;
    this.#since.set(job.id, since);
    if (job.state === "running") {
      if (now - since >= 300 || job.id in this.all) this.all[job.id] = job;
      return;
    }
    this.all[job.id] = job;
    this.#waiting.get(job.id)?.(job);
    this.#waiting.delete(job.id);
  }

  /** Resolves when the work has ended; rejects when it failed. Stopped is an end, not a failure. */
  ended(id: number): Promise<JobView> {
    return new Promise((resolve, reject) => {
      const settle = (job: JobView) => (job.state === "failed" ? reject(new Failure(job.error ?? { code: "unexpected", figures: [] })) : resolve(job));
      const known = this.all[id];
      if (known && known.state !== "running") settle(known);
      else this.#waiting.set(id, settle);
    });
  }

  async stop(id: number): Promise<void> {
    this.stopping[id] = true;
    await call("job_stop", { id });
  }

  clear(): void {
    this.all = {};
    this.stopping = {};
    this.#waiting.clear();
    this.#since.clear();
  }
}

export const jobs = new Jobs();

/** How much of a job is done, 0 to 1; unknown while the whole is not known. */
export function partOf(job: JobView): number | undefined {
  if (job.total > 0) return job.done / job.total;
  return job.files[1] > 0 ? job.files[0] / job.files[1] : undefined;
}
