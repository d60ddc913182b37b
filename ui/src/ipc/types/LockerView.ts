// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { HeadView } from "./HeadView";
import type { SourceRow } from "./SourceRow";

export type LockerView = { name: string, sample: boolean, sources: Array<SourceRow>, claims: number, dossiers: number, head: HeadView, memory_locked: boolean };
