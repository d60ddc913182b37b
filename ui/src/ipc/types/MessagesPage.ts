// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { MessageView } from "./MessageView";

export type MessagesPage = { total: number, from: number, messages: Array<MessageView> };
