// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type MessageKind = "text" | "media" | "service" | "call" | "poll" | "location" | "contact" | "deleted" | "unsupported";
