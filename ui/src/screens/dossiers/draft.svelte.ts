// A dossier while it is being put together. It lives in memory alone and is gone when the locker locks.

import { call, type ClaimView, type DossierPlan, type DossierRequest, type PlanWarning } from "../../ipc";

export const STEPS = ["scope", "claims", "evidence", "look", "seal"] as const;
export type StepName = (typeof STEPS)[number];
export type Sealing = "recipients" | "passphrase" | "nobody";

/** An age public key of an X25519 recipient: `age1` and 58 characters of Bech32. */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/u;

export class Draft {
  step: StepName = $state("scope");
  title = $state("");
  questions = $state("");
  claims: string[] = $state([]);
  leaveOut: string[] = $state([]);
  wholeChats = $state(false);
  sealing: Sealing | undefined = $state();
  recipients = $state("");
  passphrase = $state("");
  unsealedSure = $state(false);
  /** Warnings that the person has looked at and lets pass. */
  passed: string[] = $state([]);
  plan: DossierPlan | undefined = $state.raw();
  /** Counts the questions: an answer that a later one overtook is dropped. */
  #asked = 0;
  all: ClaimView[] = $state.raw([]);

  lines = $derived(this.questions.split("\n").map((line) => line.trim()).filter(Boolean));
  keys = $derived(this.recipients.split(/\s+/u).filter(Boolean));
  badKeys = $derived(this.keys.filter((key) => !RECIPIENT.test(key)));
  open = $derived((this.plan?.warnings ?? []).filter((warning) => !this.passed.includes(keyOf(warning))));
  request: DossierRequest = $derived({
    title: this.title.trim(), questions: this.lines, claims: [...this.claims], all: false, leave_out: [...this.leaveOut], whole_chats: this.wholeChats,
    recipients: this.sealing === "recipients" ? this.keys : [], unsealed: this.sealing === "nobody",
  });
  sealed = $derived(
    (this.sealing === "recipients" && this.keys.length > 0 && this.badKeys.length === 0) || (this.sealing === "passphrase" && this.passphrase.length > 0)
    || (this.sealing === "nobody" && this.unsealedSure),
  );

  /** Asks what would leave, as the draft stands. */
  async look(): Promise<void> {
    const mine = (this.#asked += 1);
    const plan = await call("dossier_plan", { request: $state.snapshot(this.request) });
    if (mine === this.#asked) this.plan = plan;
  }

  toggle(list: "claims" | "leaveOut", id: string): void {
    this[list] = this[list].includes(id) ? this[list].filter((other) => other !== id) : [...this[list], id];
  }
}

export const keyOf = (warning: PlanWarning): string => `${warning.code} ${warning.evidence ?? ""}`;
