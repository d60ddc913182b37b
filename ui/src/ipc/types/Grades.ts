// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { SourceGrade } from "./SourceGrade";

export type Grades = { source: SourceGrade | null, information: number | null };
