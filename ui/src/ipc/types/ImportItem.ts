// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { AttachmentCounts } from "./AttachmentCounts";
import type { Kind } from "./Kind";
import type { Note } from "./Note";
import type { Participant } from "./Participant";

export type ImportItem = { path: string, outcome: string, id: string | null, kind: Kind | null, media_type: string | null, sha256: string | null, bytes: number, messages: number | null, participants: Array<Participant>, attachments: AttachmentCounts, unparsed: number, part_of: string | null, notes: Array<Note>, refusal: string | null };
