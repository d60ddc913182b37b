// The one file behind which all talk with Rust sits: commands, events, and the addresses of evidence bytes.
//
// Deliberately absent: paths and keys. A passphrase goes as raw bytes and is overwritten once it is sent.
// The list of commands is compared with the shell's by a test: one command a line.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type {
  BackupFound, BackupMade, BackupPlace, ChatDay, CheckReport, ClaimDraft, ClaimView, DossierMade, DossierPlan, DossierRequest, DossierRow, ErrorView, EvidenceRow, EvidenceView,
  IdentityKeys, IdentityView, ImportReport, ImportRequest, JobView, LinkDraft, LinkView, LastBackup, LockerRef, LockerView, LogCheck, LogPage, MatrixView,
  MessagesPage, NewPlace, PageRuns, QuarantineReport, RestoreMade, ReviewView, Safeguards, SearchRequest, SearchView, Settings, ShareSet, SharesTyped, ShareSheet, SourceDraft, SourceView, Strength, TextView, WipeView,
} from "./views";

export type * from "./views";

export interface Commands {
  lockers: () => LockerRef[];
  pick_locker: () => LockerRef | null;
  pick_place: () => NewPlace | null;
  pick_key_file: () => boolean;
  drop_key_file: () => void;
  choose: (args: { handle: string }) => void;
  choose_new: (args: { handle: string; name: string }) => void;
  passphrase_strength: (passphrase: Uint8Array) => Strength;
  suggest_words: () => string;
  create_locker: (passphrase: Uint8Array) => LockerView;
  unlock: (passphrase: Uint8Array) => LockerView;
  wipe: () => WipeView;

  locker: () => LockerView;
  lock: () => void;
  activity: () => void;
  settings: () => Settings;
  set_settings: (args: { settings: Settings }) => Settings;
  hotkeys: () => { lock: boolean; wipe: boolean };
  identity: () => IdentityKeys;
  change_passphrase_check: (passphrase: Uint8Array) => void;
  change_passphrase: (passphrase: Uint8Array) => void;
  job_stop: (args: { id: number }) => void;
  network_refused: () => boolean;
  system_locks: () => { sleep: boolean; session: boolean };

  safeguards: () => Safeguards;
  set_limits: (args: { tries: number; days: number }) => Safeguards;
  decoy_pick: () => LockerRef | null;
  decoy_open: (passphrase: Uint8Array) => void;
  decoy_set: (passphrase: Uint8Array) => number;
  decoy_drop: () => void;
  remove_decoy: () => Safeguards;

  source: (args: { id: string }) => SourceView;
  add_source: (args: { draft: SourceDraft }) => SourceView;
  edit_source: (args: { id: string; draft: SourceDraft }) => SourceView;
  set_identity: (args: { id: string; text: string }) => void;
  show_identity: (args: { id: string }) => IdentityView;

  import_pick: (args: { request: ImportRequest; folder: boolean }) => number | null;
  import_drop: (args: { request: ImportRequest; handle: string }) => number;
  import_again: (args: { request: ImportRequest; evidence: string }) => number;
  import_report: (args: { job: number }) => ImportReport;

  evidence_list: (args: { source: string | null }) => EvidenceRow[];
  evidence: (args: { id: string }) => EvidenceView;
  messages: (args: { id: string; from: number; limit: number }) => MessagesPage;
  chat_days: (args: { id: string }) => ChatDay[];
  text: (args: { id: string }) => TextView;
  page_runs: (args: { id: string; page: number }) => PageRuns;
  set_title: (args: { id: string; title: string }) => EvidenceView;
  set_group: (args: { id: string; group: string }) => EvidenceView;

  search: (args: { request: SearchRequest }) => SearchView;

  claims: () => ClaimView[];
  add_claim: (args: { draft: ClaimDraft }) => ClaimView;
  edit_claim: (args: { id: string; draft: ClaimDraft }) => ClaimView;
  link: (args: { draft: LinkDraft }) => LinkView;
  unlink: (args: { id: string }) => void;
  matrix: () => MatrixView;

  dossiers: () => DossierRow[];
  dossier_plan: (args: { request: DossierRequest }) => DossierPlan;
  dossier_seal_with: (passphrase: Uint8Array) => void;
  dossier_export: (args: { request: DossierRequest }) => number | null;
  dossier_made: (args: { job: number }) => DossierMade;
  review_pick: () => { name: string; sealed: "recipients" | "passphrase" | "no" } | null;
  review_key: (passphrase: Uint8Array) => ReviewView;
  review_anyway: () => ReviewView;
  review_close: () => void;

