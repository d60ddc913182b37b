// What happened, what is safe, what to do: for every code that Rust refuses with. `trouble()` in words/errors.ts picks.
import { en as plural } from "../plural";

export type Sentences = { happened: string; safe?: string; todo?: string };
type Saying = (figures: readonly number[]) => Sentences;

export const errors: Record<string, Saying> & { unexpected: Saying } = {
  unexpected: () => ({ happened: "Something failed that has no words yet", safe: "What was acknowledged is stored. Nothing half-done was kept.", todo: "Try again. If it fails again, lock and unlock." }),
  "wrong-passphrase": ([left]) => ({
    happened: left === undefined ? "Wrong passphrase." : `Wrong passphrase. ${plural(left, { one: "# try left.", other: "# tries left." })}`,
    safe: "Nothing was changed.",
  }),
  locked: () => ({ happened: "The locker is locked", safe: "Everything is stored.", todo: "Unlock it to go on." }),
  "already-open": () => ({ happened: "This locker is open in another window or terminal", safe: "Nothing was changed.", todo: "Close it there, then try again." }),
  "not-a-locker": () => ({ happened: "This folder is no locker", safe: "Nothing in it was changed.", todo: "Choose a folder whose name ends in .locker." }),
  exists: () => ({ happened: "There is already a folder of this name", safe: "It was not touched.", todo: "Choose another name or place." }),
  "bad-name": () => ({ happened: "This name cannot be used", safe: "Nothing was made.", todo: "Use letters, digits, spaces and hyphens, up to 64." }),
  "bad-codename": () => ({ happened: "This codename cannot be used", safe: "Nothing was added.", todo: "Use letters, digits, spaces and hyphens, up to 40." }),
  "codename-taken": () => ({ happened: "Another source has this codename", safe: "Nothing was added.", todo: "Choose another one." }),
  "passphrase-too-short": () => ({ happened: "This passphrase is too short", safe: "Nothing was made.", todo: "Use five or more words. “Suggest words” makes some by chance." }),
  "disk-full": () => ({ happened: "The disk is full", safe: "Nothing was lost: what was taken in before is sealed, the rest was not touched.", todo: "Free some space, then try again." }),
  "read-only": () => ({ happened: "This folder cannot be written to", safe: "Nothing was changed.", todo: "Check the folder’s permissions, or whether the disk is write-protected." }),
  "disk-failed": () => ({ happened: "The disk did not answer as it should", safe: "What was acknowledged before is stored.", todo: "Copy the locker folder to another disk, then check the locker." }),
  "slots-damaged": () => ({ happened: "The key slots of this locker are damaged", safe: "The sealed files were not touched.", todo: "Restore the locker from a backup. Without its slots nobody can open it." }),
  damaged: () => ({ happened: "A part of this locker is damaged", safe: "The rest can be opened.", todo: "Run the check in Custody: it names what is damaged." }),
  "too-costly": () => ({ happened: "The key slots ask for more memory than this program allows", safe: "Nothing was opened or changed.", todo: "The slots file was probably altered. Restore it from a backup." }),
  "too-new": () => ({ happened: "A newer version of this program made this locker", safe: "Nothing was changed.", todo: "Open it with that version." }),
  wiped: () => ({ happened: "This locker was wiped", safe: "Its keys are gone; it cannot be opened by anyone." }),
  "not-found": () => ({ happened: "This is not in the locker any more", safe: "The rest is as it was.", todo: "Go back to the list." }),
  "too-large": () => ({ happened: "This is larger than the program takes", safe: "Nothing was added." }),
  stopped: () => ({ happened: "Stopped", safe: "What was done before stays." }),
  "worker-failed": () => ({ happened: "The reading process gave up on this file", safe: "The original is sealed. Only its contents could not be shown." }),
  "bad-selector": () => ({ happened: "This place could not be marked", safe: "Nothing was linked.", todo: "Select it once more." }),
  "bad-request": () => ({ happened: "This was not understood", safe: "Nothing was changed.", todo: "Check what was typed." }),
};
