// Written by a test of the locker crate from its views. Do not edit.

/**
 * What an item is to a person who looks at it.
 */
export type Kind = "chat" | "image" | "pdf" | "document" | "sheet" | "mail" | "audio" | "video" | "text" | "transcript" | "archive" | "other";
