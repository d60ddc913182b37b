// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { ClaimView } from "./ClaimView";
import type { EvidenceRow } from "./EvidenceRow";
import type { Fact } from "./Fact";
import type { VerifyView } from "./VerifyView";

export type ReviewView = { title: string, questions: Array<string>, report: VerifyView, signed: string | null, claims: Array<ClaimView>, items: Array<EvidenceRow>, claimed: Array<[string, Array<Fact>]> };
