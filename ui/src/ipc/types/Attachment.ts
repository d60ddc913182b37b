// Written by a test of the locker crate from its views. Do not edit.
import type { EvidenceId } from "./EvidenceId";

/**
 * A file that came with a message, or that the export says is missing.
 */
export type Attachment = {
/**
 * The item it became, once it is in the locker.
 */
id: EvidenceId | null,
/**
 * Its name, for people.
 */
name: string,
/**
 * Path inside the export, as the export writes it. Hostile until resolved inside the export's root.
 */
path?: string | null,
/**
 * Why it is missing: `not-included`, `too-large`, `unavailable`, `not-in-folder`, `omitted`, `unsafe-path`.
 */
missing: string | null,
/**
 * Media type or kind that the export states: `photo`, `voice-message`, `sticker`, …
 */
stated?: string | null, };