  log: (args: { item: string | null; before: number | null; limit: number }) => LogPage;
  log_verify: () => LogCheck;
  check: () => number;
  check_report: (args: { job: number }) => CheckReport;
  set_apart: () => number;
  set_apart_report: (args: { job: number }) => QuarantineReport;

  last_backup: () => LastBackup | null;
  backup_pick: () => BackupPlace | null;
  backup: (args: { again: boolean; all: boolean }) => number;
  backup_report: (args: { job: number }) => BackupMade;
  backup_try: (passphrase: Uint8Array) => BackupFound;
  restore_pick: () => string | null;
  restore_look: (passphrase: Uint8Array) => BackupFound;
  restore_passphrase: (passphrase: Uint8Array) => void;
  restore: () => number;
  restore_report: (args: { job: number }) => RestoreMade;
  restore_drop: () => void;

  share_sets: () => ShareSet[];
  shares_make: (args: { need: number; of: number }) => ShareSet;
  share_words: (args: { place: number }) => string;
  share_save: (args: { place: number; sheet: ShareSheet }) => boolean;
  share_typed_back: (words: Uint8Array) => number;
  shares_forget: () => void;
  shares_remove: (args: { set: string }) => ShareSet[];
  share_join: (words: Uint8Array) => SharesTyped;
  shares_drop: () => void;
  recover: (passphrase: Uint8Array) => LockerView;
}

export interface Events {
  job: JobView;
  locked: unknown;
  dropped: { handle: string; files: number; folders: number };
  drop_over: boolean;
  wiped: WipeView;
  wipe_hold: number;
  damage: unknown;
}

/** A refusal of Rust: a code that words/ has sentences for, and figures for those sentences. Never a name or a path. */
export class Failure extends Error {
  readonly code: string;
  readonly figures: readonly number[];
  constructor(view: ErrorView) {
    super(view.code);
    this.code = view.code;
    this.figures = view.figures;
  }
}

/** Calls a verb of the locker. Rejects with a [`Failure`] and with nothing else. */
export async function call<C extends keyof Commands>(command: C, ...args: Parameters<Commands[C]>): Promise<ReturnType<Commands[C]>> {
  try {
    return await invoke(command, args[0] as Record<string, unknown> | Uint8Array | undefined);
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

/** Sends a passphrase, or the words of a share, as bytes and overwrites them afterwards. (The text of an input field cannot be overwritten: it is dropped.) */
export async function callWithPassphrase<
  C extends "passphrase_strength" | "create_locker" | "unlock" | "change_passphrase_check" | "change_passphrase" | "dossier_seal_with" | "review_key" | "decoy_open" | "decoy_set"
    | "backup_try" | "restore_look" | "restore_passphrase" | "share_typed_back" | "share_join" | "recover",
>(command: C, passphrase: string): Promise<ReturnType<Commands[C]>> {
  const bytes = new TextEncoder().encode(passphrase);
  try {
    return await invoke(command, bytes);
  } catch (thrown) {
    throw asFailure(thrown);
  } finally {
    bytes.fill(0);
  }
}

/** Hears an event until the answer is called. */
export function on<E extends keyof Events>(event: E, heard: (payload: Events[E]) => void): () => void {
  const listening = listen<Events[E]>(event, ({ payload }) => heard(payload));
  return () => void listening.then((stop) => stop());
}

/** Addresses of bytes that Rust decrypts from memory. `review` reads from the dossier that is open for review. */
export const evidenceAt = {
  thumb: (id: string, review = false) => address(`thumb/${id}`, review),
  image: (id: string, max = 2000, review = false) => address(`image/${id}?max=${max}`, review),
  page: (id: string, page: number, max = 1600, review = false) => address(`page/${id}/${page}?max=${max}`, review),
  original: (id: string, review = false) => address(`original/${id}`, review),
};

const address = (rest: string, review: boolean) => `evidence://localhost/${review ? "review/" : ""}${rest}`;

function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    const figures = "figures" in thrown && Array.isArray(thrown.figures) ? thrown.figures.filter((figure) => typeof figure === "number") : [];
    return new Failure({ code: thrown.code, figures });
  }
  return new Failure({ code: "unexpected", figures: [] });
}
