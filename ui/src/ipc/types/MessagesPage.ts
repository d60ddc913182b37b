// Written by a test of the locker crate from its views. Do not edit.
import type { MessageView } from "./MessageView";

/**
 * Messages of a chat, from `from` on.
 */
export type MessagesPage = {
/**
 * All there are.
 */
total: number,
/**
 * First `n` in `messages`.
 */
from: number,
/**
 * In file order.
 */
messages: Array<MessageView>, };
