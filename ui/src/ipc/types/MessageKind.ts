// Written by a test of the locker crate from its views. Do not edit.

/**
 * What a message is.
 */
export type MessageKind = "text" | "media" | "service" | "call" | "poll" | "location" | "contact" | "deleted" | "unsupported";
