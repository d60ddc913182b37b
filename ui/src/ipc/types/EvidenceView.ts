// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { EvidenceRow } from "./EvidenceRow";
import type { Fact } from "./Fact";
import type { LinkView } from "./LinkView";
import type { Note } from "./Note";
import type { Participant } from "./Participant";

export type EvidenceView = { sha256: string, claimed: Array<Fact>, proved: Array<Note>, notes: Array<Note>, links: Array<LinkView>, parts: Array<EvidenceRow>, participants: Array<Participant> } & EvidenceRow;
