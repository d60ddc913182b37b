// Written by a test of the locker crate from its views. Do not edit.

/**
 * Where a stated fact comes from.
 */
export type FactOrigin = "exif" | "xmp" | "container" | "document" | "file-name" | "export" | "content";
