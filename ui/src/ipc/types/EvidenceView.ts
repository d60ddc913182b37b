// Written by a test of the locker crate from its views. Do not edit.
import type { EvidenceRow } from "./EvidenceRow";
import type { Fact } from "./Fact";
import type { Kind } from "./Kind";
import type { LinkView } from "./LinkView";
import type { Moment } from "./Moment";
import type { Note } from "./Note";
import type { Participant } from "./Participant";

/**
 * One item, whole.
 */
export type EvidenceView = {
/**
 * Hexadecimal.
 */
sha256: string,
/**
 * What the file claims about itself.
 */
claimed: Array<Fact>,
/**
 * What is proved: codes with details, e.g. `same-bytes-since-intake`.
 */
proved: Array<Note>,
/**
 * What the import had to say, and what the export leaves out.
 */
notes: Array<Note>,
/**
 * Links of all claims to it.
 */
links: Array<LinkView>,
/**
 * Items inside or attached.
 */
parts: Array<EvidenceRow>,
/**
 * Participants of a chat, most frequent first.
 */
participants: Array<Participant>,
/**
 * `E-014`.
 */
id: string,
/**
 * `S-1`.
 */
source: string,
/**
 * What it is.
 */
kind: Kind,
/**
 * By content.
 */
media_type: string,
/**
 * What lists call it; empty for an item of which a dossier has only excerpts.
 */
title: string,
/**
 * Original file name; empty likewise.
 */
name: string,
/**
 * Bytes; 0 likewise.
 */
bytes: number,
/**
 * The date the item is *about* as far as it says (photo taken, first message), else when it was taken in.
 */
date: Moment | null,
/**
 * When it came in.
 */
taken_in: string,
/**
 * Messages, for chats.
 */
messages: number | null,
/**
 * Pages, for documents.
 */
pages: number | null,
/**
 * Seconds, for recordings, where known.
 */
seconds: number | null,
/**
 * Whether `evidence://…/thumb/ID` has a picture.
 */
thumb: boolean,
/**
 * The item it is part of.
 */
part_of: string | null,
/**
 * How many items are parts of it.
 */
part_count: number,
/**
 * Independence group.
 */
group: string,
/**
 * Links by relation.
 */
supports: number,
/**
 * Links by relation.
 */
contradicts: number,
/**
 * Links by relation.
 */
context: number,
/**
 * Code of why it could not be read, where it could not.
 */
unread: string | null, };
