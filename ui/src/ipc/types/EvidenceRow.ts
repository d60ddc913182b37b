// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { Kind } from "./Kind";
import type { Moment } from "./Moment";

export type EvidenceRow = { id: string, source: string, kind: Kind, media_type: string, title: string, name: string, bytes: number, date: Moment | null, taken_in: string, messages: number | null, pages: number | null, seconds: number | null, thumb: boolean, part_of: string | null, parts: number, group: string, supports: number, contradicts: number, context: number, unread: string | null };
