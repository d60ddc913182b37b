// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { TextPage } from "./TextPage";

export type TextView = { pages: Array<TextPage>, cut: boolean };
