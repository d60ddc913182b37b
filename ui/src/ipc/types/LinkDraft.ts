// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Relation } from "./Relation";
import type { SourceGrade } from "./SourceGrade";

export type LinkDraft = { claim: string, evidence: string, relation: Relation, at: string, source_grade: SourceGrade | null, info_grade: number | null, reason: string };
