// What a piece of long work is called.
import type { JobView } from "../ipc";
import { t } from "../words/index.svelte";

export function jobName(job: JobView): string {
  switch (job.what) {
    case "import": return t.frame.jobs.import(Math.max(1, job.files[1]));
    case "export": return t.frame.jobs.export;
    case "decoy": return t.frame.jobs.decoy;
    case "backup": return t.frame.jobs.backup;
    case "restore": return t.frame.jobs.restore;
    case "set-apart": return t.frame.jobs["set-apart"];
    case "verify": return t.frame.jobs.verify;
    default: return t.frame.jobs.check;
  }
}
