// The backup that runs, wherever the person is meanwhile, and what is known of the last one.

import { call, type BackupMade, type BackupPlace, type LastBackup } from "../ipc";
import { jobs } from "./jobs.svelte";
import { session } from "./session.svelte";

class Backups {
  job: number | undefined = $state();
  /** The folder that was chosen for the next run; without one it goes to where the last one is. */
  place: BackupPlace | undefined = $state.raw();
  last: LastBackup | undefined = $state.raw();
  made: BackupMade | undefined = $state.raw();
  stopped = $state(false);
  failure: unknown = $state.raw();

  /** Asks what the last backup was and whether anything changed since. */
  async look(): Promise<LastBackup | undefined> {
    this.last = (await call("last_backup")) ?? undefined;
    return this.last;
  }

  async choose(): Promise<boolean> {
    this.failure = undefined;
    try {
      const chosen = await call("backup_pick");
      if (chosen) { this.place = chosen; this.made = undefined; this.stopped = false; }
      return chosen !== null;
    } catch (thrown) { this.failure = thrown; return false; }
  }

  /** Runs until it has ended, was stopped or failed. */
  async run(all: boolean): Promise<void> {
    if (this.job !== undefined) return;
    this.made = this.failure = undefined;
    this.stopped = false;
    try {
      const job = await call("backup", { again: this.place === undefined, all });
      this.job = job;
      await jobs.ended(job);
      this.made = await call("backup_report", { job });
      this.place = undefined;
    } catch (thrown) {
      if (isStopped(thrown)) this.stopped = true;
      else this.failure = thrown;
    } finally {
      this.job = undefined;
      await session.refresh().catch(() => undefined);
      await this.look().catch(() => undefined);
    }
  }
}

export const isStopped = (thrown: unknown) => thrown instanceof Error && "code" in thrown && thrown.code === "stopped";

export const backups = new Backups();
