// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { SourceRow } from "./SourceRow";

export type SourceView = { protected: Array<string>, notes: string, added: string, has_identity: boolean } & SourceRow;
