// Written by a test of the locker crate from its views. Do not edit.
import type { Attachment } from "./Attachment";
import type { MessageKind } from "./MessageKind";
import type { Moment } from "./Moment";

/**
 * One message. Everything in it is what the export says; nothing is proved by it.
 */
export type Message = {
/**
 * Place in the item, from 1, in file order over all its chats.
 */
n: number,
/**
 * The messenger's own id, where the export has one.
 */
id: string | null,
/**
 * Which chat of the export, for exports with several; empty where there is one.
 */
chat?: string,
/**
 * Display name at export time; absent for a deleted account or a line without author.
 */
author: string | null,
/**
 * The messenger's id of the author, where the export has one.
 */
author_id: string | null,
/**
 * When.
 */
time: Moment,
/**
 * What it is.
 */
kind: MessageKind,
/**
 * Its words. For service lines a code and its details: `invite_members: …`.
 */
text: string,
/**
 * The id (`id` above) of the message it answers.
 */
reply_to: string | null,
/**
 * Whom it is forwarded from: a name, or an empty text where the export knows only that it is forwarded.
 */
forwarded_from: string | null,
/**
 * When it was edited (or, for Telegram, edited or reacted to).
 */
edited: Moment | null,
/**
 * Whether the export marks it as deleted.
 */
deleted: boolean,
/**
 * Files that came with it, or did not.
 */
attachments: Array<Attachment>,
/**
 * Where it is in the original: `bytes=120-480`, `line=12`, `lines=12-14`, or an entry path and one of these.
 */
locator: string,
/**
 * Codes of what is notable about it: `link-text-differs`, `looks-forged`, …
 */
flags?: Array<string>, };
