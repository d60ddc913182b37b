// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type FactOrigin = "exif" | "xmp" | "container" | "document" | "file-name" | "export" | "content";
