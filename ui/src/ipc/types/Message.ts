// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Attachment } from "./Attachment";
import type { MessageKind } from "./MessageKind";
import type { Moment } from "./Moment";

export type Message = { n: number, id: string | null, chat: string, author: string | null, author_id: string | null, time: Moment, kind: MessageKind, text: string, reply_to: string | null, forwarded_from: string | null, edited: Moment | null, deleted: boolean, attachments: Array<Attachment>, locator: string, flags: Array<string> };
