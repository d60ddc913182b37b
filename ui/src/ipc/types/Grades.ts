// Written by a test of the locker crate from its views. Do not edit.
import type { InfoGrade } from "./InfoGrade";
import type { SourceGrade } from "./SourceGrade";

/**
 * The two grades of a link, kept apart and never averaged.
 */
export type Grades = {
/**
 * Of the source.
 */
source: SourceGrade | null,
/**
 * Of the information.
 */
information: InfoGrade | null, };
