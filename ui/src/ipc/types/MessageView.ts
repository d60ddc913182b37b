// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { LinkMark } from "./LinkMark";
import type { Message } from "./Message";

export type MessageView = { reply_n: number | null, linked: Array<LinkMark> } & Message;
