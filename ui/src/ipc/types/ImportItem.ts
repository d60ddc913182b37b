// Written by a test of the locker crate from its views. Do not edit.
import type { AttachmentCounts } from "./AttachmentCounts";
import type { Kind } from "./Kind";
import type { Note } from "./Note";
import type { Participant } from "./Participant";

/**
 * What an import says of one file.
 */
export type ImportItem = {
/**
 * Path below the folder that was chosen, for people.
 */
path: string,
/**
 * `added`, `already-here`, `healed` (what was stored was damaged and is replaced) or `refused`.
 */
outcome: string,
/**
 * The item, unless refused.
 */
id: string | null,
/**
 * Kind.
 */
kind: Kind | null,
/**
 * Media type.
 */
media_type: string | null,
/**
 * Hexadecimal.
 */
sha256: string | null,
/**
 * Length.
 */
bytes: number,
/**
 * Messages, for chats.
 */
messages: number | null,
/**
 * Participants, for chats.
 */
participants: Array<Participant>,
/**
 * Attachments, for chats.
 */
attachments: AttachmentCounts,
/**
 * Messages, lines or fields that were not understood, kept and counted.
 */
unparsed: number,
/**
 * The item it is part of.
 */
part_of: string | null,
/**
 * What the import has to say: codes with figures. (The command line's `notes` are the codes.)
 */
notes: Array<Note>,
/**
 * Why it was refused: a code of [`crate::Error`].
 */
refusal: string | null, };
