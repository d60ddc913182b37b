// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type Kind = "chat" | "image" | "pdf" | "document" | "sheet" | "mail" | "audio" | "video" | "text" | "transcript" | "archive" | "other";
