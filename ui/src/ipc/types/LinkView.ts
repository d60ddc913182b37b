// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Grades } from "./Grades";
import type { Kind } from "./Kind";
import type { Relation } from "./Relation";

export type LinkView = { id: string, claim: string, statement: string, evidence: string, title: string, kind: Kind, source: string, group: string, relation: Relation, at: string, quote: string, grades: Grades, reason: string };
