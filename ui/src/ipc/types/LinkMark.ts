// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Relation } from "./Relation";

export type LinkMark = { link: string, claim: string, relation: Relation };
